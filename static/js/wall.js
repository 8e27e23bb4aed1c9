// The screen in the hall counts on by itself: it asks for the plan twice a minute, and without a network it goes on with
// the plan it has, says so, and catches up when the network is back. The clock is the server's: a television's may be wrong.
// Where the page itself was brought back without a network, the last plan is, and how far the clock here was from ours.
const wall = document.querySelector("[data-wall]");
const ASK_EVERY_MS = 30_000;
const OLD_AFTER_MS = 90_000; // two questions without an answer, and a little
const LATER_MOST = 4;

let plan = JSON.parse(wall.dataset.plan);
let read = performance.now(); // when the plan came, by a clock that nobody can set
let isCopy = !document.querySelector("[data-kept]").hidden;
const STORE = `plan ${wall.dataset.url}`;
let ahead = 0; // ms from the clock here to ours; a copy without a plan of its own can only trust the clock here
if (isCopy) recall();
else keepPlan();

function keepPlan() {
  ahead = plan.as_of - Date.now();
  try {
    localStorage.setItem(STORE, JSON.stringify({ plan, ahead }));
  } catch {
    // A browser that may keep nothing shows the plan all the same.
  }
}

function recall() {
  try {
    ({ plan, ahead } = JSON.parse(localStorage.getItem(STORE)) ?? { plan, ahead });
  } catch {
    // The plan of the page itself is shown.
  }
}

function forget() {
  try {
    localStorage.removeItem(STORE);
  } catch {
    // Nothing is there.
  }
}

const now = () => (isCopy ? Date.now() + ahead : plan.as_of + performance.now() - read);

function clockOf(at) {
  const there = new Date(at + plan.offset_min * 60_000);
  return [there.getUTCHours(), there.getUTCMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

function dayOf(at) {
  return new Date(at + plan.offset_min * 60_000).toISOString().slice(0, 10);
}

function lookAt(at) {
  const running = plan.sessions.filter((one) => one.starts <= at && at < one.ends);
  const ahead = plan.sessions.filter((one) => one.starts > at);
  const next = ahead.filter((one) => one.starts === ahead[0].starts);
  const later = ahead.filter((one) => one.starts !== ahead[0].starts && one.day === ahead[0].day);
  return { running, next, later: later.slice(0, LATER_MOST) };
}

function element(name, className, words) {
  const made = document.createElement(name);
  made.className = className;
  if (words !== undefined) made.textContent = words;
  return made;
}

function show(name, sessions, today) {
  const list = wall.querySelector(`[data-list="${name}"]`);
  const told = JSON.stringify([sessions, today]);
  if (list.dataset.told === told) return; // nothing moves on the screen while nothing changes
  list.dataset.told = told;
  list.replaceChildren(
    ...sessions.map((one) => {
      const words = element("span", "stack stack--hair");
      words.append(element("span", "", one.title));
      if (one.place) words.append(element("span", "muted", one.place));
      const line = element("li", "wall__session");
      line.append(element("span", "strong", one.day === today ? one.time : one.dated), words);
      return line;
    }),
  );
}

function draw() {
  const at = now();
  const seen = lookAt(at);
  const today = dayOf(at);
  for (const name of ["running", "next", "later"]) show(name, seen[name], today);
  const ends = Math.min(...seen.running.map((one) => one.ends));
  const left = Math.ceil((ends - at) / 60_000);
  wall.querySelector("[data-left]").textContent = seen.running.length
    ? wall.dataset.leftWords.replace("{minutes}", left)
    : "";
  wall.querySelector("[data-none]").hidden = seen.running.length > 0;
  wall.querySelector("[data-later-label]").hidden = seen.later.length === 0;
  document.querySelector("[data-clock]").textContent = clockOf(at);
  const age = document.querySelector("[data-age]");
  const isOld = isCopy || performance.now() - read > OLD_AFTER_MS;
  const words = isOld ? wall.dataset.ageWords : age.dataset.fresh;
  age.textContent = words.replace("{time}", clockOf(plan.as_of));
  age.classList.toggle("danger-text", isOld);
}

async function ask() {
  if (!navigator.onLine) {
    draw();
    return;
  }
  try {
    const answer = await fetch(wall.dataset.url, { cache: "no-store" });
    if (answer.status === 404) {
      forget();
      location.reload(); // the screen was ended: what was shown may no longer be seen
      return;
    }
    if (answer.ok) {
      const told = await answer.json(); // a page of somebody's hotspot is no plan
      if (Array.isArray(told.sessions)) {
        plan = told;
        read = performance.now();
        isCopy = false;
        keepPlan();
      }
    }
  } catch {
    // No network: the screen goes on with the plan it has, and its age is shown.
  }
  draw();
}

draw();
if (isCopy) ask();
setInterval(draw, 1000);
setInterval(ask, ASK_EVERY_MS);
addEventListener("online", ask);
