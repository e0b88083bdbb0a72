// What sounds like a track, nearest first: loaded after the page, because it is a question of its own.
import {get} from '../api.js';
import {h} from '../dom.js';
import {sentenceOf} from '../session.js';
import {measured} from '../words.js';
import {trackLink} from './links.js';
import {section} from './section.js';
import {loading} from './states.js';
import {byLine, trackCover} from './track-cover.js';

/** `address`: of the track in the API. */
export function similarTracks(address) {
  const place = h('div', {class: 'stack'}, loading('Listening for its like …'));
  show(address, place);
  return section({id: 'similar', title: 'Like this one',
                  aside: h('span', {class: 'small'}, 'of your library, by energy, valence and danceability')}, place);
}

async function show(address, place) {
  try {
    const {results, explanation} = await get(`${address}/similar`);
    if (explanation) return place.replaceChildren(h('p', {class: 'soft'}, explanation));
    const seed = address.split('/').at(-1);
    place.replaceChildren(h('ol', {class: 'tracks similar'}, results.map(line)),
        h('div', {class: 'row'}, h('a', {class: 'button', href: `/playlists?source=similar&track_id=${seed}`}, 'Make a playlist of these')));
  } catch (problem) {
    if (problem.name !== 'AbortError') place.replaceChildren(h('p', {class: 'soft', role: 'alert'}, sentenceOf(problem)));
  }
}

function line(track, index) {
  return h('li', {},
      h('span', {class: 'place'}, String(index + 1)),
      trackCover(track),
      h('div', {},
          h('p', {class: 'title', dir: 'auto'}, trackLink(track)),
          h('p', {class: 'by', dir: 'auto'}, byLine(track)),
          h('p', {class: 'why'}, `${measured(track.similarity * 100)}% alike`)));
}
