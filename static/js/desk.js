// The desk by keyboard: typing anywhere lands in the field, results follow, Enter takes the one that is armed, arrows walk
// through the results, Escape clears, Ctrl+Z takes back the last check-in, Ctrl+Enter opens the line for a walk-in. The server
// decides who is armed, and answers with the piece of the page that X-Fragment names. Without this script the same forms
// work by page loads.
const PAUSE_MS = 120; // between two keys of somebody who types fast
const LETTERS_MIN = 2;
const BADGE = /^(?=.*\d)[0-9A-Za-z]{26}$/;

const field = document.getElementById("who");
const form = field.form;
const live = document.querySelector("[data-desk-live]");
const found = live.querySelector("[data-desk-found]") ?? live;
const answered = live.querySelector("[data-desk-answer]") ?? live;
const aside = document.querySelector("[data-desk-aside]");
const scan = document.querySelector("[data-desk-scan]");

let timer;
let question = null; // the search under way or last answered: its words, when it is done, how to stop it
const unsent = []; // marks that could not be sent; they keep their ids, so sending them again acts once
const stay = (event) => event.preventDefault();

const choices = () => [...found.querySelectorAll("[data-desk-choice]")];
const armed = () => found.querySelector("[data-desk-enter]");
const address = () => `${form.action}?${new URLSearchParams(new FormData(form))}`;

async function ask(url, fragment, options = {}) {
  const answer = await fetch(url, { ...options, headers: { "X-Fragment": fragment } });
  if (answer.redirected) location.reload(); // signed out: the page says so
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.status >= 400 && answer.status !== 422) throw new Error(`answered ${answer.status}`);
  return { nodes: (page.querySelector("[data-desk-live]") ?? page.body).childNodes, isRefused: !answer.ok };
}

function say(words) {
  const notice = document.createElement("p");
  notice.className = "notice notice--danger strong";
  notice.textContent = words;
  answered.replaceChildren(notice);
}

function stopFinding() {
  clearTimeout(timer);
  question?.stop.abort();
  question = null;
  found.replaceChildren();
}

function find() {
  clearTimeout(timer);
  question?.stop.abort();
  const words = field.value.trim();
  const stop = new AbortController();
  const done = ask(address(), "results", { signal: stop.signal }).then(
    ({ nodes }) => found.replaceChildren(...nodes),
    (error) => {
      if (error.name !== "AbortError") say(form.dataset.lost);
    },
  );
  question = { words, done, stop };
  return done;
}

function clear() {
  field.value = "";
  stopFinding();
  if (!unsent.length) answered.replaceChildren();
}

async function refresh() {
  if (!aside) return;
  try {
    aside.replaceChildren(...(await ask(address(), "aside")).nodes);
  } catch {
    // The counters are a comfort; the next answer brings them.
  }
}

async function send(action, data) {
  clear();
  field.focus();
  try {
    const { nodes, isRefused } = await ask(action, "answer", { method: "POST", body: new URLSearchParams(data) });
    // Whoever types the next name already is not interrupted, unless something was refused.
    if (isRefused || (!field.value && !unsent.length)) answered.replaceChildren(...nodes);
    if (isRefused) answered.querySelector("[aria-invalid]")?.focus();
    refresh();
  } catch {
    unsent.push([action, data]);
    addEventListener("beforeunload", stay); // only now: a page that asks before it is left is slow to leave
    say(form.dataset.lost);
  }
}

async function sendAgain() {
  removeEventListener("beforeunload", stay);
  for (const [action, data] of unsent.splice(0)) await send(action, data);
}

// crypto.randomUUID exists on safe addresses only; a laptop in the room is reached by plain http.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What a scanner types: the bare code, or the address that ends in it.
function badgeIn(words) {
  const code = words.replace(/\/+$/, "").replace(/^.*\//, "").replace(/[ -]/g, "");
  return BADGE.test(code) ? code : null;
}

function sendBadge(code) {
  const data = new FormData(scan);
  data.set("badge", code);
  data.set("mark_id", newId());
  return send(scan.action, data);
}

async function enter() {
  const words = field.value.trim();
  if (!words) return sendAgain();
  const code = scan && badgeIn(words);
  if (code) return sendBadge(code);
  await (question?.words === words ? question.done : find()); // the answer to what was just typed may be on its way
  if (field.value.trim() !== words) return;
  if (armed()) armed().click();
  else choices()[0]?.focus(); // several are meant: whoever is at the desk chooses
}

// The line for somebody who is not on the list opens where the results were; without the network its own page is asked for.
async function openLine(link) {
  try {
    found.replaceChildren(...(await ask(link.href, "line")).nodes);
    const empty = [...found.querySelectorAll("input, select")].find((one) => one.type !== "hidden" && !one.value);
    (empty ?? found.querySelector("button")).focus();
  } catch {
    say(form.dataset.lost);
  }
}

async function addWalkIn() {
  const words = field.value.trim();
  if (!words) return;
  await (question?.words === words ? question.done : find());
  if (field.value.trim() === words) found.querySelector("[data-desk-add]")?.click();
}

function walk(step) {
  const all = [field, ...choices()];
  const at = all.indexOf(document.activeElement);
  all[(Math.max(at, 0) + step + all.length) % all.length].focus();
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  if (!unsent.length && answered !== found) answered.replaceChildren();
  if (field.value.trim().length < LETTERS_MIN) stopFinding();
  else timer = setTimeout(find, PAUSE_MS);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  enter();
});

// Caught before the rule "a form is sent once": here a form that could not be sent is sent again, under the same id.
document.addEventListener(
  "submit",
  (event) => {
    if (event.target.method !== "post" || !(live.contains(event.target) || aside?.contains(event.target))) return;
    event.preventDefault();
    event.stopPropagation();
    send(event.target.action, new FormData(event.target));
  },
  true,
);

live.addEventListener("click", (event) => {
  const link = event.target.closest("[data-desk-add]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openLine(link);
});

document.addEventListener("keydown", (event) => {
  const isElsewhere = event.target.closest("input, select, textarea") && event.target !== field;
  const leaves = event.key === "Escape" && live.contains(event.target);
  if ((isElsewhere && !leaves) || event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !field.value) {
    event.preventDefault();
    document.querySelector("[data-desk-undo] button")?.click();
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target === field) {
    event.preventDefault();
    addWalkIn();
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    walk(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape") {
    clear();
    field.focus();
  } else if (event.key.length === 1 && event.key !== " " && event.target !== field) {
    field.focus(); // the key itself then lands in the field
  }
});

