// What is wrong with the price server, and the buttons that make it so.

import { length } from './words.js';

const text = document.getElementById('fault');
const seconds = document.getElementById('seconds');
const buttons = document.querySelectorAll('[data-fault]');

const sentences = {
  refuse: 'It refuses connections',
  silent: 'It is silent',
  drop: 'It drops what it accepts',
  garble: 'It talks nonsense'
};

let current;

export function offerFaults(apply) {
  buttons.forEach((button) => {
    button.addEventListener('click', () => apply(button.dataset.fault, seconds.value));
  });
}

export function showFault(beat, now) {
  current = beat;
  buttons.forEach((button) => {
    if (sentences[button.dataset.fault]) {
      button.setAttribute('aria-pressed', String(button.dataset.fault === beat.fault));
    }
  });
  tickFault(now);
}

export function tickFault(now) {
  if (current) {
    const sentence = sentences[current.fault];
    text.textContent = sentence ? `${sentence} for ${length(Date.parse(current.until) - now)} more.` : 'It is healthy.';
  }
}
