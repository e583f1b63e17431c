"use strict";
// Asks every second what has rung, and shows it on its phone. Everything foreign becomes text, never markup.
(() => {
  const byId = (id) => document.getElementById(id);
  const words = document.body.dataset;
  const phones = new Map(), told = byId("told");
  const SHOWN = 6, SOON = 1000, LATER = 5000;
  let timer = 0, first = true;

  async function post(path, body, headers) {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error((await answer.json()).message || answer.status);
  }

  const ours = () => ({ "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value });

  async function ask() {
    clearTimeout(timer);
    try {
      const answer = await fetch("/demo/phones/rung", { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      take(await answer.json());
      status("live");
    } catch {
      status("away");
    }
    timer = setTimeout(ask, document.hidden ? LATER : SOON);
  }

  function status(name) {
    byId("status").textContent = words[name];
    byId("status").className = "pill " + name;
  }

  function take(answer) {
    byId("none").hidden = answer.phones.length > 0;
    for (const phone of answer.phones) show(phones.get(phone.deviceId) || add(phone), phone);
    first = false;
  }

  function add(phone) {
    const card = byId("phone").content.firstElementChild.cloneNode(true);
    card.classList.add(phone.platform.toLowerCase(), phone.vendor.toLowerCase());
    card.querySelector(".user").textContent = phone.userId;
    card.querySelector(".model").textContent = phone.model;
    card.querySelector(".maker").textContent = phone.vendor;
    const shown = { card, rings: new Map(), phone };
    card.querySelector(".toggle").addEventListener("click", (click) => toggle(click.currentTarget, shown));
    byId("phones").append(card);
    phones.set(phone.deviceId, shown);
    return shown;
  }

  function show(shown, phone) {
    shown.phone = phone;
    const { card } = shown, off = phone.status !== "ACTIVE" || !phone.installed;
    card.classList.toggle("off", off);
    card.querySelector(".clock").textContent = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    card.querySelector(".state").textContent = phone.status !== "ACTIVE" ? words.off + ": " + (phone.invalidReason || phone.status) : phone.installed ? "" : words.gone;
    const button = card.querySelector(".toggle");
    button.textContent = off ? button.dataset.install : button.dataset.uninstall;
    const badge = card.querySelector(".badge");
    badge.hidden = !phone.badge;
    badge.textContent = phone.badge > 99 ? "99+" : phone.badge;
    for (const ring of phone.rings) if (!shown.rings.has(ring.key) || shown.rings.get(ring.key).n !== ring.n) arrive(shown, ring);
    while (shown.rings.size > SHOWN) {
      const [key, oldest] = shown.rings.entries().next().value;
      oldest.row.remove();
      shown.rings.delete(key);
    }
  }

  function arrive(shown, ring) { // a later one with the same key takes the place of the earlier
    const before = shown.rings.get(ring.key);
    if (before) before.row.remove();
    shown.rings.delete(ring.key);
    const row = byId("ring").content.firstElementChild.cloneNode(true);
    row.querySelector(".heading").textContent = ring.title;
    row.querySelector(".text").textContent = ring.body;
    const at = new Date(ring.at), time = row.querySelector("time");
    time.textContent = Date.now() - at < 60000 ? words.now : at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    time.dateTime = at.toISOString();
    row.querySelector(".ring").addEventListener("click", (click) => open(click.currentTarget, shown, ring));
    shown.card.querySelector(".rings").prepend(row);
    shown.rings.set(ring.key, { n: ring.n, row });
    if (first) return;
    row.classList.add("new");
    shown.card.classList.remove("rang");
    void shown.card.offsetWidth; // so that it buzzes again
    shown.card.classList.add("rang");
    receipt(shown, ring, "RECEIVED").catch(() => {});
  }

  const receipt = (shown, ring, event) => post("/api/push/receive-push", {
    events: [{ pushId: ring.pushId, deviceId: shown.phone.deviceId, event, at: Date.now() }],
  }, { "X-App-Key": words.appKey });

  async function open(button, shown, ring) {
    button.classList.add("opened");
    await receipt(shown, ring, "CLICKED").catch(complain);
  }

  async function toggle(button, shown) {
    const off = shown.card.classList.contains("off");
    button.disabled = true;
    await post("/demo/phones/" + (off ? "install" : "uninstall"), { deviceId: shown.phone.deviceId }, ours()).catch(complain);
    button.disabled = false;
    ask();
  }

  function complain(problem) {
    told.textContent = words.failed + ": " + problem.message;
    told.classList.add("bad");
  }

  async function happen(click) {
    const button = click.currentTarget;
    button.disabled = true;
    told.classList.remove("bad");
    try {
      await post("/demo/phones/happen", { what: button.dataset.what }, ours());
      told.textContent = words.tried;
      setTimeout(() => { told.textContent = ""; }, 3000);
    } catch (problem) {
      complain(problem);
    }
    button.disabled = false;
    ask();
  }

  for (const button of [byId("greet"), byId("all")]) button.addEventListener("click", happen);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  status("live");
  ask();
})();
