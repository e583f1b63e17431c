// What the console's own pages share. Pages bring scripts of their own as files: none is written into a page.
"use strict";
// A button with data-copy puts the text of that element into the clipboard, and says so.
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
// In the command palette there is not always something that the enter key could lead to.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.id !== "search-input-command") return;
  if (document.querySelector("#command-results-list li.active")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
// A form is for the app that its page was about, also when another window has chosen another one since.
document.addEventListener("submit", (event) => {
  const chosen = document.querySelector("[data-app]");
  if (!chosen || event.target.method !== "post" || event.target.elements.console_app) return;
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "console_app", value: chosen.dataset.app });
  event.target.append(field);
}, true);
