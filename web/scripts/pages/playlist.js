// One kept playlist: its tracks in order, how they sound, and where it stands with Spotify.
import {get} from '../api.js';
import {h} from '../dom.js';
import {featurePanel} from '../parts/feature-panel.js';
import {hasFeatures} from '../parts/features.js';
import {publication} from '../parts/publication.js';
import {empty} from '../parts/states.js';
import {trackRow} from '../parts/track-row.js';
import {page} from '../shell.js';
import {counted, dayOf} from '../words.js';

const kChoice = {loved: 'What you loved in', released: 'Released in'};
const place = document.getElementById('playlist');

page(async (me) => {
  const id = decodeURIComponent(location.pathname.split('/')[2]);
  const playlist = await get(`/api/v1/playlists/${encodeURIComponent(id)}`);
  const {tracks} = playlist;
  document.title = `${playlist.name} · Music Time Machine`;
  const panel = featurePanel();
  const marked = tracks.some(hasFeatures);
  panel.show(tracks, tracks.length);
  place.replaceChildren(
      h('div', {class: 'playlist-head'},
          h('div', {class: 'stack tight'}, h('h1', {dir: 'auto'}, playlist.name), h('p', {class: 'soft'}, about(playlist, me.user.time_zone))),
          publication(playlist).element),
      tracks.length === 0
          ? empty('No tracks', 'This playlist is empty.', again(playlist))
          : h('div', {class: 'journey-result'},
              h('section', {class: 'stack list', 'aria-labelledby': 'tracks'},
                  h('div', {class: 'sign'}, h('h2', {id: 'tracks'}, 'Tracks'), h('p', {class: 'small'}, counted(tracks.length, 'track'))),
                  h('ol', {class: 'tracks'}, tracks.map((track) => trackRow(track, {marked})))),
              h('div', {class: 'beside'}, panel.sound, panel.map)));
});

function about(playlist, timeZone) {
  const when = `Kept on ${dayOf(playlist.created_at, timeZone)}.`;
  if (!playlist.year) return when;
  return [`${kChoice[playlist.choice] ?? 'From'} `, again(playlist), `. ${when}`];
}

function again({year, choice}) {
  return h('a', {href: `/time-machine?${new URLSearchParams({year, choice})}`}, String(year));
}
