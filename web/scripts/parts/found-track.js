// One line of a search's results, with the words that were looked for marked.
import {h} from '../dom.js';
import {albumLink, artistLink, trackLink} from './links.js';
import {trackCover} from './track-cover.js';

export function foundTrack(track) {
  const {name, artist, album, marks} = track;
  const mine = track.artist_id !== null;  // what is not in the library has no page of its artist or album
  const by = [artistLink({id: track.artist_id, name: marked(artist, marks.artist)})];
  if (album) by.push(' · ', albumLink({id: mine && track.id, name: marked(album, marks.album)}));
  if (track.release_year) by.push(` · ${track.release_year}`);
  return h('li', {},
      trackCover(track),
      h('div', {},
          h('p', {class: 'title', dir: 'auto'}, trackLink({id: track.id, name: marked(name, marks.name)})),
          h('p', {class: 'by', dir: 'auto'}, by.flat())));
}

/** The text in pieces; the stretches count characters, which in JavaScript are not always one unit long. */
function marked(text, stretches) {
  const letters = [...text];
  const pieces = [];
  let done = 0;
  for (const [begin, end] of stretches) {
    pieces.push(letters.slice(done, begin).join(''), h('mark', {}, letters.slice(begin, end).join('')));
    done = end;
  }
  pieces.push(letters.slice(done).join(''));
  return pieces.filter((piece) => piece !== '');
}
