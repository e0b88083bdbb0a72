// What sources are called: in a list, and as the small mark of a play that they have told.
const kKinds = {
  spotify: 'Spotify account', spotify_archived: 'Spotify account, as an export has it', own_export: 'Our own export', spotify_extended: 'Spotify, extended history', spotify_account: 'Spotify, account data',
  lastfm: 'Last.fm', lastfm_to_csv: 'Last.fm, by the minute', librefm: 'Libre.fm', listenbrainz: 'ListenBrainz', maloja: 'Maloja', koito: 'Koito',
  your_spotify: 'your_spotify', rockbox: 'Rockbox', pano: 'Pano Scrobbler', old_app: 'The old app’s database', hand: 'Added by hand',
  earlier: 'Imports before sources were kept',
};
const kMarks = {spotify: 'Spotify', spotify_archived: 'Spotify', spotify_extended: 'Export', spotify_account: 'Account data', lastfm_to_csv: 'Last.fm', old_app: 'Old app', hand: 'By hand', earlier: 'Earlier import'};

export const nameOf = (kind) => kKinds[kind] ?? kind.replaceAll('_', ' ');
export const fullName = ({kind, name}) => kind !== 'spotify' && name ? `${nameOf(kind)}, ${name}` : nameOf(kind);
export const markOf = ({kind}) => kMarks[kind] ?? nameOf(kind);
