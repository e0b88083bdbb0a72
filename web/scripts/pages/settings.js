// The account: the person, the time zone, the connection to Spotify, reading again, and leaving.
import {h, safeUrl} from '../dom.js';
import {capturePanel} from '../parts/capture-panel.js';
import {facts, section} from '../parts/section.js';
import {zoneForm} from '../parts/zone-form.js';
import {logOut, sentenceOf} from '../session.js';
import {page} from '../shell.js';
import {dayOf} from '../words.js';

const place = document.getElementById('settings');

page((me) => {
  place.replaceChildren(account(me.user), connection(me), capturePanel(me).element, leaving());
  document.getElementById(location.hash.slice(1))?.scrollIntoView();  // it was not there yet when the browser looked for it
});

function account(user) {
  const picture = safeUrl(user.image_url);
  const name = user.display_name ?? user.spotify_user_id;
  return section({id: 'account', title: 'Account'}, facts({
    'Name': h('span', {class: 'row'}, picture && h('img', {class: 'portrait', src: picture, alt: ''}), name),
    'Spotify user': user.spotify_user_id,
    'Here since': dayOf(user.created_at, user.time_zone),
    'Time zone': zoneForm(user.time_zone),
  }));
}

function connection({spotify, user}) {
  const lost = spotify.state === 'needs_login';
  return section({id: 'connection', title: 'Connection to Spotify'},
      h('p', {class: lost ? 'verdict failed' : 'verdict good'}, lost ? 'Spotify wants you to log in again.' : connected(spotify)),
      facts({
        'Allowed on': spotify.authorized_at && dayOf(spotify.authorized_at, user.time_zone),
        [lost ? 'Was valid until' : 'Valid until']: spotify.expires_at && dayOf(spotify.expires_at, user.time_zone),
        'Spotify is': spotify.sandbox ? 'the sandbox, a stand-in with invented music' : 'the real one',
      }),
      h('p', {class: 'soft small'}, 'A connection to Spotify lives for six months. Logging in again renews it.'),
      h('div', {class: 'row'}, h('a', {class: lost ? 'button go' : 'button', href: '/login'},
          lost ? 'Log in with Spotify again' : 'Renew the connection')));
}

function connected({expires_in_days: days}) {
  if (days === null) return 'Connected.';
  return days === 1 ? 'Connected. Expires in one day.' : `Connected. Expires in ${days} days.`;
}

function leaving() {
  const trouble = h('p', {class: 'verdict failed', role: 'alert', hidden: true});
  const way = (text, everywhere) => h('button', {class: 'button', type: 'button', onclick: async ({currentTarget: button}) => {
    button.disabled = true;
    try {
      await logOut(everywhere);
    } catch (problem) {
      button.disabled = false;
      trouble.textContent = sentenceOf(problem);
      trouble.hidden = false;
    }
  }}, text);
  return section({id: 'leaving', title: 'Log out'},
      h('p', {class: 'soft'}, 'Logging out ends this session; logging out everywhere ends those on all your devices. ' +
          'Your music and playlists stay.'),
      h('div', {class: 'row'}, way('Log out', false), way('Log out everywhere', true)), trouble);
}
