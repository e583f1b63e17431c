// Draws the dashboard's charts in the colours of the mode, and asks every five seconds what is now.
"use strict";

const EVERY = 5000;
const drawn = [];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--dash-${name}`).trim();
}

function dataset(line, type) {
  const paint = colour(line.colour);
  return {
    label: line.label,
    data: line.data,
    backgroundColor: paint,
    borderColor: paint,
    borderWidth: type === "line" ? 2 : 0,
    borderRadius: 2,
    maxBarThickness: 28,
    pointRadius: 0,
    pointHitRadius: 12,
    cubicInterpolationMode: "monotone",
  };
}

function options(type) {
  const stacked = type === "bar";
  const ticks = { color: colour("ink"), precision: 0, maxRotation: 0, autoSkipPadding: 14 };
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: "index", intersect: false },
    plugins: { legend: { position: "bottom", labels: { color: colour("ink"), boxWidth: 10, boxHeight: 10 } } },
    scales: {
      x: { stacked, ticks, grid: { display: false } },
      y: { stacked, ticks, beginAtZero: true, suggestedMax: 4, grid: { color: colour("grid") }, border: { display: false } },
    },
  };
}

function draw() {
  while (drawn.length) drawn.pop().destroy();
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
    const { type, labels, lines } = JSON.parse(canvas.dataset.chart);
    const datasets = lines.map((line) => dataset(line, type));
    drawn.push(new Chart(canvas, { type, data: { labels, datasets }, options: options(type) }));
  }
}

function show(figure) {
  const card = document.querySelector(`[data-figure="${figure.name}"]`);
  card.className = `dash-figure ${figure.kind}`;
  for (const part of ["value", "note"]) card.querySelector(`[data-part="${part}"]`).textContent = figure[part];
}

async function look(live) {
  const stale = document.querySelector(".dash-stale");
  try {
    const answer = await fetch(live.dataset.live, { headers: { Accept: "application/json" } });
    (await answer.json()).figures.forEach(show);
    stale.hidden = true;
  } catch {
    stale.hidden = false;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const live = document.querySelector("[data-live]");
  if (!live) return;
  draw();
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
  setInterval(() => document.hidden || look(live), EVERY);
});
