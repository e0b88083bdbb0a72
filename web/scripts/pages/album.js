// One album: how much one has played it, when, and each of its tracks.
import {cover} from '../parts/cover.js';
import {entityPage, holdings, tops} from '../parts/entity.js';
import {artistLink, trackLink} from '../parts/links.js';
import {calendar, counted} from '../words.js';

entityPage('album', {
  head: (album) => ({
    picture: cover(album.image_url, {large: true, eager: true, alt: `Cover of ${album.name}`, name: album.name}), title: album.name,
    by: artistLink({id: album.artist_id, name: album.artist}),
    lines: [[counted(album.known_tracks, 'track'), album.release_date && calendar(album.release_date)].filter(Boolean).join(' · ')],
  }),
  body: (album, by) => [
    tops({id: 'tracks', title: 'Its tracks', kind: 'track', entries: album.tracks, all: album.played, by, few: 30,
          aside: `${album.heard_tracks} of ${album.known_tracks} played`,
          names: (track) => ({title: trackLink(track), under: track.artist !== album.artist && artistLink({id: track.artist_id, name: track.artist})})}),
    holdings(album),
  ],
});
