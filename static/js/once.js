// A form is sent once: the second press does nothing, and after a moment the button says that it is sending.
const PATIENCE_MS = 400;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-once]");
  if (!form) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (!button || !form.dataset.sending) return;
  setTimeout(() => {
    button.dataset.words = button.innerHTML;
    button.textContent = form.dataset.sending;
    button.disabled = true;
  }, PATIENCE_MS);
});

// Coming back with the browser's Back button finds the form ready again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[data-words]")) {
      button.innerHTML = button.dataset.words;
      button.disabled = false;
    }
  }
});
