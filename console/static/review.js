// The form of a review: only what fits the verdict is asked, and a row goes by keys alone.
const shape = (form) => {
  const verdict = form.querySelector("[name=verdict]:checked")?.value;
  for (const part of form.querySelectorAll("[data-for]")) {
    const fits = part.dataset.for.split(" ").includes(verdict);
    part.hidden = !fits;
    for (const field of part.querySelectorAll("input, select")) field.disabled = !fits;
  }
  form.querySelector("textarea").required = verdict === "wrong_fact";
};
const shapeAll = (root) => root.querySelectorAll(".review-form").forEach(shape);

shapeAll(document);
document.addEventListener("htmx:load", (event) => shapeAll(event.detail.elt.parentElement ?? document));
document.addEventListener("change", (event) => {
  if (event.target.name === "verdict") shape(event.target.form);
});

// What is refused is shown in its place, as any other answer.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 422 || !event.target.matches(".review")) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

const isSearch = (node) => node.matches("[type=search]");
const isWritten = (node) => node.matches("textarea, select") || isSearch(node);
document.addEventListener("keydown", (event) => {
  const form = document.querySelector(".review-form[data-row]");
  if (event.key === "Enter" && isSearch(event.target) && event.target.form?.matches(".review-form")) {
    event.preventDefault(); // the first that was found is meant, and the form is not yet whole
    event.target.form.querySelector(".found input")?.click();
  }
  if (!form || event.ctrlKey || event.metaKey || event.altKey || isWritten(event.target)) return;
  const verdict = form.querySelectorAll("[name=verdict]")[Number(event.key) - 1];
  if (verdict) {
    verdict.click();
    verdict.focus();
  } else if (event.key === "Enter" && !event.target.matches("a, button, summary")) {
    event.preventDefault();
    form.requestSubmit();
  }
});
