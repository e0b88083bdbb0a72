// Watches server-sent events. The browser's own reconnecting is not used: it can't tell the end of a stream from a
// failure, and gives up for good at the first 401 or 503.
import {kBroken, pageLeft, pause, probe, Problem} from './api.js';

const kPatience = 5;            // streams in a row that break
const kHealthy = 30_000;        // ms: a stream that lived as long was in good health, whatever ended it

/**
 * Opens `path` and calls handlers[name](data) for each event until a handler returns true: that was the last one.
 * A broken stream is opened again, later each time. Streams here begin by saying everything, so handlers must bear to
 * hear the same thing twice.
 */
export async function watch(path, handlers, signal = pageLeft) {
  for (let failures = 0; !signal.aborted;) {
    const opened = performance.now();
    const ended = await listen(path, handlers, signal);
    if (ended) return;
    failures = performance.now() - opened > kHealthy ? 1 : failures + 1;
    if (failures > kPatience) throw new Problem(0, 'The connection to the time machine keeps breaking.');
    // A stream's failure has no status: a plain request finds out what it is.
    await probe(path, signal);
    if (failures > 1) await pause(2 ** (failures - 1), kBroken, signal);
  }
}

/** One connection: true when it ended as it should or nobody wants it any more, false when it broke. */
export function listen(path, handlers, signal) {
  return new Promise((resolve, reject) => {
    const source = new EventSource(path);
    const settle = (how, value) => {
      source.close();
      signal.removeEventListener('abort', giveUp);
      how(value);
    };
    const giveUp = () => settle(resolve, true);
    signal.addEventListener('abort', giveUp);
    source.onerror = () => settle(resolve, false);
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => {
        try {
          if (handle(JSON.parse(event.data))) settle(resolve, true);
        } catch (failure) {
          settle(reject, failure);
        }
      });
    }
  });
}
