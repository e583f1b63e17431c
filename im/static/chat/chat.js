// Two people side by side, each with a line of his own. Nothing passes between them but by the server.
"use strict";
import { Pane } from "./pane.js";

const byId = (id) => document.getElementById(id);
const { wsUrl, appKey } = document.body.dataset;
const say = JSON.parse(document.body.dataset.say);
const SIDES = ["left", "right"], FIRST = ["alice", "bob"], RETRY = 3000;

function deviceOf(side) { // a tab is two devices, and stays them when it is loaded anew
  const name = "chat-demo-" + side;
  if (!sessionStorage.getItem(name)) sessionStorage.setItem(name, `${name}-${Math.random().toString(36).slice(2, 10)}`);
  return sessionStorage.getItem(name);
}

async function start() {
  let people;
  try {
    const answer = await fetch("/demo/chat/people", { cache: "no-store" });
    const shown = await answer.json();
    if (!answer.ok) throw new Error(shown.message);
    people = shown.people;
  } catch (problem) {
    byId("told").textContent = `${say.failed}: ${problem.message}`;
    return setTimeout(start, RETRY);
  }
  byId("told").textContent = "";
  const first = FIRST.map((name, at) => people.find(({ userId }) => userId === name) || people[at]).filter(Boolean);
  const panes = first.map((person, at) => new Pane({ say, people, wsUrl, appKey, deviceId: deviceOf(SIDES[at]), chosen }));
  const tabs = panes.map((pane, at) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.addEventListener("click", () => show(at));
    byId("sides").append(tab);
    byId("panes").append(pane.box);
    pane.onTitle = (name, unread) => {
      tab.textContent = name;
      if (unread) tab.append(Object.assign(document.createElement("b"), { className: "unread", textContent: unread }));
    };
    return tab;
  });

  function show(at) { // on a phone one of them is seen at a time
    panes.forEach((pane, number) => pane.box.classList.toggle("seen", number === at));
    tabs.forEach((tab, number) => tab.setAttribute("aria-pressed", String(number === at)));
    panes.forEach((pane) => pane.draw());
  }

  function chosen(pane, person) { // nobody sits on both sides: the two change places
    const other = panes.find((one) => one !== pane);
    const before = pane.person;
    if (other && other.person === person) {
      other.leave();
      pane.become(person, before);
      other.become(before, person);
    } else {
      pane.become(person, other && other.person);
    }
  }

  first.forEach((person, at) => panes[at].become(person, first[1 - at]));
  show(0);
  addEventListener("resize", () => panes.forEach((pane) => pane.draw()));
  document.addEventListener("visibilitychange", () => panes.forEach((pane) => pane.draw()));
}

start();
