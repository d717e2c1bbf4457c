// One connection: what it is doing, its band, why it was last down, what came over it, and what can be done to it.

import { Band } from './band.js';
import { Price } from './price.js';
import { count, length, roughLength, timeOfDay } from './words.js';

const template = document.getElementById('connection');

const possible = {
  CONNECTED: ['reconnect', 'stop'],
  CONNECTING: ['stop'],
  WAITING: ['reconnect', 'stop'],
  STANDBY: ['stop'],
  SUSPENDED: ['reconnect', 'stop', 'start'],
  STOPPED: ['start'],
  CLOSED: []
};

export class Row {
  #element = template.content.firstElementChild.cloneNode(true);
  #band;
  #connection;
  #prices = new Map();

  constructor(name, window, now, operate) {
    this.#element.dataset.connection = name;
    this.#find('h3').textContent = name;
    this.#find('h3').id = `connection-${name}`;
    this.#element.setAttribute('aria-labelledby', `connection-${name}`);
    this.#find('.operations').setAttribute('aria-label', `Operations on ${name}`);
    this.#element.querySelectorAll('.axis span').forEach((label, index, all) => {
      if (index < all.length - 1) {
        label.textContent = `${roughLength(window * (1 - index / (all.length - 1)))}${(index === 0) ? ' ago' : ''}`;
      }
    });
    this.#element.querySelectorAll('[data-operation]').forEach((button) => {
      button.addEventListener('click', () => {
        if (button.getAttribute('aria-disabled') !== 'true') {
          operate(button.dataset.operation);
        }
      });
    });
    this.#band = new Band(this.#find('.band'), window, now);
  }

  get element() {
    return this.#element;
  }

  get standsBy() {
    return this.#connection?.state === 'STANDBY';
  }

  show(connection, now) {
    this.#connection = connection;
    this.#element.dataset.state = connection.state;
    this.#find('.state').textContent = connection.state.toLowerCase();
    this.#find('.url').textContent = connection.url ?? 'not configured';
    this.#band.show(connection.history.transitions, connection);
    this.#band.summarize(now);
    this.#element.querySelectorAll('[data-operation]').forEach((button) => {
      button.setAttribute('aria-disabled', String(!isPossible(button.dataset.operation, connection)));
    });
    this.#find('[data-operation=hand-over]').hidden = !connection.exclusive;
    this.#showCause(connection.history.transitions.findLast(({ cause }) => cause));
    this.tick(now);
  }

  showHealth(status) {
    const health = this.#find('.health');
    health.dataset.health = status;
    health.textContent = status[0] + status.slice(1).toLowerCase().replaceAll('_', ' ');
  }

  showPrice(price) {
    this.#find('.received .label').textContent = `Received ${count(price.count, 'price', 'prices')}`;
    if (!this.#prices.has(price.symbol)) {
      this.#prices.set(price.symbol, new Price(price.symbol, this.#find('dl')));
    }
    this.#prices.get(price.symbol).show(price);
  }

  tick(now) {
    this.#band.move(now);
    this.#find('.detail').textContent = this.#detail(now);
    this.#prices.forEach((price) => price.tick(now, this.#connection.state === 'CONNECTED'));
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
      case 'STANDBY':
        return `${this.#connection.exclusive?.holder ?? 'nobody'} has it, for ${lasted}`;
      case 'SUSPENDED':
        return `gave up after attempt ${attempt}, ${lasted} ago`;
      default:
        return `for ${lasted}, until it is started`;
    }
  }

  #showCause(failure) {
    if (failure) {
      const kind = document.createElement('b');
      kind.textContent = failure.kind ?? 'other';
      this.#find('.what').replaceChildren(time(failure.at), ' ', kind, ` ${failure.cause}`);
    }
  }

  #find(selector) {
    return this.#element.querySelector(selector);
  }
}

function isPossible(operation, { state, exclusive }) {
  return (operation === 'hand-over') ? exclusive?.role === 'holder' && state !== 'STANDBY'
    : possible[state].includes(operation);
}

function time(at) {
  const element = document.createElement('time');
  element.dateTime = at;
  element.textContent = timeOfDay(Date.parse(at));
  return element;
}
