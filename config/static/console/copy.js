// A button with data-copy puts the text of that element into the clipboard, and says so.
"use strict";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const place = document.getElementById(button.dataset.copy);
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(place.textContent);
  } else {
    // Without https there is no clipboard: what is selected can be copied the old way.
    getSelection().selectAllChildren(place);
    document.execCommand("copy");
  }
  button.lastElementChild.textContent = button.dataset.copied;
});
