// One connection's last minutes. A stretch is placed once, in parts of the window since the epoch; only the track moves.

import { count, length, roughLength, timeOfDay } from './words.js';

export class Band {
  #element;
  #track;
  #window;
  #epoch;
  #stretches = [];
  #latest;

  constructor(element, window, now) {
    this.#element = element;
    this.#track = element.querySelector('.track');
    this.#window = window;
    this.#epoch = now;
  }

  // Adds what is new in a history, of which only the latest transitions are kept.
  show(transitions, { state, since, attempt }) {
    const known = transitions.findLastIndex(({ to, at }) => `${to} ${at}` === this.#latest);
    transitions.slice(known + 1).forEach(({ to, at, attempt, kind }) => {
      this.#latest = `${to} ${at}`;
      this.#add(to, Date.parse(at), attempt, kind);
    });
    if (transitions.length === 0 && this.#stretches.at(-1)?.state !== state) {
      this.#add(state, Date.parse(since), attempt);
    }
  }

  #add(state, begun, attempt, kind) {
    const last = this.#stretches.at(-1);
    if (last) {
      last.ended = begun;
      this.#measure(last, begun);
      last.element.title = this.#describe(last);
    }
    const element = document.createElement('i');
    element.className = 'stretch';
    element.dataset.state = state;
    const stretch = { state, begun, attempt, kind, element };
    element.style.left = this.#part(begun - this.#epoch);
    element.title = this.#describe(stretch);
    this.#stretches.push(stretch);
    this.#track.append(element);
  }

  move(now) {
    this.#track.style.transform = `translateX(${this.#part(this.#epoch + this.#window - now)})`;
    if (this.#stretches.length > 0) {
      this.#measure(this.#stretches.at(-1), now);
    }
    while (this.#stretches[0]?.ended < now - this.#window) {
      this.#stretches.shift().element.remove();
    }
  }

  // What the band shows, for those who do not see it.
  summarize(now) {
    const begin = now - this.#window;
    let known = 0;
    let connected = 0;
    let losses = 0;
    this.#stretches.forEach(({ state, begun, ended }, index) => {
      const within = Math.max(0, (ended ?? now) - Math.max(begun, begin));
      known += within;
      connected += (state === 'CONNECTED') ? within : 0;
      losses += (index > 0 && this.#stretches[index - 1].state === 'CONNECTED') ? 1 : 0;
    });
    const part = (known > 0) ? Math.round(100 * connected / known) : 0;
    this.#element.setAttribute('aria-label',
      `The last ${roughLength(Math.min(known, this.#window))}: connected ${part} % of the time, disconnected ${count(losses, 'time', 'times')}`);
  }

  #measure({ begun, element }, until) {
    element.style.width = this.#part(until - begun);
  }

  #part(millis) {
    return `${100 * millis / this.#window}%`;
  }

  #describe({ state, begun, ended, attempt, kind }) {
    return [
      state.toLowerCase(),
      `from ${timeOfDay(begun)}`,
      ended ? `for ${length(ended - begun)}` : null,
      (state === 'CONNECTING') ? `attempt ${attempt}` : null,
      kind ? `after: ${kind}` : null
    ].filter(Boolean).join(', ');
  }
}
