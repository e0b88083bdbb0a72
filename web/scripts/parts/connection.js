// The connection to Spotify: whether it stands, until when, and the way to renew it.
import {h} from '../dom.js';
import {isDisconnected, loginAddress} from '../session.js';
import {dayOf} from '../words.js';
import {facts, section} from './section.js';

export function connectionSection({spotify, user}) {
  const lost = spotify.state === 'needs_login';
  return section({id: 'connection', title: 'Connection to Spotify'},
      h('p', {class: lost ? 'verdict failed' : 'verdict good'}, sentenceFor(spotify)),
      facts({
        'Allowed on': spotify.authorized_at && dayOf(spotify.authorized_at, user.time_zone),
        [lost ? 'Was valid until' : 'Valid until']: spotify.expires_at && dayOf(spotify.expires_at, user.time_zone),
        'Spotify is': spotify.sandbox ? 'the sandbox, a stand-in with invented music' : 'the real one',
      }),
      h('p', {class: 'soft small'}, 'A connection lasts six months. Logging in again renews it.'),
      h('div', {class: 'row'}, h('a', {class: lost ? 'button go' : 'button', href: loginAddress()}, wayToConnect(spotify))));
}

/** Why nothing can be read from Spotify, and what to do; null while it can. */
export function whyNoSync(spotify) {
  if (spotify.state !== 'needs_login' || spotify.missing_scopes.length > 0) return null;
  return isDisconnected(spotify) ? 'You disconnected Spotify. Connect it again to sync.' : 'Log in with Spotify again to sync.';
}

function sentenceFor(spotify) {
  if (isDisconnected(spotify)) return 'You disconnected Spotify. Nothing new arrives until you connect it again.';
  if (spotify.missing_scopes.length > 0) return `Spotify does not allow us: ${spotify.missing_scopes.join(', ')}. Log in again and agree to it.`;
  return spotify.state === 'needs_login' ? 'Spotify wants you to log in again.' : connected(spotify);
}

function wayToConnect(spotify) {
  if (isDisconnected(spotify)) return 'Connect Spotify again';
  return spotify.state === 'needs_login' ? 'Log in with Spotify again' : 'Renew the connection';
}

function connected({expires_in_days: days}) {
  if (days === null) return 'Connected.';
  return days === 1 ? 'Connected. Expires in one day.' : `Connected. Expires in ${days} days.`;
}
