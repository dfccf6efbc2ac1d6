// j and k go down and up the list; Enter opens, since a row is a link.
const talks = () => [...document.querySelectorAll("a.talk")];

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !["j", "k"].includes(event.key)) return;
  if (event.target.closest?.("input, textarea, select")) return;
  const rows = talks(), at = rows.indexOf(document.activeElement);
  const next = event.key === "j" ? at + 1 : Math.max(at - 1, 0);
  rows[next]?.focus();
});
