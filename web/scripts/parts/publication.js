// Puts a kept playlist on Spotify and says how far it is: a draft, on its way, there, there in part, or refused.
import {get, post} from '../api.js';
import {focusIn, h} from '../dom.js';
import {sentenceOf} from '../session.js';
import {count, counted, localized} from '../words.js';
import {openOnSpotify} from './links.js';
import {stateMark, stateOf} from './state-mark.js';

const kLook = 800;  // ms between two looks at how far it is

/** The panel of one playlist; `publish()` starts or resumes without the button. `onEnd` is called when that has ended, well or badly. */
export function publication(playlist, onEnd = () => {}) {
  const element = h('div', {class: 'stack publication', role: 'group', tabindex: -1, 'aria-label': 'Where it stands with Spotify'});
  const far = h('p', {role: 'status'});
  const bar = progressBar(playlist);
  const address = `/api/v1/playlists/${encodeURIComponent(playlist.playlist_id)}`;
  let trouble = null;

  function draw() {
    const moveFocus = focusIn(element);
    element.replaceChildren(...panel(playlist, trouble, publish));
    moveFocus();
  }

  /** Changes no more than what has changed: the same words again would be read aloud again. */
  function progress() {
    const words = sentenceFor(playlist);
    if (far.textContent !== words) far.textContent = words;
    bar.max = playlist.tracks_count;
    bar.value = playlist.published_count;
  }

  async function publish() {
    trouble = null;
    const moveFocus = focusIn(element);
    playlist = {...playlist, state: 'publishing'};
    element.replaceChildren(stateMark('publishing'), far, bar);
    progress();
    moveFocus();
    try {
      playlist = await published(address, (latest) => {
        playlist = {...latest, state: 'publishing'};
        progress();
      });
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      trouble = sentenceOf(problem);
      playlist = {...playlist, state: playlist.published_count > 0 ? 'partial' : 'failed'};
    }
    draw();
    onEnd();
  }

  if (playlist.state === 'publishing') publish();  // asking again joins what is on its way
  else draw();
  return {element, publish};
}

/** Asks for it and looks every now and then, for the answer may come at the end or at once. */
async function published(address, onProgress) {
  let answer = null;
  const asked = post(`${address}/publish`).then((playlist) => { answer = playlist; });
  for (;;) {
    await Promise.race([asked.then(() => answer.state === 'publishing' && rest()), rest()]);
    if (answer && answer.state !== 'publishing') return answer;
    const latest = await get(address);
    if (answer && latest.state !== 'publishing') return latest;
    onProgress(latest);
  }
}

const rest = () => new Promise((resolve) => setTimeout(resolve, kLook));

const progressBar = ({tracks_count: all, published_count: there}) => h('progress', {max: all, value: there, 'aria-label': 'Tracks on Spotify'});

const sentenceFor = ({tracks_count: all, published_count: there}) => `${count(there)} of ${counted(all, 'track')} are on Spotify.`;

function panel(playlist, trouble, publish) {
  const {state, tracks_count: all} = playlist;
  const button = (text) => h('button', {class: 'button go', type: 'button', onclick: publish}, text);
  const row = (...buttons) => h('div', {class: 'row'}, buttons);
  const open = openOnSpotify(playlist.spotify_url, null, 'button');
  const reason = trouble ?? (playlist.problem && localized(playlist.problem));
  const shown = stateOf(playlist);
  const mark = stateMark(shown);
  const verdict = (kind, role, ...words) => h('p', {class: `verdict ${kind}`, role}, words);
  switch (shown) {
    case 'published':
      return playlist.left_out_count > 0
          ? [mark, verdict('', 'status', `${sentenceFor(playlist)} `, reason ?? ''), row(open)]
          : [mark, verdict('good', 'status', `All ${counted(all, 'track')} are on Spotify.`), row(open)];
    case 'partial':
      return state === 'published'
          ? [mark, verdict('', 'status', sentenceFor(playlist)), progressBar(playlist), row(button('Publish the rest'), open)]
          : [mark, verdict('', 'alert', `${sentenceFor(playlist)} `, reason ?? ''), progressBar(playlist), row(button('Resume'), open)];
    case 'failed':
      return [mark, verdict('failed', 'alert', reason ?? 'Spotify did not take the playlist.'), row(button('Try again'), open)];
    default:
      if (reason) return [mark, verdict('', 'status', reason), row(button('Make it anew'))];  // it was removed there
      return open
          ? [mark, h('p', {}, `${counted(all, 'track')}, kept here. An earlier version is on Spotify.`), row(button('Publish the changes'), open)]
          : [mark, h('p', {}, `${counted(all, 'track')}, kept here and not yet on Spotify.`), row(button('Publish to Spotify'))];
  }
}
