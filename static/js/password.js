// Shows what is written in a password field, and hides it again.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-shows-password]");
  if (!button) return;
  const field = document.getElementById(button.getAttribute("aria-controls"));
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
});
