// A question that follows from an answer appears at once; without this the page comes back with it.
const show = () => {
  for (const block of document.querySelectorAll("[data-shown-if]")) {
    const named = block.form.querySelectorAll(`[name="${block.dataset.shownIf}"]`);
    const asked = [...named].some((one) => one.checked && one.value === block.dataset.shownAnswer && !one.closest("[hidden]"));
    block.hidden = block.disabled = !asked;
  }
};

document.addEventListener("change", show);
addEventListener("pageshow", show);
