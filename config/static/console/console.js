// What the console's own pages share. Pages bring scripts of their own as files: none is written into a page.
"use strict";
document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) await navigator.clipboard.writeText(copy.dataset.copy);
});
// In the command palette there is not always something that the enter key could lead to.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.id !== "search-input-command") return;
  if (document.querySelector("#command-results-list li.active")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
