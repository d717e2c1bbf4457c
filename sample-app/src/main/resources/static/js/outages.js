// The latest outages of all connections, the latest first. One that lasts grows while it is looked at.

import { length, timeOfDay } from './words.js';

const table = document.getElementById('outages');
const none = document.getElementById('no-outages');

const MOST = 12;

const known = new Map();
let shown = '';
let lasting = [];

export function showOutages(name, ofName, now) {
  // How long one lasts by now is the page's to say; it would be another text each time.
  known.set(name, ofName.map(({ begun, ended, attempts, causes }) => ({ name, begun, ended, attempts, causes })));
  const outages = [...known.values()].flat()
    .sort((a, b) => Date.parse(b.begun) - Date.parse(a.begun))
    .slice(0, MOST);
  const text = JSON.stringify(outages);
  if (text !== shown) {
    shown = text;
    lasting = [];
    table.tBodies[0].replaceChildren(...outages.map(row));
    table.hidden = outages.length === 0;
    none.hidden = !table.hidden;
  }
  tickOutages(now);
}

export function tickOutages(now) {
  lasting.forEach(({ begun, cell }) => {
    cell.textContent = `${length(now - begun)} so far`;
  });
}

function row({ name, begun, ended, attempts, causes }) {
  const tr = document.createElement('tr');
  tr.setAttribute('role', 'row');
  tr.dataset.outage = ended ? 'over' : 'lasting';
  tr.dataset.of = name;
  const begin = Date.parse(begun);
  const cells = {
    Connection: name,
    Begun: timeOfDay(begin),
    Length: ended ? length(Date.parse(ended) - begin) : '',
    Attempts: String(attempts),
    Causes: ''
  };
  Object.entries(cells).forEach(([label, text]) => {
    const cell = tr.insertCell();
    cell.setAttribute('role', 'cell');
    cell.dataset.label = label;
    cell.textContent = text;
    if (label === 'Length' && !ended) {
      lasting.push({ begun: begin, cell });
    }
    if (label === 'Causes') {
      cell.append(...Object.entries(causes).map(cause));
    }
  });
  return tr;
}

function cause([kind, times]) {
  const element = document.createElement('span');
  element.className = 'kind';
  element.textContent = `${kind} × ${times}`;
  return element;
}
