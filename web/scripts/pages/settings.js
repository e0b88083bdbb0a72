// The account: the person, the time zone, the connection to Spotify, reading again, and leaving.
import {patch} from '../api.js';
import {h, safeUrl} from '../dom.js';
import {capturePanel} from '../parts/capture-panel.js';
import {logOut, sentenceOf} from '../session.js';
import {page} from '../shell.js';
import {dayOf} from '../words.js';

const place = document.getElementById('settings');

page((me) => {
  place.replaceChildren(account(me.user), connection(me), capturePanel(me).element, leaving());
});

const section = (id, title, ...content) =>
    h('section', {class: 'stack', 'aria-labelledby': id}, h('div', {class: 'sign'}, h('h2', {id}, title)), content);
const fact = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));

function account(user) {
  const picture = safeUrl(user.image_url);
  return section('account', 'Account',
      h('dl', {class: 'facts'},
          fact('Name', h('span', {class: 'row'}, picture && h('img', {class: 'portrait', src: picture, alt: ''}), user.display_name ?? user.spotify_user_id)),
          fact('Spotify user', user.spotify_user_id), fact('Here since', dayOf(user.created_at, user.time_zone)), fact('Time zone', zoneForm(user))));
}

/** Years and months begin at midnight of this zone. */
function zoneForm(user) {
  const own = user.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = new Set([own, 'UTC', ...Intl.supportedValuesOf?.('timeZone') ?? []]);
  const select = h('select', {'aria-label': 'Time zone'}, [...zones].sort().map((zone) => h('option', {value: zone, selected: zone === own}, zone.replaceAll('_', ' '))));
  const said = h('p', {class: 'small', role: 'status'});
  select.addEventListener('change', async () => {
    try {
      await patch('/api/v1/me', {time_zone: select.value});
      said.textContent = `Years and months now begin at midnight in ${select.value.replaceAll('_', ' ')}.`;
    } catch (problem) {
      said.textContent = sentenceOf(problem);
    }
  });
  return h('div', {class: 'field'}, select, said);
}

function connection({spotify, user}) {
  const lost = spotify.state === 'needs_login';
  const days = spotify.expires_in_days;
  const sentence = lost ? 'Spotify wants you to log in again.' : days === null ? 'Connected.' : days === 1 ? 'Connected. Expires in one day.' : `Connected. Expires in ${days} days.`;
  return section('connection', 'Connection to Spotify',
      h('p', {class: lost ? 'verdict failed' : 'verdict good'}, sentence),
      h('dl', {class: 'facts'},
          spotify.authorized_at && fact('Allowed on', dayOf(spotify.authorized_at, user.time_zone)),
          spotify.expires_at && fact(lost ? 'Was valid until' : 'Valid until', dayOf(spotify.expires_at, user.time_zone)),
          fact('Spotify is', spotify.sandbox ? 'the sandbox, a stand-in with invented music' : 'the real one')),
      h('p', {class: 'soft small'}, 'Spotify lets a connection live for six months. Logging in again renews it; nothing is lost in between.'),
      h('div', {class: 'row'}, h('a', {class: lost ? 'button go' : 'button', href: '/login'}, lost ? 'Log in with Spotify again' : 'Renew the connection')));
}

function leaving() {
  const trouble = h('p', {class: 'verdict failed', role: 'alert', hidden: true});
  const leave = (everywhere) => async ({currentTarget: button}) => {
    button.disabled = true;
    try {
      await logOut(everywhere);
    } catch (problem) {
      button.disabled = false;
      trouble.textContent = sentenceOf(problem);
      trouble.hidden = false;
    }
  };
  return section('leaving', 'Log out',
      h('p', {class: 'soft'}, 'Logging out ends this session. Logging out everywhere ends the sessions on all your devices, this one included. Your music and playlists stay.'),
      h('div', {class: 'row'},
          h('button', {class: 'button', type: 'button', onclick: leave(false)}, 'Log out'),
          h('button', {class: 'button', type: 'button', onclick: leave(true)}, 'Log out everywhere')), trouble);
}
