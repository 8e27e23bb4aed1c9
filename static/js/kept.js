// Lets a worker keep this page for when there is no network, and says so once it has; where there can be none, nothing
// is lost but that.
const { worker } = document.querySelector("[data-worker]").dataset;
const keeper = navigator.serviceWorker;
const ask = () => keeper.controller?.postMessage("keep");

if (keeper) {
  keeper.addEventListener("message", ({ data }) => {
    if (data === "kept") document.querySelector("[data-kept-here]").hidden = false;
  });
  keeper.addEventListener("controllerchange", ask); // the first worker of this page, or a newer one
  keeper.startMessages();
  keeper.register(worker, { updateViaCache: "none" }).then(ask).catch(() => {});
}
