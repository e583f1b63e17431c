// One person's line to the gateway: logged in, kept alive, made anew; answers come back by their `ref`.
"use strict";

const FIRST_PAUSE = 500, LONGEST_PAUSE = 10000, PATIENCE = 15000, CROWDED = 5000;
const KICKED = 4001, LOG_IN_AGAIN = 4002, REPLACED = 4003, NOT_WELCOME = 4004, TOO_MANY = 4009, RESTART = 1012;

export class Broken extends Error {} // the line went before the answer came: nobody knows whether it was done

export class Refused extends Error {
  constructor(answer) {
    super(answer.message);
    this.code = answer.code;
    this.status = answer.status;
  }
}

export class Wire {
  // `person` has the UserSig; `heard` takes frames, `moved` the state: connecting, online, lost, offline, refused
  constructor({ person, wsUrl, appKey, deviceId, heard, moved }) {
    Object.assign(this, { person, wsUrl, appKey, deviceId, heard, moved });
    this.state = "offline";
    this.token = null;
    this.socket = null;
    this.refs = 0;
    this.waiting = new Map();
    this.tries = 0;
    this.timer = 0;
    this.beat = 0;
    this.turn = 0; // whoever waits for something looks whether it is still his
  }

  open() {
    clearTimeout(this.timer);
    this.turn++;
    this.become("connecting");
    this.connect();
  }

  close(state = "offline") {
    clearTimeout(this.timer);
    this.turn++;
    const socket = this.socket;
    this.socket = null;
    this.hangUp();
    this.become(state);
    if (socket) socket.close(1000);
  }

  become(state) {
    if (this.state === state) return;
    this.state = state;
    this.moved(state);
  }

  async connect() {
    const turn = this.turn;
    try {
      if (!this.token) await this.logIn();
    } catch (problem) {
      if (this.turn !== turn) return;
      if (problem instanceof Refused && problem.code < 500 && problem.code !== 429) return this.close("refused");
      return this.later(0);
    }
    if (this.turn !== turn) return;
    const socket = this.socket = new WebSocket(this.wsUrl, ["im.v1", this.token]);
    socket.addEventListener("message", (event) => { if (this.socket === socket) this.take(JSON.parse(event.data)); });
    socket.addEventListener("close", (event) => { if (this.socket === socket) this.lost(event); });
  }

  async logIn() {
    const answer = await this.fetch("POST", "/api/im/auth/login", {
      appKey: this.appKey, userId: this.person.userId, userSig: this.person.userSig, platform: "WEB", deviceId: this.deviceId,
    });
    this.token = answer.token;
  }

  take(frame) {
    this.listen();
    if (frame.type === "hello") {
      this.tries = 0;
      this.heartbeat = frame.data.heartbeatMs;
      clearInterval(this.beat);
      this.beat = setInterval(() => this.say({ op: "ping" }), this.heartbeat);
      this.listen();
      this.become("online");
    } else if (frame.type === "ack" || frame.type === "error") {
      const waiting = this.waiting.get(frame.ref);
      if (!waiting) return;
      this.waiting.delete(frame.ref);
      if (frame.type === "ack") waiting.done(frame.data);
      else waiting.failed(new Refused(frame));
    } else if (frame.type !== "pong") {
      this.heard(frame);
    }
  }

  listen() { // a line on which nothing comes is none, whatever the browser believes
    clearTimeout(this.silence);
    if (!this.heartbeat) return;
    this.silence = setTimeout(() => { if (this.socket) this.drop(); }, 2.5 * this.heartbeat);
  }

  drop() {
    const socket = this.socket;
    this.socket = null;
    socket.close();
    this.hangUp();
    this.later(0);
  }

  lost(event) {
    this.socket = null;
    this.hangUp();
    if ([KICKED, REPLACED, NOT_WELCOME].includes(event.code)) {
      this.token = null;
      return this.become("refused");
    }
    if (event.code === LOG_IN_AGAIN) this.token = null;
    this.later(event.code === TOO_MANY ? CROWDED : event.code === RESTART ? retryAfter(event.reason) : 0);
  }

  hangUp() {
    clearInterval(this.beat);
    clearTimeout(this.silence);
    for (const { failed } of this.waiting.values()) failed(new Broken("the connection broke"));
    this.waiting.clear();
  }

  later(least) {
    this.become("lost");
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.tries++);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), Math.max(least, pause * (0.5 + Math.random() / 2)));
  }

  say(frame) {
    if (!this.socket || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  ask(op, body = {}) {
    return new Promise((done, failed) => {
      const ref = ++this.refs;
      const timer = setTimeout(() => { this.waiting.delete(ref); failed(new Broken("no answer in time")); }, PATIENCE);
      const settle = (how) => (value) => { clearTimeout(timer); how(value); };
      this.waiting.set(ref, { done: settle(done), failed: settle(failed) });
      if (!this.say({ op, ref, ...body })) {
        this.waiting.delete(ref);
        settle(failed)(new Broken("not connected"));
      }
    });
  }

  async fetch(method, path, body) {
    const headers = { "Content-Type": "application/json" };
    if (this.token) headers.Authorization = "Bearer " + this.token;
    const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body), cache: "no-store" });
    const shown = await answer.json();
    if (shown.code !== 200) throw new Refused(shown);
    return shown.data;
  }
}

function retryAfter(reason) {
  try { return JSON.parse(reason).retryAfterMs || 0; } catch { return 0; }
}
