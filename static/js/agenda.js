// Moves a session of the agenda by keys or by pointer. Where it may go is what the page shows: the beginning of a day, after
// a session, beside one. Dropping sends the same form that the page without script has.
const form = document.querySelector("[data-agenda-move]");
const live = document.querySelector("[data-agenda-live]");
const FAR_ENOUGH_PX = 6;
let grabbed = null;

function say(name, facts = {}) {
  live.textContent = (form.dataset[name] || "").replace(/\{(\w+)\}/g, (all, word) => facts[word] ?? all);
}

function titleOf(block) {
  return block.querySelector(".agenda__title").textContent.trim();
}

// All spots in the order of the page, without those of the block that moves.
function spotsFor(block) {
  const spots = [];
  for (const day of document.querySelectorAll("[data-day]")) {
    spots.push({ value: `first-${day.dataset.day}`, block: null, day });
    for (const one of day.querySelectorAll(".agenda__block[id]")) {
      if (one !== block) spots.push({ value: `after-${one.id.slice(8)}`, block: one, day });
    }
  }
  return spots;
}

function unmark() {
  for (const one of document.querySelectorAll(".agenda__block--after, .agenda__block--beside, .agenda__first--here")) {
    one.classList.remove("agenda__block--after", "agenda__block--beside", "agenda__first--here");
  }
}

function show(spot, isBeside) {
  unmark();
  grabbed.spot = spot;
  grabbed.isBeside = isBeside && Boolean(spot.block);
  const day = spot.day.dataset.dayName;
  if (!spot.block) {
    spot.day.classList.add("agenda__first--here");
    return say("first", { day });
  }
  spot.block.classList.add(grabbed.isBeside ? "agenda__block--beside" : "agenda__block--after");
  return say(grabbed.isBeside ? "beside" : "after", { title: titleOf(spot.block), day });
}

function grab(handle) {
  const block = handle.closest(".agenda__block");
  const spots = spotsFor(block);
  const day = block.closest("[data-day]");
  // It stands after the last spot that comes before it on the page.
  let at = 0;
  spots.forEach((spot, index) => {
    const mark = spot.block || spot.day;
    if (day && mark.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING) at = index;
    if (day && spot.day === block && !spot.block) at = index;
  });
  grabbed = { handle, block, spots, at, spot: null, isBeside: false };
  block.classList.add("agenda__block--grabbed");
  handle.classList.add("agenda__handle--grabbed");
  say("grabbed", { title: titleOf(block) });
}

function letGo() {
  unmark();
  grabbed.block.classList.remove("agenda__block--grabbed");
  grabbed.handle.classList.remove("agenda__handle--grabbed");
  grabbed = null;
}

function cancel() {
  const { handle, block } = grabbed;
  letGo();
  say("cancelled", { title: titleOf(block) });
  handle.focus();
}

function drop() {
  const { handle, spot, isBeside } = grabbed;
  if (!spot) return cancel();
  form.action = handle.href;
  form.elements.spot.value = isBeside ? spot.value.replace("after-", "beside-") : spot.value;
  letGo();
  return form.submit();
}

function park() {
  form.action = grabbed.handle.href.replace(/move$/, "park");
  letGo();
  form.submit();
}

// ------------------------------------------------------------------------------------------------ keys
document.addEventListener("keydown", (event) => {
  const handle = event.target.closest?.("[data-handle]");
  if (!grabbed) {
    if (handle && event.key === " ") {
      event.preventDefault();
      grab(handle);
    }
    return;
  }
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) {
    grabbed.at = Math.min(grabbed.spots.length - 1, Math.max(0, grabbed.at + moves[event.key]));
    show(grabbed.spots[grabbed.at], false);
  } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    show(grabbed.spots[grabbed.at], event.key === "ArrowRight");
  } else if (event.key === "Enter" || event.key === " ") {
    drop();
  } else if (event.key === "Escape" || event.key === "Tab") {
    cancel();
    if (event.key === "Tab") return;
  } else {
    return;
  }
  event.preventDefault();
});

// ------------------------------------------------------------------------------------------------ pointer
let pressed = null;

function spotUnder(x, y) {
  const under = document.elementFromPoint(x, y);
  const block = under?.closest(".agenda__block[id]");
  const day = under?.closest("[data-day]");
  if (!day || block === grabbed.block) return null;
  if (!block) return { spot: grabbed.spots.find((spot) => spot.day === day), isBeside: false };
  const box = block.getBoundingClientRect();
  const index = grabbed.spots.findIndex((spot) => spot.block === block);
  if (x > box.left + box.width * 0.75) return { spot: grabbed.spots[index], isBeside: true };
  return { spot: grabbed.spots[y < box.top + box.height * 0.4 ? index - 1 : index], isBeside: false };
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.("[data-handle]");
  if (handle && event.button === 0 && !grabbed) {
    pressed = { handle, x: event.clientX, y: event.clientY };
  }
});

document.addEventListener("pointermove", (event) => {
  if (!pressed) return;
  if (!grabbed) {
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < FAR_ENOUGH_PX) return;
    grab(pressed.handle);
  }
  event.preventDefault();
  const found = spotUnder(event.clientX, event.clientY);
  if (found?.spot) show(found.spot, found.isBeside);
});

document.addEventListener("pointerup", (event) => {
  if (!pressed) return;
  const { handle } = pressed;
  pressed = null;
  if (!grabbed) return;
  handle.addEventListener("click", (click) => click.preventDefault(), { once: true });
  const under = document.elementFromPoint(event.clientX, event.clientY);
  if (under?.closest("[data-tray]") && grabbed.block.closest("[data-day]")) park();
  else drop();
});

document.addEventListener("pointercancel", () => {
  pressed = null;
  if (grabbed) cancel();
});

// ------------------------------------------------------------------------------------------------ undo and redo
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  const wanted = key === "z" && !event.shiftKey ? "undo" : key === "y" || key === "z" ? "redo" : "";
  const step = wanted && document.querySelector(`[data-steps] form[action$="/${wanted}"]`);
  if (!step) return;
  event.preventDefault();
  step.requestSubmit();
});

// After a move the same handle has the focus, so that the next key goes on. The browser goes to the place that the address
// names when the page is complete, and takes the focus away once more: this comes after that.
addEventListener("load", () => {
  const here = location.hash.startsWith("#session-") && document.getElementById(location.hash.slice(1));
  if (here) setTimeout(() => here.querySelector("[data-handle]")?.focus());
});
