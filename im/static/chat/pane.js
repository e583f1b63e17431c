// What one person sees. Everything that people wrote becomes text, never markup.
"use strict";
import { Bubbles } from "./bubbles.js";
import { Talks } from "./talks.js";
import { Wire } from "./wire.js";

const TYPING_EVERY = 3000, TYPING_ENDS = 5000;
const template = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
export const hue = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
const face = (box, id, name) => {
  box.textContent = [...(name || id)][0].toUpperCase();
  box.style.setProperty("--hue", hue(id));
};

export class Pane {
  constructor({ say, people, wsUrl, appKey, deviceId, chosen }) {
    Object.assign(this, { say, people, wsUrl, appKey, deviceId });
    this.box = template("pane");
    this.names = new Map(people.map(({ userId, nickname }) => [userId, nickname]));
    this.open = null;
    this.frame = 0;
    this.onTitle = () => {};
    this.bubbles = new Bubbles(this);
    const part = this.part = (name) => this.box.querySelector(name);
    for (const { userId, nickname } of people) part(".who").append(new Option(nickname, userId));
    part(".who").addEventListener("change", ({ target }) => chosen(this, people.find(({ userId }) => userId === target.value)));
    part(".switch").addEventListener("click", () => (this.wire.state === "offline" || this.wire.state === "refused" ? this.wire.open() : this.wire.close()));
    part(".earlier").addEventListener("click", () => this.talks.earlier(this.open).catch((problem) => this.complain(problem)));
    part(".write").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    part(".write textarea").addEventListener("keydown", (event) => this.pressed(event));
    part(".write textarea").addEventListener("input", () => this.wrote());
  }

  get visible() {
    return !document.hidden && this.box.offsetParent !== null;
  }

  nameOf(userId) {
    return this.names.get(userId) || userId;
  }

  leave() {
    if (this.wire) this.wire.close();
  }

  become(person, partner) {
    this.leave();
    this.person = person;
    this.part(".who").value = person.userId;
    face(this.part(".person .face"), person.userId, person.nickname);
    this.part(".news").textContent = "";
    const { wsUrl, appKey, deviceId } = this;
    const wire = this.wire = new Wire({
      person, wsUrl, appKey, deviceId,
      heard: (frame) => talks.heard(frame),
      moved: (state) => this.moved(wire, state),
    });
    const talks = this.talks = new Talks({ me: person.userId, wire, changed: () => this.drawSoon(), told: (missed) => this.tell(missed ? this.say.missed.replace("{n}", missed) : this.say.nothing) });
    this.enter(partner ? talks.talk("SINGLE", partner.userId) : null);
    if (partner && this.open.title === partner.userId) this.open.title = partner.nickname;
    wire.open();
  }

  moved(wire, state) {
    if (wire !== this.wire) return;
    if (state === "online") {
      this.talks.came(this.people.map(({ userId }) => userId).filter((id) => id !== this.person.userId))
        .then(() => this.open && this.open.lastMessage && this.talks.receipts(this.open)).catch(() => {});
    }
    this.drawSoon();
  }

  enter(talk) {
    this.open = talk;
    this.bubbles.follow = true;
    this.part(".messages").replaceChildren();
    if (talk && talk.chatType === "GROUP") this.talks.membersOf(talk);
    if (talk && talk.lastMessage && this.wire.state === "online") this.talks.receipts(talk).catch(() => {});
    this.drawSoon();
  }

  tell(text) {
    clearTimeout(this.telling);
    this.part(".news").textContent = text;
    this.telling = setTimeout(() => { this.part(".news").textContent = ""; }, 6000);
  }

  complain(problem) {
    this.tell(`${this.say.failed}: ${problem.message}`);
  }

  // Writing

  pressed(event) {
    if (event.key === "Escape") this.part(".names").hidden = true;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    const named = this.part(".names:not([hidden]) button");
    if (named) named.click(); else this.send();
  }

  wrote() {
    const now = Date.now();
    if (this.open && now - (this.typedAt || 0) > TYPING_EVERY) {
      this.typedAt = now;
      this.talks.typing(this.open, true);
    }
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => this.stopTyping(), TYPING_ENDS);
    this.suggest();
  }

  stopTyping() {
    clearTimeout(this.typingEnds);
    if (this.typedAt && this.open) this.talks.typing(this.open, false);
    this.typedAt = 0;
  }

  suggest() { // after an @ the members of the group
    const area = this.part(".write textarea"), box = this.part(".names");
    const started = this.open && this.open.chatType === "GROUP" && /@([\w.-]*)$/.exec(area.value.slice(0, area.selectionStart));
    const fitting = !started ? [] : this.members().filter((id) => id !== this.person.userId && id.startsWith(started[1]) && id !== started[1]);
    box.replaceChildren(...fitting.slice(0, 6).map((id) => {
      const row = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      button.textContent = `@${id}`;
      button.addEventListener("click", () => {
        area.setRangeText(`@${id} `, started.index, area.selectionStart, "end");
        box.hidden = true;
        area.focus();
      });
      row.append(button);
      return row;
    }));
    box.hidden = !fitting.length;
  }

  members() { // until the group's are known, whom one knows
    const known = this.talks.members.get(this.open.targetId) || [];
    return (known.length ? known : this.people).map(({ userId }) => userId);
  }

  send() {
    const area = this.part(".write textarea"), text = area.value.trim();
    if (!text || !this.open) return;
    const members = new Set(this.members());
    const at = this.open.chatType === "GROUP" ? [...text.matchAll(/@([\w.-]+)/g)].map((found) => found[1]).filter((id) => members.has(id)) : [];
    this.bubbles.follow = true;
    this.talks.say(this.open, text, [...new Set(at)]);
    this.typedAt = 0;
    clearTimeout(this.typingEnds);
    area.value = "";
    this.part(".names").hidden = true;
  }

  // Showing

  drawSoon() {
    this.frame ||= requestAnimationFrame(() => { this.frame = 0; this.draw(); });
    if (document.hidden) this.draw();
  }

  draw() {
    if (!this.wire) return;
    const { state } = this.wire, list = this.talks.list();
    const pill = this.part(".state"), button = this.part(".switch");
    pill.textContent = this.say[state];
    pill.className = `pill state ${{ online: "live", lost: "away", refused: "away" }[state] || "paused"}`;
    button.textContent = button.dataset[state === "offline" ? "come" : state === "refused" ? "take" : "leave"];
    this.box.classList.toggle("away", state === "offline" || state === "refused");
    if (this.open && !list.includes(this.open)) list.push(this.open);
    this.drawList(list);
    this.drawTalk();
    if (this.open && this.visible) this.talks.read(this.open);
    this.onTitle(this.person.nickname, list.reduce((sum, talk) => sum + talk.unread, 0));
  }

  drawList(list) {
    this.part(".list").replaceChildren(...list.map((talk) => {
      const row = template("conversation"), part = (name) => row.querySelector(name);
      const presence = talk.chatType === "SINGLE" && this.talks.presence.get(talk.targetId);
      face(part(".face"), talk.targetId, talk.title);
      part(".face").classList.add(talk.chatType.toLowerCase(), presence ? presence.state.toLowerCase() : "unknown");
      part(".title").textContent = talk.title;
      part(".last").textContent = talk.mentioned && talk.unread ? `@ ${this.say.mentioned}` : this.bubbles.gist(talk.sending.at(-1) || talk.lastMessage);
      part(".last").classList.toggle("mentioned", talk.mentioned && talk.unread > 0);
      part(".unread").hidden = !talk.unread;
      part(".unread").textContent = talk.unread > 99 ? "99+" : talk.unread;
      part("button").setAttribute("aria-current", String(talk === this.open));
      part("button").addEventListener("click", () => { this.stopTyping(); this.enter(talk); });
      return row;
    }));
  }

  drawTalk() {
    const talk = this.open;
    this.part(".talk").hidden = !talk;
    if (!talk) return;
    this.part(".with .title").textContent = talk.title;
    this.part(".with .about").textContent = this.about(talk);
    this.part(".earlier").hidden = !talk.synced || talk.first <= Math.max(1, talk.minSeq);
    const typing = [...talk.typing.keys()].map((id) => this.nameOf(id)).join(", ");
    this.part(".typing").textContent = typing ? `${typing} ${this.say.typing}` : "";
    this.bubbles.draw(talk);
  }

  about(talk) {
    if (talk.chatType === "GROUP") {
      const members = this.talks.members.get(talk.targetId) || [];
      return members.length ? this.say.members.replace("{n}", members.length) : "";
    }
    const presence = this.talks.presence.get(talk.targetId);
    if (!presence) return "";
    if (presence.state === "ONLINE") return this.say.isOnline;
    if (presence.state === "PUSH_ONLINE") return this.say.isBackground;
    const at = presence.lastSeenAt && new Date(presence.lastSeenAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    return at ? `${this.say.isOffline} · ${this.say.seen.replace("{at}", at)}` : this.say.isOffline;
  }
}
