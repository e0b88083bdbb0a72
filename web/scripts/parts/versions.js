// The versions of a song: tracks that count as one recording, those that may be, and what the person decides of them.
import {get, post, remove} from '../api.js';
import {h} from '../dom.js';
import {sentenceOf} from '../session.js';
import {counted, duration} from '../words.js';
import {cover} from './cover.js';
import {albumLink, trackLink} from './links.js';
import {section} from './section.js';
import {troubleSpot} from './trouble.js';

const kWhy = {isrc: 'has the same ISRC', decided: 'you said so'};

/**
 * `address`: of a track of the library in the API. Hidden while the track has no other version; `changed` is called after each
 * decision.
 */
export function versions(address, changed = () => {}) {
  const place = h('div', {hidden: true});
  show(address, place, changed);
  return place;
}

async function show(address, place, changed) {
  try {
    const found = await get(`${address}/versions`);
    const others = found.versions.filter(({why}) => why !== 'itself');
    place.hidden = others.length + found.suggestions.length + found.decided_apart.length === 0;
    const trouble = troubleSpot();
    const button = (words, track, change) => {
      const element = h('button', {class: 'button slight', type: 'button', onclick: () => trouble.run(element, async () => {
        await change();
        changed();
        await show(address, place, changed);
        return place.querySelector('a');
      })}, words, h('span', {class: 'unseen'}, `: ${track.name}, ${track.album ?? 'no album'}`));
      return element;
    };
    const decide = (track, same) => () => post(`${address}/versions`, {track_id: track.id, same});
    const forget = (track) => () => remove(`${address}/versions/${encodeURIComponent(track.id)}`);
    place.replaceChildren(section({id: 'versions', title: 'Its versions',
                                   aside: others.length > 0 && h('span', {class: 'small'}, `together ${counted(found.plays, 'play')}`)},
        list('Counted as this track', others, (track) => button('Not the same', track, decide(track, false)), (track) => kWhy[track.why]),
        list('Perhaps the same', found.suggestions, (track) => [button('The same', track, decide(track, true)), button('Not the same', track, decide(track, false))],
            () => 'same title, artist and length'),
        list('Not the same, as you said', found.decided_apart, (track) => button('Undo', track, forget(track)), () => null), trouble.element));
  } catch (problem) {
    if (problem.name === 'AbortError') return;
    place.hidden = false;
    place.replaceChildren(h('p', {class: 'soft', role: 'alert'}, sentenceOf(problem)));
  }
}

function list(title, tracks, buttons, why) {
  if (tracks.length === 0) return null;
  return h('div', {class: 'stack tight'}, h('h3', {}, title), h('ul', {class: 'tracks versions'}, tracks.map((track) =>
      h('li', {},
          cover(track.image_url, {name: track.album ?? track.name}),
          h('div', {},
              h('p', {class: 'title', dir: 'auto'}, trackLink(track)),
              h('p', {class: 'by', dir: 'auto'}, [track.album && albumLink({id: track.id, name: track.album}), track.album && track.duration_ms && ' · ', track.duration_ms && duration(track.duration_ms)].filter(Boolean)),
              h('p', {class: 'why'}, [counted(track.plays, 'play'), why(track)].filter(Boolean).join(', '))),
          h('div', {class: 'row'}, buttons(track))))));
}
