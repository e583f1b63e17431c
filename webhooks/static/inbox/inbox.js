"use strict";
// Asks every second what has arrived, and shows it. Everything foreign becomes text, never markup.
(() => {
  const byId = (id) => document.getElementById(id);
  const words = document.body.dataset;
  const list = byId("calls"), form = byId("call"), told = byId("told"), filter = byId("filter");
  const KEPT = 200, SOON = 1000, LATER = 5000;
  let last = 0, paused = false, shown = [], seen = new Set(), timer = 0;

  const text = (value) => typeof value === "string" ? value : JSON.stringify(value);

  function status(name) {
    const pill = byId("status");
    pill.textContent = words[name];
    pill.className = "pill " + name;
  }

  async function ask() {
    clearTimeout(timer);
    try {
      const answer = await fetch("/demo/inbox/arrived?after=" + last, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      take(await answer.json());
      if (!paused) status("live");
    } catch {
      if (!paused) status("away");
    }
    if (!paused) timer = setTimeout(ask, document.hidden ? LATER : SOON);
  }

  function take(answer) {
    if (answer.last < last) { // Redis began anew
      list.replaceChildren();
      shown = [];
      seen = new Set();
    }
    const first = last === 0;
    last = answer.last;
    for (const call of answer.calls.reverse()) add(call, !first);
    while (shown.length > KEPT) shown.shift().row.remove();
    count();
  }

  function add(call, isNew) {
    let event = {};
    try { event = JSON.parse(call.body) || {}; } catch { /* shown as it came */ }
    const row = form.content.firstElementChild.cloneNode(true);
    const part = (name) => row.querySelector(name);
    const type = text(event.type || "?");
    part(".type").textContent = type;
    part(".type").classList.add("of-" + type.split(".")[0].replace(/\W/g, ""));
    part(".gist").append(...gist(event));
    const at = new Date(call.at);
    part("time").textContent = at.toLocaleTimeString([], { hour12: false });
    part("time").dateTime = at.toISOString();
    part("time").title = at.toLocaleString();
    part(call.refused ? ".verdict.bad" : ".verdict.good").hidden = false;
    part(".why").textContent = words[call.refused] || "";
    const id = call.headers["webhook-id"];
    part(".again").hidden = !(id && !call.refused && seen.has(id));
    if (id && !call.refused) seen.add(id);
    part("details").addEventListener("toggle", () => open(row, call, event), { once: true });
    row.classList.toggle("new", isNew);
    list.prepend(row);
    shown.push({ row, call, text: (call.body + " " + (call.appKey || "")).toLowerCase() });
  }

  function gist(event) {
    const data = event.data || {};
    const bold = (said) => Object.assign(document.createElement("b"), { textContent: text(said) });
    const from = data.fromId || data.operatorId || data.userId;
    const to = data.toId || data.groupId || data.friendId || data.targetId || [data.userIds || []].flat().map(text).join(", ");
    const said = data.content && (data.content.text || data.msgType);
    const parts = from ? [bold(from)] : [];
    if (to && to !== from) parts.push(" → ", bold(to));
    if (said) parts.push(from ? ": " : "", text(said));
    return parts;
  }

  function open(row, call, event) {
    const pre = row.querySelector("pre"), tabs = [...row.querySelectorAll("[data-tab]")];
    const headers = Object.entries(call.headers).map(([name, value]) => name + ": " + value).join("\n");
    const texts = { body: JSON.stringify(event, null, 2), raw: call.body, headers };
    if (!Object.keys(event).length) texts.body = call.body;
    const show = (name) => {
      for (const tab of tabs) tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
      if (name === "body") pre.replaceChildren(...coloured(texts.body));
      else pre.textContent = texts[name];
    };
    for (const tab of tabs) tab.addEventListener("click", () => show(tab.dataset.tab));
    row.querySelector(".copy").addEventListener("click", (click) => copy(click.currentTarget, pre.textContent));
    show("body");
  }

  function coloured(json) {
    const token = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;
    const parts = [];
    let at = 0;
    for (const match of json.matchAll(token)) {
      const name = match[2] ? "k" : match[1] ? "s" : "n";
      const text = match[1] || match[0];
      parts.push(json.slice(at, match.index), Object.assign(document.createElement("span"), { className: name, textContent: text }));
      at = match.index + text.length;
    }
    return [...parts, json.slice(at)];
  }

  async function copy(button, text) {
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = words.copied;
    } catch { // only on https and localhost
      getSelection().selectAllChildren(button.parentElement.querySelector("pre") || button.closest(".inside").querySelector("pre"));
    }
    setTimeout(() => { button.textContent = before; }, 1500);
  }

  function count() {
    const refused = shown.filter(({ call }) => call.refused).length;
    byId("received").textContent = shown.length;
    byId("verified").textContent = shown.length - refused;
    byId("refused").textContent = refused;
    byId("refusals").hidden = !refused;
    byId("empty").hidden = shown.length > 0;
    const wanted = filter.value.trim().toLowerCase();
    let fits = 0;
    for (const one of shown) {
      one.row.hidden = !one.text.includes(wanted);
      fits += one.row.hidden ? 0 : 1;
    }
    byId("none").hidden = !(shown.length && !fits);
  }

  async function happen(click) {
    const button = click.currentTarget;
    button.disabled = true;
    try {
      const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
      const answer = await fetch("/demo/inbox/happen", { method: "POST", headers: { "X-CSRFToken": token } });
      if (!answer.ok) throw new Error((await answer.json()).message || answer.status);
      told.textContent = words.tried;
      told.classList.remove("bad");
      setTimeout(() => { told.textContent = ""; }, 4000);
    } catch (problem) {
      told.textContent = words.failed + ": " + problem.message;
      told.classList.add("bad");
    }
    button.disabled = false;
    if (!paused) ask();
  }

  byId("pause").addEventListener("click", () => {
    paused = !paused;
    byId("pause").textContent = paused ? words.resume : words.pause;
    if (paused) { clearTimeout(timer); status("paused"); } else ask();
  });
  byId("happen").addEventListener("click", happen);
  filter.addEventListener("input", count);
  byId("how").append(document.querySelector(".empty .command").cloneNode(true));
  for (const button of document.querySelectorAll(".command .copy"))
    button.addEventListener("click", () => copy(button, button.parentElement.querySelector("pre").textContent));
  document.addEventListener("visibilitychange", () => { if (!document.hidden && !paused) ask(); });
  status("live");
  ask();
})();
