// A list in which rows are ticked: counted, chosen in whole ranges with Shift, all at once, and copied. Without this the
// boxes, the buttons and the download of what would be copied do the same.
const form = document.querySelector("[data-bulk]");
const boxes = form ? [...form.querySelectorAll("input[name=chosen]")] : [];
const everybody = form?.querySelector("input[name=everybody]");
const all = form?.querySelector("[data-bulk-all]");
const said = document.querySelector("[data-bulk-said]");
const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language);
let last = null;

const tell = () => {
  const ticked = boxes.filter((box) => box.checked).length;
  const number = everybody?.checked ? Number(everybody.value) : ticked;
  const told = form.querySelector("[data-bulk-told]");
  const words = plural.select(number) === "one" ? told.dataset.singular : told.dataset.plural;
  told.textContent = number ? words.replace("#", number.toLocaleString(language)) : "";
  form.querySelector("[data-bulk-hint]").hidden = Boolean(number);
  all.checked = ticked > 0 && ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
};

const set = (some, checked) => {
  for (const box of some) box.checked = checked;
  if (everybody && !checked) everybody.checked = false;
  tell();
};

if (form) {
  form.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last !== null) {
      set(boxes.slice(Math.min(at, last), Math.max(at, last) + 1), event.target.checked);
    }
    last = at;
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.type === "checkbox") event.preventDefault(); // Space ticks; Enter would send
  });
  form.addEventListener("change", (event) => {
    if (event.target === all) set(boxes, all.checked);
    else if (event.target === everybody) set(boxes, everybody.checked);
    else if (boxes.includes(event.target)) set([event.target], event.target.checked);
  });
  form.querySelector("[data-bulk-clear]").addEventListener("click", () => set(boxes, false));
  addEventListener("pageshow", tell); // the browser's Back button brings ticks along
}

// ---- copying
const isCells = (answer) => (answer.headers.get("content-type") || "").startsWith("text/tab-separated-values");

const cells = async (address, options) => {
  const answer = await fetch(address, { ...options, credentials: "same-origin" });
  if (!answer.ok || !isCells(answer)) throw new Error("no cells came");
  return answer.text();
};

// On plain HTTP, as in a room without the internet, browsers keep the clipboard for the older way.
const copyOldWay = (text) => {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("the browser does not copy");
};

// The text is promised within the press of the button: some browsers refuse a clipboard that is asked for later.
const copy = async (text) => {
  if (navigator.clipboard && window.ClipboardItem) {
    const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } else {
    copyOldWay(await text);
  }
};

const say = (words) => {
  said.textContent = words;
  said.hidden = false;
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button || button.dataset.plain) return;
  event.preventDefault();
  const told = button.form || button;
  const body = button.form ? new URLSearchParams(new FormData(button.form)) : undefined;
  try {
    await copy(cells(button.formAction || button.href, body ? { method: "POST", body } : {}));
    say(told.dataset.done);
  } catch {
    say(told.dataset.failed);
    button.dataset.plain = "yes"; // pressed once more, it is what it is without script: a file, or a sentence why not
    button.click();
    delete button.dataset.plain;
  }
});

// ---- addresses without what was left empty
const filters = document.querySelector(".filter-bar");
filters?.addEventListener("submit", () => {
  for (const one of filters.elements) if (one.name && !one.value) one.disabled = true;
});
addEventListener("pageshow", () => {
  for (const one of filters?.elements ?? []) one.disabled = false;
});
