// The input: grows with its text, sends with Enter, and politely refuses files.
import { byId } from "./dom.js";

const LONGEST = 10_001; // one above what is kept, so that the server can tell it was cut

export function listenToComposer({ onText, onFile }) {
  const form = byId("composer");
  const box = byId("message");
  const grow = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  };
  const send = () => {
    const text = Array.from(box.value.trim()).slice(0, LONGEST).join("");
    if (!text) return;
    box.value = "";
    grow();
    onText(text);
  };

  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
    event.preventDefault();
    send();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
    box.focus();
  });
  refuseFiles(box, onFile);
}

// Safari ends the composition before the Enter that confirmed it and marks that key with 229.
const composing = (event) => event.isComposing || event.keyCode === 229;

function refuseFiles(box, onFile) {
  const take = (event, files) => {
    if (!files?.length) return;
    event.preventDefault();
    onFile(files[0].type.startsWith("image/") ? "photo" : "file");
  };
  box.addEventListener("paste", (event) => take(event, event.clipboardData?.files));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => take(event, event.dataTransfer?.files));
}
