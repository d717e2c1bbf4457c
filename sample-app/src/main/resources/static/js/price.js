// The latest price of one symbol: where it has moved, or how old it is.

import { roughAge } from './words.js';

const OLD_AFTER = 5000; // the price of each symbol comes about once a second

export class Price {
  #row = document.createElement('div');
  #value = document.createElement('dd');
  #note = document.createElement('dd');
  #at = 0;
  #moved = '';
  #shown = '';

  constructor(symbol, list) {
    const term = document.createElement('dt');
    term.textContent = symbol;
    this.#row.dataset.symbol = symbol;
    this.#value.className = 'value';
    this.#note.className = 'note';
    this.#row.append(term, this.#value, this.#note);
    const next = [...list.children].find((row) => row.dataset.symbol > symbol);
    list.insertBefore(this.#row, next ?? null);
  }

  show({ value, at }) {
    const time = Date.parse(at);
    if (time < this.#at) {
      return;
    }
    const before = this.#value.textContent;
    if (before !== '' && before !== value) {
      this.#moved = (Number(value) < Number(before)) ? 'down' : 'up';
    }
    this.#at = time;
    this.#value.textContent = value;
  }

  tick(now, connected) {
    const age = now - this.#at;
    const old = !connected || age > OLD_AFTER;
    this.#row.dataset.old = String(old);
    const note = old ? `${roughAge(age)} old` : this.#moved;
    if (this.#shown !== note) {
      this.#shown = note;
      this.#note.replaceChildren(old ? note : arrow(note));
    }
  }
}

function arrow(moved) {
  const element = document.createElement('span');
  if (moved) {
    element.setAttribute('role', 'img');
    element.setAttribute('aria-label', moved);
    element.textContent = (moved === 'up') ? '▲' : '▼';
  }
  return element;
}
