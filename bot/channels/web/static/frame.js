// Inside somebody else's page: what we tell the widget around us, and what it tells us.
import { byId } from "./dom.js";
import { framed } from "./session.js";

// Anybody who may frame us may know these words; they say nothing about the talk.
const tell = (word) => window.parent.postMessage({ motcua: word }, "*");

export function listenToHost() {
  if (!framed || window.parent === window) return;
  window.addEventListener("message", ({ source, data }) => {
    if (source === window.parent && data?.motcua === "opened") begin();
  });
  document.addEventListener("keydown", (event) => {
    const ours = event.isComposing || byId("confirm").open;
    if (event.key === "Escape" && !ours) tell("close");
  });
  tell("ready");
}

// On a phone the keyboard would at once cover what there is to read.
function begin() {
  if (matchMedia("(pointer: fine)").matches) byId("message").focus({ preventScroll: true });
}
