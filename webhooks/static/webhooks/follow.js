// Shows what becomes of a delivery: asks its page once a second until it is decided, and takes its outcome out of it.
"use strict";
(() => {
  const place = document.querySelector("[data-follow]");
  let left = 30;
  async function look() {
    try {
      const response = await fetch(place.dataset.follow);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const outcome = page.querySelector("[data-outcome]");
      if (outcome) place.replaceChildren(document.adoptNode(outcome));
      if (outcome && outcome.dataset.outcome !== "PENDING") return;
    } catch { /* the server is away for a moment */ }
    if ((left -= 1) > 0) setTimeout(look, 1000);
  }
  look();
})();
