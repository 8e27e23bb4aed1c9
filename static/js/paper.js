// Typing a signed sheet by keyboard. Arrows go from row to row, letters choose (the browser's own way of a list), Enter
// keeps; where readings are compared, the number of a button presses it. Without this, Tab and the buttons do the same.
const form = document.querySelector("[data-paper]");
const rows = form ? [...form.querySelectorAll("[data-paper-row]")] : [];
const line = form?.querySelector("[name=rows]");

form?.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const at = rows.indexOf(event.target);
  if (event.key === "Enter" && at >= 0) {
    event.preventDefault(); // else the list of choices opens
    form.requestSubmit();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (at < 0 && event.target !== line) return;
  const to = at + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault(); // else the arrow changes the choice
  (to < 0 ? line : rows[Math.min(to, rows.length - 1)])?.focus();
});

const check = document.querySelector("[data-paper-check]");
const lines = check ? [...check.querySelectorAll("[data-paper-line]")] : [];
if (lines.length && !location.hash) lines[0].querySelector("button")?.focus({ preventScroll: true });

check?.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const at = lines.findIndex((one) => one.contains(event.target));
  if (at < 0) return;
  const buttons = lines[at].querySelectorAll("button");
  if (/^[1-9]$/.test(event.key)) buttons[Number(event.key) - 1]?.click();
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  const to = Math.max(0, Math.min(lines.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)));
  lines[to].querySelector("button")?.focus();
});
