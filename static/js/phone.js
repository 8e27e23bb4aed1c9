// The check-in page of a phone, sent as one file: the program puts the modules named here, and what they need, in its place.
import { start } from "./phone/screen.js";

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(document.getElementById("main").dataset.worker, { updateViaCache: "none" }).catch(() => {});
}
start();
document.documentElement.dataset.ready = "";
