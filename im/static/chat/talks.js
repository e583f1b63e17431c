// What one person knows: his conversations, in order of `seq`, without a gap, and what he has not got rid of yet.
"use strict";
import { Broken, Refused } from "./wire.js";

const PAGE = 30, SOON = 150, RETRY = 3000;
const keyOf = (chatType, targetId) => chatType + ":" + targetId;

class Talk {
  constructor(chatType, targetId) {
    Object.assign(this, { chatType, targetId, key: keyOf(chatType, targetId) });
    this.title = targetId;
    this.bySeq = new Map();
    this.last = 0; // all of it is known from `first` to `last`
    this.first = Infinity;
    this.version = 0;
    this.minSeq = 1;
    this.synced = false; // only then is a hole seen as one
    this.unread = 0;
    this.mentioned = false;
    this.peerRead = 0;
    this.readers = new Map(); // of a group: seq → how many
    this.sending = []; // written here, not known to be on the server
    this.typing = new Map();
    this.lastMessage = null;
  }

  get messages() {
    return [...this.bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  put(message) {
    const known = this.bySeq.get(message.seq);
    if (known && known.version > message.version) return false;
    this.bySeq.set(message.seq, message);
    this.first = Math.min(this.first, message.seq);
    this.sending = this.sending.filter((one) => one.clientMsgId !== message.clientMsgId);
    if (!this.lastMessage || this.lastMessage.seq <= message.seq) this.lastMessage = message;
    return !known;
  }
}

export class Talks {
  // `wire` is the person's line; `changed` is called when something is to be shown anew, `told` for a sentence
  constructor({ me, wire, changed, told }) {
    Object.assign(this, { me, wire, changed, told });
    this.all = new Map();
    this.synced = false;
    this.presence = new Map();
    this.members = new Map();
    this.flushing = false;
    this.syncing = null;
  }

  talk(chatType, targetId) {
    const key = keyOf(chatType, targetId);
    if (!this.all.has(key)) this.all.set(key, new Talk(chatType, targetId));
    return this.all.get(key);
  }

  of(message) {
    const other = message.fromId === this.me ? message.toId : message.fromId;
    return this.talk(message.chatType, message.chatType === "GROUP" ? message.toId : other);
  }

  list() {
    const at = (talk) => (talk.sending.length ? Infinity : talk.lastMessage ? talk.lastMessage.createdAt : 0);
    return [...this.all.values()].filter((talk) => talk.lastMessage || talk.sending.length).sort((a, b) => at(b) - at(a));
  }

  // Coming (back): what was missed first, then what was written meanwhile

  async came(userIds) {
    try {
      const missed = await this.sync();
      if (this.synced) this.told(missed);
      this.synced = true;
      await this.refresh();
      const { users } = await this.wire.ask("presence.subscribe", { userIds });
      for (const user of users) this.presence.set(user.userId, user);
      this.changed();
      await this.flush();
    } catch (problem) { // the next hello begins anew; what the server could not do just now is asked for again
      if (!(problem instanceof Broken)) setTimeout(() => { if (this.wire.state === "online") this.came(userIds); }, RETRY);
    }
  }

  // This page keeps nothing: it names its cursors, and has the latest page of all conversations it does not know.
  sync() {
    this.syncing ??= this.ask().finally(() => { this.syncing = null; });
    return this.syncing;
  }

  async ask() {
    let missed = 0, more = true;
    while (more) {
      const known = [...this.all.values()].filter((talk) => talk.synced);
      const cursors = known.map(({ targetId, chatType, last, version }) => ({ targetId, chatType, seq: last, version }));
      const answer = await this.wire.ask("sync", { cursors: cursors.slice(0, 200), latest: true, limitPerConversation: PAGE });
      for (const one of answer.conversations) missed += this.caughtUp(one);
      more = answer.more && answer.conversations.length > 0;
    }
    this.changed();
    return missed;
  }

  caughtUp(answer) {
    const talk = this.talk(answer.chatType, answer.targetId);
    let missed = 0;
    for (const message of answer.messages) missed += talk.put(message) && message.fromId !== this.me ? 1 : 0;
    for (const message of answer.changes) talk.put(message);
    if (answer.messages.length) talk.last = Math.max(talk.last, answer.messages.at(-1).seq);
    talk.version = Math.max(talk.version, answer.version);
    talk.minSeq = answer.minSeq;
    talk.synced = true;
    return missed;
  }

  refreshSoon() {
    clearTimeout(this.refreshing);
    this.refreshing = setTimeout(() => this.refresh().catch(() => {}), SOON);
  }

  async refresh() { // titles and unread counts are the server's
    const { items } = await this.wire.fetch("GET", "/api/im/conversations?limit=100");
    for (const item of items) {
      const talk = this.talk(item.chatType, item.targetId);
      Object.assign(talk, { title: item.title, unread: item.unread, mentioned: item.mentioned });
      if (!talk.lastMessage) talk.lastMessage = item.lastMessage;
    }
    this.changed();
  }

  async earlier(talk) {
    const path = talk.chatType === "GROUP" ? "group-history" : "history";
    const answer = await this.wire.fetch("GET", `/api/im/messages/${path}/${encodeURIComponent(talk.targetId)}?limit=${PAGE}&beforeSeq=${talk.first}`);
    for (const message of answer.items) talk.put(message);
    this.changed();
  }

  async receipts(talk) { // who has read what: of a person one cursor, of a group a number for each message
    const path = talk.chatType === "GROUP" ? "group-history" : "history";
    const answer = await this.wire.fetch("GET", `/api/im/messages/${path}/${encodeURIComponent(talk.targetId)}?limit=50`);
    talk.peerRead = Math.max(talk.peerRead, answer.peerReadSeq || 0);
    for (const item of answer.items) if (item.readCount !== undefined) talk.readers.set(item.seq, item.readCount);
    this.changed();
  }

  async membersOf(talk) {
    if (this.members.has(talk.targetId)) return;
    this.members.set(talk.targetId, []);
    const answer = await this.wire.fetch("GET", `/api/im/groups/${encodeURIComponent(talk.targetId)}/members?size=100`).catch(() => null);
    if (!answer) return this.members.delete(talk.targetId);
    this.members.set(talk.targetId, answer.items);
    this.changed();
  }

  // What the gateway tells

  heard({ type, data }) {
    const on = {
      "message.sent": () => this.arrived(data),
      "message.edited": () => this.altered(data),
      "message.revoked": () => this.revoked(data),
      "message.read": () => this.wasRead(data),
      "typing.started": () => this.types(data, true),
      "typing.stopped": () => this.types(data, false),
      "presence.changed": () => this.presence.set(data.userId, data),
      "conversation.updated": () => this.refreshSoon(),
    }[type];
    if (on) {
      on();
      this.changed();
    }
  }

  arrived(message) {
    if (!message.seq) return;
    const talk = this.of(message);
    const isNew = talk.put(message);
    if (isNew && message.fromId !== this.me && message.msgType !== "TIP") talk.unread++; // until the server's number comes
    this.types({ ...message, targetId: talk.targetId, userId: message.fromId }, false);
    if (message.seq === 1) talk.synced = true;
    if (talk.synced && message.seq <= talk.last + 1) talk.last = Math.max(talk.last, message.seq);
    else this.gap();
    this.refreshSoon();
  }

  gap() { // frames of different sources may overtake each other for a moment
    clearTimeout(this.gaps);
    this.gaps = setTimeout(() => this.sync().catch(() => {}), SOON);
  }

  altered(message) {
    const talk = this.of(message);
    if (talk.bySeq.has(message.seq)) talk.put(message);
    if (message.version <= talk.version + 1) talk.version = Math.max(talk.version, message.version);
    else this.gap();
  }

  revoked({ chatType, targetId, fromId, messageId, seq, version, revokedBy }) {
    const talk = this.of({ chatType, toId: targetId, fromId });
    const known = talk.bySeq.get(seq);
    if (known && known.id === messageId) talk.put({ ...known, status: "REVOKED", content: {}, version, revokedBy });
    if (version <= talk.version + 1) talk.version = Math.max(talk.version, version);
    else this.gap();
    this.refreshSoon();
  }

  wasRead({ chatType, targetId, readerId, readSeq }) {
    if (readerId === this.me) return this.refreshSoon();
    const talk = this.talk(chatType, targetId);
    talk.peerRead = Math.max(talk.peerRead, readSeq);
    if (chatType === "GROUP") this.receipts(talk).catch(() => {});
  }

  types({ chatType, targetId, userId }, active) {
    const talk = this.talk(chatType, targetId);
    clearTimeout(talk.typing.get(userId));
    talk.typing.delete(userId);
    if (active) talk.typing.set(userId, setTimeout(() => { talk.typing.delete(userId); this.changed(); }, 6000));
  }

  // What the person does

  say(talk, text, atUserIds) {
    talk.sending.push({
      clientMsgId: crypto.randomUUID ? crypto.randomUUID() : Date.now() + "-" + Math.random().toString(36).slice(2),
      fromId: this.me, msgType: "TEXT", content: { text }, createdAt: Date.now(), atUserIds, problem: "",
    });
    this.changed();
    this.flush();
  }

  // One after the other, so that they keep their order; after a broken line again, by the same clientMsgId.
  async flush() {
    if (this.flushing || this.wire.state !== "online") return;
    this.flushing = true;
    try {
      for (let next = this.next(); next && this.wire.state === "online"; next = this.next()) await this.send(...next);
    } finally {
      this.flushing = false;
    }
  }

  next() {
    for (const talk of this.all.values()) {
      const one = talk.sending.find(({ problem }) => !problem);
      if (one) return [talk, one];
    }
    return null;
  }

  async send(talk, one) {
    try {
      const { clientMsgId, msgType, content, atUserIds } = one;
      const group = talk.chatType === "GROUP" ? { atUserIds, needReceipt: true } : {};
      this.arrived(await this.wire.ask("send", { chatType: talk.chatType, toId: talk.targetId, msgType, content, clientMsgId, ...group }));
    } catch (problem) {
      if (problem instanceof Refused && problem.code < 500 && problem.code !== 429) one.problem = problem.message;
      else await new Promise((done) => setTimeout(done, 1000));
    }
    this.changed();
  }

  again(talk, one) {
    one.problem = "";
    this.flush();
  }

  drop(talk, one) {
    talk.sending = talk.sending.filter((other) => other !== one);
    this.changed();
  }

  async read(talk) {
    if (!talk.unread && !talk.mentioned || this.wire.state !== "online" || talk.reading === talk.last) return;
    talk.reading = talk.last;
    await this.wire.ask("read", { targetId: talk.targetId, chatType: talk.chatType, seq: talk.last })
      .then(() => { talk.unread = 0; talk.mentioned = false; this.refreshSoon(); }, () => { talk.reading = 0; });
  }

  typing(talk, active) {
    if (this.wire.state === "online") this.wire.say({ op: "typing", targetId: talk.targetId, chatType: talk.chatType, active });
  }

  async revoke(talk, message) {
    const data = await this.wire.fetch("POST", `/api/im/messages/${message.id}/revoke`, {});
    talk.put({ ...message, status: "REVOKED", content: {}, revokedBy: data.revokedBy });
    this.gap();
    this.changed();
  }

  async edit(talk, message, text) {
    const data = await this.wire.fetch("PUT", `/api/im/messages/${message.id}`, { content: { text }, expectedRevision: message.revision });
    this.altered(data);
    this.changed();
  }
}
