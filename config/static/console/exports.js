// Moves the bars of exports that are being written; when one has ended, the page says what came of it.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const EVERY = 1500;
  const bars = [...document.querySelectorAll("[data-progress]")];
  async function look() {
    let ended = false;
    await Promise.all(bars.map(async (bar) => {
      try {
        const answer = await fetch(bar.dataset.progress, { cache: "no-store" });
        if (!answer.ok) return;
        const { percent, underWay } = await answer.json();
        bar.value = percent;
        bar.nextElementSibling.textContent = percent + "%";
        ended = ended || !underWay;
      } catch { /* the next turn asks again */ }
    }));
    if (ended) location.reload(); else setTimeout(look, EVERY);
  }
  if (bars.length) setTimeout(look, EVERY);
});
