// The grid of attendance by keyboard: arrows go from cell to cell, a letter begins a correction. Without this, Tab goes
// through the same links.
const grid = document.querySelector(".mark-grid");
const lines = grid ? [...grid.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("a.mark")]) : [];
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const STATUSES = { p: "present", e: "excused", a: "absent", Backspace: "withdrawn" };

grid?.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const mark = event.target.closest("a.mark");
  const line = lines.findIndex((marks) => marks.includes(mark));
  if (line < 0) return;
  const at = lines[line].indexOf(mark);
  const step = STEPS[event.key];
  const status = STATUSES[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (step || event.key === "Home" || event.key === "End") {
    event.preventDefault(); // else the frame scrolls as well
    const row = lines[line + (step?.[0] ?? 0)] ?? lines[line];
    const to = event.key === "Home" ? 0 : event.key === "End" ? row.length - 1 : at + step[1];
    row[Math.max(0, Math.min(row.length - 1, to))]?.focus();
  } else if (status) {
    event.preventDefault();
    const address = new URL(mark.href);
    address.searchParams.set("status", status);
    location.assign(address);
  }
});
