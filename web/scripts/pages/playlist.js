// One kept playlist: its tracks in order, how they sound, and where it stands with Spotify.
import {get} from '../api.js';
import {h} from '../dom.js';
import {featurePanel} from '../parts/feature-panel.js';
import {hasFeatures} from '../parts/features.js';
import {folded} from '../parts/folded.js';
import {publication} from '../parts/publication.js';
import {saveMenu} from '../parts/save-menu.js';
import {section} from '../parts/section.js';
import {shareButton} from '../parts/share.js';
import {empty} from '../parts/states.js';
import {trackRow} from '../parts/track-row.js';
import {lastPartOfAddress, page} from '../shell.js';
import {counted, dayOf} from '../words.js';

const kChoice = {loved: 'What you loved in', released: 'Released in'};
const place = document.getElementById('playlist');

page(async (me) => {
  const playlist = await get(`/api/v1/playlists/${lastPartOfAddress()}`);
  document.title = `${playlist.name} · Music Time Machine`;
  const share = shareButton({user: me.user, wish: () => ({what: 'playlist', playlist_id: playlist.playlist_id}), words: () => playlist.name});
  const save = saveMenu(() => `/api/v1/playlists/${encodeURIComponent(playlist.playlist_id)}`);
  const head = h('div', {class: 'playlist-head'},
      h('div', {class: 'stack tight'},
          h('h1', {dir: 'auto'}, playlist.name), h('p', {class: 'soft'}, about(playlist, me.user.time_zone)), h('div', {class: 'row'}, share, save)),
      publication(playlist).element);
  place.replaceChildren(head, playlist.tracks.length > 0 ? board(playlist.tracks) : empty('No tracks', 'This playlist is empty.'));
});

function board(tracks) {
  const panel = featurePanel();
  const marked = tracks.some(hasFeatures);
  panel.show(tracks, tracks.length);
  const size = h('p', {class: 'small'}, counted(tracks.length, 'track'));
  return h('div', {class: 'journey-result'},
      section({id: 'tracks', title: 'Tracks', aside: size, kind: 'list'},
          h('ol', {class: 'tracks'}, tracks.map((track) => trackRow(track, {marked})))),
      folded('beside', 'How it sounds', panel.sound, panel.map));
}

function about({year, choice, created_at: created}, timeZone) {
  const when = `Kept on ${dayOf(created, timeZone)}.`;
  if (!year) return when;
  const journey = h('a', {href: `/time-machine?${new URLSearchParams({period: year, choice})}`}, String(year));
  return h('span', {}, `${kChoice[choice] ?? 'From'} `, journey, `. ${when}`);
}
