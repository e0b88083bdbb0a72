// The cover of a track with the way to Spotify on it, and who made it.
import {h} from '../dom.js';
import {cover} from './cover.js';
import {albumLink, artistLink, playGlyph} from './links.js';

export const trackCover = (track, options = {}) => h('div', {class: 'framed'},
    cover(track.image_url, {name: track.album ?? track.name, ...options}), playGlyph(track.spotify_url, track.name));

/** "The Beatles · Please Please Me" */
export const byLine = ({id, artist, artist_id: artistId, album}) =>
    [artistLink({id: artistId, name: artist}), ...album ? [' · ', albumLink({id, name: album})] : []];
