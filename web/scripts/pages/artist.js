// One artist: how much one has played them, when, and which of their tracks and albums.
import {h} from '../dom.js';
import {cover} from '../parts/cover.js';
import {entityPage, holdings, tops} from '../parts/entity.js';
import {albumLink, trackLink} from '../parts/links.js';
import {counted} from '../words.js';

entityPage('artist', {
  head: (artist) => ({
    picture: cover(null, {round: true, large: true, name: artist.name}), title: artist.name,
    lines: [`${counted(artist.known_tracks, 'track')} in your library`],
  }),
  body: (artist, by) => [
    h('div', {class: 'halves'},
        tops({id: 'tracks', title: 'Top tracks', kind: 'track', entries: artist.tracks, all: artist.played, by,
              aside: `${counted(artist.heard_tracks, 'track')} played`,
              names: (track) => ({title: trackLink(track), under: track.album && albumLink({id: track.id, name: track.album})})}),
        tops({id: 'albums', title: 'Top albums', kind: 'album', entries: artist.albums, all: artist.played, by,
              names: (album) => ({title: albumLink(album)})})),
    holdings(artist),
  ],
});
