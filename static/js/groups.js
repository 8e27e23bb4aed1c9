// Groups by mouse and keyboard: drag a name onto another one to swap, onto a group to move; Space picks, a group's letter
// moves, L locks, Escape closes. Without this the links and buttons of the page do the same, a page at a time.
const main = document.querySelector("#main");
const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");
document.body.append(said);
let busy = false;

// ---- the page after an act takes the place of this one; focus stays with whom it was on
const take = async (address, options, focus) => {
  if (busy) return;
  busy = true;
  main.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { ...options, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#main");
    if (!answer.ok || !fresh?.querySelector("[data-board]")) return location.assign(answer.url);
    main.replaceChildren(...fresh.childNodes);
    history.replaceState(null, "", answer.url);
    const told = [...main.querySelectorAll(".toast span, .notice--warning p")].slice(0, 1).map((one) => one.textContent);
    said.textContent = [...told, main.querySelector("[data-score]").textContent].join(" ");
    prepare();
    const member = focus && main.querySelector(`[data-member="${focus}"] [data-row]`);
    (member || main.querySelector("#picked") || main).focus({ preventScroll: Boolean(member) && inSight(member) });
  } catch {
    location.reload(); // the line is down or the answer cannot be read: the browser says so itself
  } finally {
    busy = false;
    main.removeAttribute("aria-busy");
  }
};

const inSight = (one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
};

const send = (id, values, focus) => {
  const form = main.querySelector(`#${id}`);
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  return take(form.action, { method: "POST", body }, focus);
};

const memberOf = (node) => node.closest?.("[data-member]");
const pickedId = () => main.querySelector(".group__member--picked")?.dataset.member;
const lock = (member) => {
  const form = main.querySelector("#lock");
  form.action = "locked" in member.dataset ? form.dataset.unlock : form.dataset.lock;
  return send("lock", { placement: member.dataset.member }, member.dataset.member);
};

// ---- links and buttons of the board, without leaving the page
document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a.group__pick, a[data-unpick]");
  if (!link) return;
  event.preventDefault();
  take(link.href, {}, memberOf(link)?.dataset.member ?? pickedId());
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!["swap", "move", "lock", "out"].includes(form.id)) return;
  event.preventDefault();
  const button = event.submitter;
  const focus = form.id === "swap" ? form.elements.first.value : form.elements.placement.value;
  send(form.id, button?.name ? { [button.name]: button.value } : {}, focus);
});

// ---- keys
const rows = () => [...main.querySelectorAll("[data-row]")];
const groupOf = (letter) => {
  const groups = [...main.querySelectorAll("[data-group]")];
  const named = groups.filter((one) => one.dataset.letter.toLowerCase() === letter);
  return named[0] || groups.find((one) => one.dataset.letter.toLowerCase().startsWith(letter));
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const member = memberOf(event.target);
  if (event.key === "Escape" && pickedId() && main.contains(event.target)) {
    event.preventDefault();
    return take(main.querySelector("[data-close]").dataset.close, {}, pickedId());
  }
  if (!member || !event.target.matches("[data-row]")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const all = rows();
    return all[all.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  }
  if (event.key === " ") {
    event.preventDefault(); // the page would scroll
    return event.target.click();
  }
  if (event.key.length !== 1 || event.repeat) return;
  const key = event.key.toLowerCase();
  const mover = pickedId() || member.dataset.member;
  const group = groupOf(key);
  if (key === "l" && !(group && group.dataset.letter.toLowerCase() === "l")) {
    event.preventDefault();
    return lock(member);
  }
  if (group && !group.querySelector(`[data-member="${mover}"]`)) {
    event.preventDefault();
    send("move", { placement: mover, group: group.dataset.group }, mover);
  }
});

// ---- dragging
let dragged = null;

const prepare = () => {
  for (const one of main.querySelectorAll("[data-member]:not([data-locked])")) one.draggable = true;
};

const over = (node) => {
  const member = memberOf(node);
  if (member && !("locked" in member.dataset) && member.closest("[data-group]") !== dragged.closest("[data-group]")) return member;
  const group = node.closest?.("[data-group]");
  return group && !group.contains(dragged) ? group : null;
};

const unmark = () => {
  for (const one of main.querySelectorAll(".group--over, .group__member--over")) one.classList.remove("group--over", "group__member--over");
};

main.addEventListener("dragstart", (event) => {
  dragged = memberOf(event.target);
  if (!dragged) return;
  event.dataTransfer.setData("text/plain", dragged.querySelector(".group__name").textContent);
  event.dataTransfer.effectAllowed = "move";
});
main.addEventListener("dragover", (event) => {
  if (!dragged) return;
  unmark();
  const target = over(event.target);
  if (!target) return;
  event.preventDefault();
  target.classList.add(target.matches("[data-member]") ? "group__member--over" : "group--over");
});
main.addEventListener("dragend", () => {
  dragged = null;
  unmark();
});
main.addEventListener("drop", (event) => {
  const target = dragged && over(event.target);
  if (!target) return;
  event.preventDefault();
  const first = dragged.dataset.member;
  dragged = null;
  if (target.matches("[data-member]")) send("swap", { first, second: target.dataset.member }, first);
  else send("move", { placement: first, group: target.dataset.group }, first);
});

prepare();
