// The page of one conversation: the talk copied as plain text, and the end kept in view.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const answer = await fetch(button.dataset.copy);
    if (!answer.ok) return;
    await navigator.clipboard.writeText(await answer.text());
    button.textContent = button.dataset.done;
  });
}

// Who reads the end goes on seeing the end; who reads further up, or writes, stays there.
let atEnd = false;
const newest = () => document.getElementById("newest");
const reading = () => newest() && newest().getBoundingClientRect().bottom <= innerHeight + 80;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "newest") atEnd = Boolean(reading());
});
document.addEventListener("htmx:afterSettle", () => {
  const writing = document.activeElement?.matches("input, textarea, select");
  if (atEnd && !writing) newest()?.scrollIntoView({ block: "end" });
  document.getElementById("nothing")?.remove();
  atEnd = false;
});
