// Lets a burst of arrivals in one by one, so that a list is seen to build itself in a second and a half.
import {reducedMotion} from '../dom.js';

const kWhole = 1500;    // ms for all of them
const kSlowest = 120;   // ms between two, when there are few

/** `add(item)` queues; `let_in(items)` is called with those whose turn it is; `finish()` resolves when all are in. */
export class Arrivals {
  #queue = [];
  #released = 0;
  #began = 0;
  #timer = null;
  #whenEmpty = null;

  constructor(expected, letIn) {
    this.letIn = letIn;
    this.interval = reducedMotion() ? 0 : Math.min(kSlowest, kWhole / Math.max(1, expected));
  }

  add(item) {
    this.#queue.push(item);
    this.#timer ??= this.#begin();
  }

  finish() {
    return new Promise((resolve) => {
      this.#whenEmpty = resolve;
      if (this.#queue.length === 0) resolve();
    });
  }

  stop() {
    clearTimeout(this.#timer);
    this.#queue = [];
  }

  #begin() {
    this.#began = performance.now() - this.#released * this.interval;
    return setTimeout(() => this.#release());
  }

  /** By the clock, not by ticks: a tab in the background has few ticks and must not fall behind. */
  #release() {
    const due = this.interval === 0 ? Infinity : Math.floor((performance.now() - this.#began) / this.interval) + 1;
    const now = this.#queue.splice(0, Math.max(0, due - this.#released));
    this.#released += now.length;
    if (now.length > 0) this.letIn(now);
    if (this.#queue.length > 0) {
      this.#timer = setTimeout(() => this.#release(), this.interval);
    } else {
      this.#timer = null;
      this.#whenEmpty?.();
    }
  }
}
