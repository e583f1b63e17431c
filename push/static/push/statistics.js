// The chart of pushes over time. Its colours are the console's variables, so it is readable in the dark too.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const canvas = document.getElementById("push-chart");
  if (!canvas || !window.Chart) return;
  const COLOURS = {
    accepted: "--console-info", delivered: "--console-good", clicked: "--console-warn",
    failed: "--console-bad", invalid: "--console-soft",
  };
  const style = getComputedStyle(document.documentElement);
  // A canvas knows no light-dark() or var(): an element's computed colour is one that it knows.
  const probe = document.body.appendChild(document.createElement("i"));
  const colour = (name) => {
    probe.style.color = style.getPropertyValue(name);
    return getComputedStyle(probe).color;
  };
  const { labels, lines } = JSON.parse(canvas.dataset.counts);
  const soft = colour("--console-soft"), line = colour("--console-line");
  const axis = { ticks: { color: soft, precision: 0, maxRotation: 0, autoSkipPadding: 12 }, grid: { color: line } };
  new window.Chart(canvas, {
    type: "line",
    data: {
      labels,
      datasets: lines.map((one) => ({
        label: one.name, data: one.counts, borderColor: colour(COLOURS[one.outcome]),
        backgroundColor: colour(COLOURS[one.outcome]), borderWidth: 2, pointRadius: 1.5, tension: 0.2,
      })),
    },
    options: {
      animation: false, responsive: true, maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      scales: { x: axis, y: { ...axis, beginAtZero: true } },
      plugins: { legend: { labels: { color: soft, boxWidth: 12 } } },
    },
  });
  probe.remove();
});
