// A broadcast under way: its bar moves by itself; once it is done, the page shows who did not get it.
"use strict";
const box = document.querySelector("[data-progress]");
const again = 1000;
const patience = 30_000; // between two questions, where the server does not answer

async function look(wait) {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const now = await answer.json();
    const bar = box.querySelector("progress");
    bar.max = now.total;
    bar.value = now.done;
    box.querySelector("[data-words]").textContent = now.words;
    box.querySelector("[data-state]").textContent = now.label;
    if (now.state === "DONE") return location.reload();
    setTimeout(look, again, again);
  } catch {
    setTimeout(look, wait, Math.min(wait * 2, patience));
  }
}

if (box && box.dataset.state !== "DONE") setTimeout(look, again, again);
