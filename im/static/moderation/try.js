// Tries the words on a text while it is typed: the answer's places are code points, so the text is cut by those.
"use strict";
(() => {
  const form = document.querySelector("[data-try]");
  const area = form.elements.text;
  const marks = form.querySelector(".try-marks");
  const verdict = form.querySelector(".try-verdict");
  const result = form.querySelector(".try-result");
  const hits = form.querySelector(".try-hits");
  const PAUSE = 150;
  let asked = 0;
  let timer = 0;

  const whole = (text) => text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
  const element = (name, text, kind) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const isolated = (text) => element("bdi", text);

  function fit() {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }

  function say(name, more) {
    const template = form.querySelector(`template[data-verdict="${name}"]`);
    verdict.replaceChildren(template.content.cloneNode(true), ...(more ? [" ", isolated(more)] : []));
  }

  function mark(points, found) {
    const parts = [];
    let at = 0;
    for (const hit of found) {
      if (hit.end <= at) continue; // two words in one character are marked once
      const start = Math.max(hit.start, at);
      parts.push(points.slice(at, start).join(""), element("mark", points.slice(start, hit.end).join(""), hit.action));
      at = hit.end;
    }
    marks.replaceChildren(...parts, points.slice(at).join(""), "\n");
  }

  function row(points, hit) {
    const made = document.createElement("tr");
    const link = element("a", "");
    link.href = hit.link;
    link.append(isolated(hit.word));
    const cells = [
      isolated(points.slice(hit.start, hit.end).join("")), link,
      element("span", hit.does, `console-badge ${{ BLOCK: "danger", REPLACE: "info", FLAG: "warning" }[hit.action]}`),
      isolated(hit.category), element("code", `${hit.start}–${hit.end}`),
    ];
    for (const cell of cells) {
      const place = document.createElement("td");
      place.append(cell);
      made.append(place);
    }
    return made;
  }

  function show(text, answer) {
    const points = Array.from(text);
    mark(points, answer.hits);
    say(answer.action || "none");
    result.hidden = answer.action !== "REPLACE";
    result.querySelector(".try-box").textContent = answer.result;
    hits.hidden = !answer.hits.length;
    hits.querySelector("tbody").replaceChildren(...answer.hits.map((hit) => row(points, hit)));
  }

  function clear() {
    marks.replaceChildren();
    verdict.replaceChildren();
    result.hidden = hits.hidden = true;
  }

  async function ask() {
    const mine = ++asked;
    const text = whole(area.value);
    if (!text) return clear();
    try {
      const response = await fetch(form.dataset.try, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({ text, scope: form.elements.scope.value }),
      });
      const answer = await response.json();
      if (mine !== asked) return; // something newer was typed meanwhile
      if (response.ok) return show(text, answer);
      clear();
      say("away", answer.message);
    } catch {
      if (mine === asked) { clear(); say("away"); }
    }
  }

  area.addEventListener("input", () => {
    fit();
    marks.replaceChildren(whole(area.value), "\n"); // no mark stands in a wrong place for a moment
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  form.addEventListener("change", (event) => { if (event.target.name === "scope") ask(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  fit();
  ask();
})();
