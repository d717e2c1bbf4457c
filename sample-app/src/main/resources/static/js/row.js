// One connection: what it is doing, its band, why it was last down, what came over it, and what can be done to it.

import { Band } from './band.js';
import { count, length, roughLength, timeOfDay } from './words.js';

const template = document.getElementById('connection');

const possible = {
  CONNECTED: ['reconnect', 'stop'],
  CONNECTING: ['stop'],
  WAITING: ['reconnect', 'stop'],
  SUSPENDED: ['reconnect', 'stop', 'start'],
  STOPPED: ['start'],
  CLOSED: []
};

export class Row {
  #element = template.content.firstElementChild.cloneNode(true);
  #band;
  #connection;
  #values = new Map();

  constructor(connection, window, now, operate) {
    const { name } = connection;
    this.#element.dataset.connection = name;
    this.#find('h3').textContent = name;
    this.#find('h3').id = `connection-${name}`;
    this.#element.setAttribute('aria-labelledby', `connection-${name}`);
    this.#find('.operations').setAttribute('aria-label', `Operations on ${name}`);
    this.#find('.received .label').textContent = 'Received';
    this.#element.querySelectorAll('.axis span').forEach((label, index, all) => {
      if (index < all.length - 1) {
        label.textContent = `${roughLength(window * (1 - index / (all.length - 1)))}${(index === 0) ? ' ago' : ''}`;
      }
    });
    this.#element.querySelectorAll('[data-operation]').forEach((button) => {
      button.addEventListener('click', () => {
        if (button.getAttribute('aria-disabled') !== 'true') {
          operate(name, button.dataset.operation);
        }
      });
    });
    this.restart(window, now);
  }

  // All stretches are about to come again. The rest of the row stays, and with it where the keyboard's focus is.
  restart(window, now) {
    this.#find('.track').replaceChildren();
    this.#band = new Band(this.#find('.band'), window, now);
  }

  get element() {
    return this.#element;
  }

  update(connection, now) {
    this.#connection = connection;
    this.#element.dataset.state = connection.state;
    this.#find('.state').textContent = connection.state.toLowerCase();
    connection.stretches.forEach(({ state, begun, attempt, kind }) =>
      this.#band.add(state, Date.parse(begun), attempt, kind));
    if (this.#band.empty) {
      this.#band.add(connection.state, Date.parse(connection.since), connection.attempt);
    }
    this.#band.summarize(now);
    this.#element.querySelectorAll('[data-operation]').forEach((button) => {
      button.setAttribute('aria-disabled', String(!possible[connection.state].includes(button.dataset.operation)));
    });
    this.#showCause(connection.lastFailure);
    this.#showPrices(connection.prices);
    this.tick(now);
  }

  tick(now) {
    this.#band.move(now);
    this.#find('.detail').textContent = this.#detail(now);
  }

  #detail(now) {
    const { state, attempt, since, nextAttemptAt } = this.#connection;
    const lasted = length(now - Date.parse(since));
    switch (state) {
      case 'CONNECTED':
        return `for ${lasted}`;
      case 'CONNECTING':
        return `attempt ${attempt}, for ${lasted}`;
      case 'WAITING':
        return `attempt ${attempt + 1} in ${length(Date.parse(nextAttemptAt ?? since) - now)}`;
      case 'SUSPENDED':
        return `gave up after attempt ${attempt}, ${lasted} ago`;
      default:
        return `for ${lasted}, until it is started`;
    }
  }

  #showCause(failure) {
    if (failure) {
      const kind = document.createElement('b');
      kind.textContent = failure.kind;
      this.#find('.what').replaceChildren(kind, ` ${failure.cause} `, time(failure.at));
    }
  }

  #showPrices({ count: number, latest }) {
    this.#find('.received .label').textContent = `Received ${count(number, 'price', 'prices')}`;
    Object.entries(latest).forEach(([symbol, price]) => {
      const value = this.#values.get(symbol) ?? this.#addPrice(symbol);
      if (value.textContent !== price) {
        value.dataset.moved = (Number(price) < Number(value.textContent)) ? 'down' : 'up';
        value.textContent = price;
      }
    });
  }

  #addPrice(symbol) {
    const pair = document.createElement('div');
    const term = document.createElement('dt');
    const value = document.createElement('dd');
    term.textContent = symbol;
    pair.append(term, value);
    this.#find('dl').append(pair);
    this.#values.set(symbol, value);
    return value;
  }

  #find(selector) {
    return this.#element.querySelector(selector);
  }
}

function time(at) {
  const element = document.createElement('time');
  element.dateTime = at;
  element.textContent = timeOfDay(Date.parse(at));
  return element;
}
