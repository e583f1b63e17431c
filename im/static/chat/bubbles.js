// The messages of the open conversation, drawn anew only where something changed.
"use strict";
const NEAR = 60; // so near to the end one follows it
const template = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });

export class Bubbles {
  constructor(pane) {
    Object.assign(this, { pane, say: pane.say });
    this.follow = true;
    this.editing = null;
  }

  draw(talk) {
    const scroll = this.pane.part(".scroll"), list = this.pane.part(".messages");
    const near = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
    const bottom = scroll.scrollHeight - scroll.scrollTop;
    const rows = [];
    let day = "";
    for (const message of [...talk.messages, ...talk.sending]) {
      const today = new Date(message.createdAt).toDateString();
      if (today !== day) rows.push({ key: "day " + today, made: () => this.day(message.createdAt) });
      day = today;
      rows.push(this.row(talk, message));
    }
    if (!rows.length && talk.synced !== null && this.pane.wire.state === "online") rows.push({ key: "none", made: () => this.line(this.say.new) });
    this.place(list, rows);
    if (near || this.follow) scroll.scrollTop = scroll.scrollHeight;
    else if (scroll.scrollTop < NEAR) scroll.scrollTop = Math.max(0, scroll.scrollHeight - bottom); // earlier ones came above
    if (rows.length) this.follow = false;
  }

  place(list, rows) { // what is there and the same stays: nobody loses his focus or his half-done edit
    const there = new Map([...list.children].map((row) => [row.dataset.key, row]));
    rows.forEach(({ key, made }, at) => {
      const row = there.get(key) || made();
      row.dataset.key = key;
      there.delete(key);
      if (list.children[at] !== row) list.insertBefore(row, list.children[at] || null);
    });
    for (const row of there.values()) row.remove();
  }

  row(talk, message) {
    const mine = message.fromId === this.pane.person.userId;
    const tick = mine ? this.tick(talk, message) : "";
    const editing = this.editing === message.id && message.id;
    const key = [message.clientMsgId, message.seq || "new", message.revision, message.status, tick, message.problem, editing || ""].join("|");
    return { key, made: () => this.made(talk, message, mine, tick) };
  }

  made(talk, message, mine, tick) {
    if (message.status === "REVOKED") {
      const who = message.revokedBy || message.fromId;
      return this.line(who === this.pane.person.userId ? this.say.revokedMine : this.say.revoked.replace("{who}", this.pane.nameOf(who)));
    }
    if (message.msgType === "TIP") return this.line(this.tip(message.content));
    const row = template("message"), part = (name) => row.querySelector(name);
    row.classList.toggle("mine", mine);
    row.classList.toggle("failed", Boolean(message.problem));
    part(".from").textContent = !mine && talk.chatType === "GROUP" ? this.pane.nameOf(message.fromId) : "";
    part(".text").textContent = this.gist(message);
    row.classList.toggle("named", (message.atUserIds || []).includes(this.pane.person.userId));
    part(".problem").textContent = message.problem || "";
    part(".edited").textContent = message.editedAt ? this.say.edited : "";
    part("time").textContent = clock(message.createdAt);
    part("time").dateTime = new Date(message.createdAt).toISOString();
    part(".tick").textContent = { sending: "○", sent: "✓" }[tick] || (tick ? "✓✓" : "");
    part(".tick").className = `tick ${tick.startsWith("read") ? "read" : tick}`;
    part(".tick").title = tick.startsWith("read ") ? this.say.readBy.replace("{n}", tick.slice(5)) : this.say[tick] || "";
    part(".tick").setAttribute("aria-label", part(".tick").title);
    if (tick.startsWith("read ")) part(".tick").append(` ${tick.slice(5)}`);
    this.acts(row, talk, message, mine);
    if (this.editing && this.editing === message.id) this.edit(row, talk, message);
    return row;
  }

  acts(row, talk, message, mine) {
    const there = mine && message.id, failed = mine && message.problem;
    const on = (name, shown, done) => {
      const button = row.querySelector(name);
      if (shown) button.addEventListener("click", done); else button.remove();
    };
    const complain = (problem) => this.pane.complain(problem);
    on(".edit", there && message.msgType === "TEXT", () => { this.editing = message.id; this.draw(talk); });
    on(".revoke", there, () => this.pane.talks.revoke(talk, message).catch(complain));
    on(".again", failed, () => this.pane.talks.again(talk, message));
    on(".drop", failed, () => this.pane.talks.drop(talk, message));
  }

  edit(row, talk, message) {
    const form = template("editing"), area = form.querySelector("textarea");
    area.value = message.content.text;
    const close = () => { this.editing = null; this.draw(talk); };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!area.value.trim()) return;
      this.pane.talks.edit(talk, message, area.value.trim()).then(close, (problem) => this.pane.complain(problem));
    });
    form.querySelector(".cancel").addEventListener("click", close);
    row.querySelector(".bubble").replaceWith(form);
    row.querySelector(".acts").remove();
    requestAnimationFrame(() => area.focus());
  }

  tick(talk, message) {
    if (!message.seq) return message.problem ? "" : "sending";
    if (talk.chatType === "SINGLE") return message.seq <= talk.peerRead ? "read" : "sent";
    const readers = talk.readers.get(message.seq);
    return readers ? `read ${readers}` : "sent";
  }

  gist(message) {
    if (!message) return "";
    if (message.status === "REVOKED") return this.say.revoked.replace("{who}", this.pane.nameOf(message.revokedBy || message.fromId));
    if (message.msgType === "TIP") return this.tip(message.content);
    const { text } = message.content || {};
    return typeof text === "string" && text ? text : this.say.other.replace("{type}", message.msgType);
  }

  tip({ event, operatorId, userIds }) {
    const names = (userIds || []).map((id) => this.pane.nameOf(id)).join(", ");
    const said = this.say[event] || this.say.tip.replace("{what}", () => event);
    return said.replace("{who}", () => this.pane.nameOf(operatorId)).replace("{whom}", () => names);
  }

  day(at) {
    const day = new Date(at), days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86400000);
    return this.line({ 0: this.say.today, 1: this.say.yesterday }[days] || day.toLocaleDateString());
  }

  line(text) {
    return Object.assign(document.createElement("li"), { className: "line", textContent: text });
  }
}
