// Brings together what comes from the server, what is shown, and what the buttons do. What a connection is like, the
// endpoint and its health say; the stream says when to ask them again.

import { connection, health, names, oneAtATime, operate, post } from './actuator.js';
import { adjust, now } from './clock.js';
import { offerFaults, showFault, tickFault } from './faults.js';
import { live } from './live.js';
import { showOutages, tickOutages } from './outages.js';
import { Row } from './row.js';
import { timeOfDay } from './words.js';

// How far back a band goes; /?window=60 makes it a minute.
const WINDOW = 1000 * Number(new URLSearchParams(location.search).get('window') ?? 180);
// The health may change without the connection, as when a grace is over; so may the replica that holds it.
const BEATS_PER_LOOK = 4;

const connections = document.getElementById('connections');
const link = document.getElementById('link');
const news = document.getElementById('news');
const calm = matchMedia('(prefers-reduced-motion: reduce)');

const rows = new Map();
const refreshes = new Map();
const prices = new Map();
let newsAt = 0;
let beats = 0;
let justOpened = true;

const refreshHealth = oneAtATime(async () => {
  Object.entries(await health()).forEach(([name, status]) => rows.get(name)?.showHealth(status));
});

const refreshAll = oneAtATime(async () => {
  (await names()).forEach(refresh);
});

function refresh(name) {
  if (!refreshes.has(name)) {
    refreshes.set(name, oneAtATime(async () => show(await connection(name))));
  }
  refreshes.get(name)();
  refreshHealth();
}

function show(description) {
  const { name, state, history } = description;
  if (!rows.has(name)) {
    const row = new Row(name, WINDOW, now(), (operation) => attempt(operate(name, operation)));
    rows.set(name, row);
    prices.get(name)?.forEach((price) => row.showPrice(price));
    const next = [...rows.keys()].sort().find((other) => other > name && rows.get(other).element.isConnected);
    connections.insertBefore(row.element, next ? rows.get(next).element : null);
  }
  rows.get(name).show(description, now());
  showOutages(name, history.outages, now());
  history.transitions.forEach((transition) => announce(name, transition));
  // The history is told of a change a moment after the state has changed.
  if (history.transitions.length > 0 && history.transitions.at(-1).to !== state) {
    setTimeout(() => refresh(name), 100);
  }
}

function announce(name, { from, to, attempt, kind, at }) {
  const time = Date.parse(at);
  let text;
  if (to === 'CONNECTED') {
    text = `is connected, at attempt ${attempt}`;
  }
  else if (to === 'SUSPENDED') {
    text = `is suspended after attempt ${attempt}`;
  }
  else if (from === 'CONNECTED') {
    text = kind ? `was lost: ${kind}` : 'was disconnected on purpose';
  }
  if (text && time > newsAt) {
    newsAt = time;
    setText(news, `${timeOfDay(time)} ${name} ${text}.`);
  }
}

function showPrice(price) {
  if (!prices.has(price.topic)) {
    prices.set(price.topic, new Map());
  }
  prices.get(price.topic).set(price.symbol, price);
  rows.get(price.topic)?.showPrice(price);
}

function beat(sign) {
  adjust(Date.parse(sign.now), justOpened);
  justOpened = false;
  showFault(sign, now());
  beats += 1;
  if (beats % BEATS_PER_LOOK === 0) {
    refreshHealth();
    rows.forEach((row, name) => {
      if (row.standsBy) {
        refresh(name);
      }
    });
  }
}

function open() {
  justOpened = true;
  say('live', 'Live');
  refreshAll();
}

function lose() {
  if (document.body.dataset.link !== 'lost') {
    say('lost', `This page lost its server at ${timeOfDay(Date.now())}. It shows what was true then, and tries again.`);
  }
}

function say(state, text) {
  document.body.dataset.link = state;
  setText(link, text);
}

// Setting the same text again would have it read out again.
function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

async function attempt(request) {
  try {
    await request;
  }
  catch (error) {
    setText(news, (error instanceof TypeError) ? 'That did not get through: this page has lost its server.'
      : `That did not work: ${error.message}`);
  }
}

offerFaults((fault, seconds) => attempt(post(`server/${fault}?seconds=${seconds}`)));
live('live', { onOpen: open, onLoss: lose, beat, price: showPrice, changed: ({ name }) => refresh(name) });

// Often enough to move, and no more often than that. While the server is lost, time stands still.
let last = 0;
function tick(frame) {
  requestAnimationFrame(tick);
  if (frame - last >= (calm.matches ? 1000 : 100) && document.body.dataset.link === 'live') {
    last = frame;
    const time = now();
    rows.forEach((row) => row.tick(time));
    tickFault(time);
    tickOutages(time);
  }
}
requestAnimationFrame(tick);
