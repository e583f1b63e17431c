// What the console's own pages share. Pages bring scripts of their own as files: none is written into a page.
"use strict";
document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) await navigator.clipboard.writeText(copy.dataset.copy);
});
