// What changes while a page is open, in this tab or anywhere else: one stream of events for the page, open for as long as the
// page is seen. It speaks of nothing: a page whose stream can't be had stays as it was loaded until it can.
import {pageLeft, Problem} from './api.js';
import {listen} from './events.js';
import {sessionEnded} from './session.js';

const kPath = '/api/v1/events';
const kHealthy = 30_000;  // ms: a stream that lived as long was in good health, whatever ended it
const kLongest = 60;      // seconds between two attempts
const kBreath = 2_000;    // ms between two questions while much changes, as during an import

const hearers = {history: [], capture: []};
const said = {};  // by name, what each event said last
let begun = false;

/** Calls handlers[name](data) with how things stand, and whenever that changes. The same may be said twice. */
export function live(handlers) {
  for (const [name, handle] of Object.entries(handlers)) {
    hearers[name].push(handle);
    if (name in said) handle(said[name]);
  }
  if (begun) return;
  begun = true;
  follow();
  document.addEventListener('visibilitychange', follow);
}

/** From when the page is seen until it is not. */
async function follow() {
  if (document.hidden) return;
  const seen = new AbortController();
  document.addEventListener('visibilitychange', () => seen.abort(), {once: true});
  pageLeft.addEventListener('abort', () => seen.abort(), {once: true});
  if (pageLeft.aborted) return;
  try {
    await keepOpen(seen.signal);
  } catch (problem) {
    if (problem.name === 'AbortError' || sessionEnded(problem) || problem instanceof Problem) return;
    throw problem;
  }
}

async function keepOpen(signal) {
  for (let failures = 0;;) {
    const opened = performance.now();
    await listen(kPath, {history: (data) => hear('history', data), capture: (data) => hear('capture', data)}, signal);
    if (signal.aborted) return;
    failures = performance.now() - opened > kHealthy ? 0 : failures + 1;
    await rest(Math.min(2 ** failures, kLongest) * (0.5 + Math.random() / 2), signal);  // not all pages at once after a restart
    await checkSession(signal);
  }
}

function hear(name, data) {
  said[name] = data;
  for (const handle of hearers[name]) handle(data);
}

/** A stream does not say why it ended: perhaps the session has. Throws then. */
async function checkSession(signal) {
  let answer;
  try {
    answer = await (await fetch('/api/v1/session', {signal, headers: {Accept: 'application/json'}})).json();
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    return;  // the server is away; the next attempt says
  }
  if (answer.signed_in === false) throw new Problem(401, 'Log in first.');
}

const rest = (seconds, signal) => new Promise((resolve, reject) => {
  const timer = setTimeout(resolve, seconds * 1000);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    reject(new DOMException('the page is not seen any more', 'AbortError'));
  });
});

/** One at a time, and never without a breath between two; what is asked meanwhile is asked once, afterwards. */
export function unhurried(work) {
  let running = null, again = false;
  return function run() {
    again = running !== null;
    running ??= work().then(() => {
      setTimeout(() => {
        running = null;
        if (again && !pageLeft.aborted) run();
      }, kBreath);
    });
    return running;
  };
}
