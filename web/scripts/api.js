// Talks to /api/v1. Reads wait until the machine is back (and say so on the page); writes are sent once and fail aloud.

/** A refusal, in the server's own sentence. */
export class Problem extends Error {
  constructor(status, sentence, {requestId = null, retryAfter = null} = {}) {
    super(sentence);
    this.status = status;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }
}

const leaving = new AbortController();
let open = 0;  // requests that are under way
// A page that waits for nothing may stay in the browser's memory as it is, and comes back as it was.
addEventListener('pagehide', (event) => {
  if (!event.persisted || open > 0) leaving.abort();
});
// One whose requests were cut starts again.
addEventListener('pageshow', (event) => event.persisted && leaving.signal.aborted && location.reload());

/** Aborts when the page is left. */
export const pageLeft = leaving.signal;

/** Reads JSON. While the server or its database is away it asks again, with a countdown on the page. */
export const get = (path, signal) => persist(path, signal, json);

/** Asks for a stream only to hear why it can't be had: returns when it can, throws what is wrong. */
export const probe = (path, signal) => persist(path, signal, (response) => response.body?.cancel());

async function persist(path, signal, read) {
  for (let attempt = 0;; ++attempt) {
    try {
      const response = await send('GET', path, undefined, signal);
      tell('mtm:back');
      return await read(response);
    } catch (failure) {
      if (!isAway(failure)) throw failure;
      await pause(failure.retryAfter ?? Math.min(2 ** attempt, 15), failure.status, signal);
    }
  }
}

/** Asks without its bytes whether a download can be had, once; throws why not. */
export async function askFor(path) {
  try {
    await send('HEAD', path);
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.status === 0) throw failure;
    const response = await send('GET', path);  // a refusal of HEAD has no words
    await response.body?.cancel();
  }
}

export const post = async (path, body) => json(await send('POST', path, body));
export const remove = async (path) => json(await send('DELETE', path));
export const patch = async (path, body) => json(await send('PATCH', path, body));

/**
 * Sends a file as it is. fetch() does not tell how far it has come, so this is the one place for an XMLHttpRequest;
 * `onSent(share)` is called with 0 to 1. Cancelled by `signal`.
 */
export function upload(path, file, onSent, signal = pageLeft) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.responseType = 'json';
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = ({loaded, total}) => onSent(total ? loaded / total : 1);
    ++open;
    request.onloadend = () => { --open; };
    request.onload = () => request.status < 300 ? resolve(request.response) : reject(new Problem(request.status,
        request.response?.detail ?? `The time machine answered ${request.status}.`, {requestId: request.response?.request_id, retryAfter: Number(request.getResponseHeader('Retry-After')) || null}));
    request.onerror = () => reject(new Problem(0, 'The connection broke while the file was sent. Nothing was imported.'));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    signal.throwIfAborted();
    request.send(file);
  });
}

/** True for what passes by itself: no connection, or a server that asks to come back later. */
export const isAway = (failure) => failure instanceof Problem && [0, 429, 502, 503, 504].includes(failure.status);

/** In place of a status: a stream that broke does not say why. */
export const kBroken = -1;

/** Counts down on the page, then returns; ends early when the page is left. */
export async function pause(seconds, status, signal) {
  for (let left = Math.ceil(seconds); left > 0; --left) {
    tell('mtm:away', {seconds: left, status});
    await new Promise((resolve) => setTimeout(resolve, 1000));
    (signal ?? pageLeft).throwIfAborted();
  }
  tell('mtm:away', {seconds: 0, status});
}

async function send(method, path, body, signal = pageLeft) {
  const options = {method, signal, credentials: 'same-origin', headers: {Accept: 'application/json, text/event-stream'}};
  if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    ++open;
    response = await fetch(path, options);
  } catch (failure) {
    throw cut(failure);
  } finally {
    --open;
  }
  if (response.ok) return response;
  throw await problemOf(response);
}

async function json(response) {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch (failure) {
    throw cut(failure);
  }
}

/** A connection that ended early: because the page was left, or by itself. */
const cut = (failure) => failure.name === 'AbortError' ? failure : new Problem(0, 'There is no connection to the time machine.');

async function problemOf(response) {
  const retryAfter = Number(response.headers.get('Retry-After')) || null;
  try {
    const {detail, title, request_id: requestId} = await response.json();
    return new Problem(response.status, detail || title, {requestId, retryAfter});
  } catch {
    return new Problem(response.status, `The time machine answered ${response.status}.`, {retryAfter});
  }
}

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, {detail}));
