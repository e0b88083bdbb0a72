// Puts a kept playlist on Spotify and says how far it is: a draft, on its way, there, there in part, or refused.
import {get, post} from '../api.js';
import {h} from '../dom.js';
import {sentenceOf} from '../session.js';
import {count, counted, localized} from '../words.js';
import {openOnSpotify} from './links.js';
import {stateMark} from './state-mark.js';

const kLook = 800;  // ms between two looks at how far it is

/** The panel of one playlist; `publish()` starts or resumes without the button. */
export function publication(playlist) {
  const element = h('div', {class: 'stack publication'});
  const address = `/api/v1/playlists/${encodeURIComponent(playlist.playlist_id)}`;
  let trouble = null;
  const draw = () => element.replaceChildren(...panel(playlist, trouble, publish));

  async function publish() {
    trouble = null;
    playlist = {...playlist, state: 'publishing'};
    draw();
    try {
      playlist = await published(address, (progress) => {
        playlist = {...progress, state: 'publishing'};
        draw();
      });
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      trouble = sentenceOf(problem);
      playlist = {...playlist, state: playlist.published_count > 0 ? 'partial' : 'failed'};
    }
    draw();
  }

  draw();
  if (playlist.state === 'publishing') publish();  // asking again joins what is on its way
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

function panel(playlist, trouble, publish) {
  const {state, tracks_count: all, published_count: there} = playlist;
  const button = (text, kind = 'go') => h('button', {class: `button ${kind}`, type: 'button', onclick: publish}, text);
  const row = (...buttons) => h('div', {class: 'row'}, buttons);
  const open = openOnSpotify(playlist.spotify_url, null, 'button');
  const far = `${count(there)} of ${counted(all, 'track')} are on Spotify.`;
  const bar = h('progress', {max: all, value: there, 'aria-label': 'Tracks on Spotify'});
  const reason = trouble ?? (playlist.problem && localized(playlist.problem));
  const mark = stateMark(state);
  switch (state) {
    case 'publishing':
      return [mark, h('p', {role: 'status'}, far), bar];
    case 'published':
      return [mark, h('p', {class: 'verdict good', role: 'status'}, `All ${counted(all, 'track')} are on Spotify.`),
              row(open)];
    case 'partial':
      return [mark, h('p', {class: 'verdict', role: 'alert'}, `${far} `, reason), bar, row(button('Resume'), open)];
    case 'failed':
      return [mark, h('p', {class: 'verdict failed', role: 'alert'}, reason ?? 'Spotify did not take the playlist.'),
              row(button('Try again'), open)];
    default:
      return [mark, h('p', {}, `${counted(all, 'track')}, kept here and not yet on Spotify.`), row(button('Publish to Spotify'))];
  }
}
