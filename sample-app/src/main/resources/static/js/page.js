// Brings together what comes from the server, what is shown, and what the buttons do.

import { adjust, now } from './clock.js';
import { offerFaults, showFault, tickFault } from './faults.js';
import { live } from './live.js';
import { showOutages, tickOutages } from './outages.js';
import { Row } from './row.js';
import { timeOfDay } from './words.js';

const connections = document.getElementById('connections');
const link = document.getElementById('link');
const news = document.getElementById('news');
const calm = matchMedia('(prefers-reduced-motion: reduce)');

const rows = new Map();

function show(view, first) {
  adjust(Date.parse(view.now), first);
  const time = now();
  if (first) {
    say('live', 'Live');
    rows.forEach((row) => row.restart(view.windowMillis, time));
  }
  view.connections.forEach((connection) => {
    if (!rows.has(connection.name)) {
      const row = new Row(connection, view.windowMillis, time, operate);
      rows.set(connection.name, row);
      connections.append(row.element);
    }
    rows.get(connection.name).update(connection, time);
  });
  showFault(view.server, time);
  showOutages(view.outages, time);
  if (view.news) {
    setText(news, `${timeOfDay(Date.parse(view.news.at))} ${view.news.text}`);
  }
}

function lose() {
  if (document.body.dataset.link !== 'lost') {
    say('lost', `This page lost its server at ${timeOfDay(Date.now())}. It shows what was so then, and tries again.`);
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

async function post(url, body) {
  try {
    const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    if (!answer.ok) {
      setText(news, `That did not work: ${(await answer.json()).detail ?? answer.statusText}`);
    }
  }
  catch (error) {
    setText(news, 'That did not get through: this page has lost its server.');
  }
}

function operate(name, operation) {
  post(`actuator/connections/${encodeURIComponent(name)}`, JSON.stringify({ operation }));
}

offerFaults((fault, seconds) => post(`server/${fault}?seconds=${seconds}`));
live('live', show, lose);

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
