// The account: the person, the connection to Spotify, what is kept and may be taken along, who may come in, and leaving.
import {h, safeUrl} from '../dom.js';
import {apiKeys} from '../parts/api-keys.js';
import {capturePanel} from '../parts/capture-panel.js';
import {capturesList} from '../parts/captures-list.js';
import {deletingSection} from '../parts/deleting.js';
import {holdingsSection} from '../parts/holdings.js';
import {facts, section} from '../parts/section.js';
import {sharesList} from '../parts/shares-list.js';
import {sessionsList} from '../parts/sessions-list.js';
import {zoneForm} from '../parts/zone-form.js';
import {isDisconnected, loginAddress, logOut, sentenceOf} from '../session.js';
import {page} from '../shell.js';
import {dayOf} from '../words.js';

const place = document.getElementById('settings');

page((me) => {
  const holdings = holdingsSection();
  const capture = capturePanel(me, holdings.show);
  let earlier = capturesList(me.user);
  capture.element.append(earlier);

  /** The history is deleted: whatever told of it asks again or begins anew. */
  function forgotten() {
    holdings.show();
    capture.refresh();
    earlier = replaced(earlier, capturesList(me.user));
  }

  const sections = [account(me.user), connection(me), capture.element, holdings.element, sources(), sharesList(me.user), sessionsList(me.user),
                    apiKeys(me.user), leaving(), deletingSection(me, forgotten)];
  place.replaceChildren(contents(sections), ...sections);
  document.getElementById(location.hash.slice(1))?.scrollIntoView();  // it was not there yet when the browser looked for it
});

function replaced(old, fresh) {
  old.replaceWith(fresh);
  return fresh;
}

/** The page is long: its sections, to jump to. */
function contents(sections) {
  return h('nav', {class: 'contents', 'aria-label': 'On this page'}, h('ul', {}, sections.map((each) => {
    const id = each.getAttribute('aria-labelledby');
    return h('li', {}, h('a', {href: `#${id}`}, kShort[id] ?? id));
  })));
}

const kShort = {
  account: 'Account', connection: 'Spotify', capture: 'Syncs', holdings: 'Your data', import: 'Import', shares: 'Shares', sessions: 'Sessions',
  'api-keys': 'Keys', leaving: 'Log out', deleting: 'Delete',
};

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
      h('p', {class: lost ? 'verdict failed' : 'verdict good'}, sentenceFor(spotify)),
      facts({
        'Allowed on': spotify.authorized_at && dayOf(spotify.authorized_at, user.time_zone),
        [lost ? 'Was valid until' : 'Valid until']: spotify.expires_at && dayOf(spotify.expires_at, user.time_zone),
        'Spotify is': spotify.sandbox ? 'the sandbox, a stand-in with invented music' : 'the real one',
      }),
      h('p', {class: 'soft small'}, 'A connection to Spotify lives for six months. Logging in again renews it.'),
      h('div', {class: 'row'}, h('a', {class: lost ? 'button go' : 'button', href: loginAddress()}, wayToConnect(spotify))));
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

/** Imports have a page of their own. */
function sources() {
  return section({id: 'import', title: 'Sources and imports'},
      h('p', {class: 'soft'}, 'Bring your listening history from Spotify, Last.fm and others, see who told of your plays, and undo an import.'),
      h('div', {class: 'row'}, h('a', {class: 'button', href: '/sources'}, 'Import a history')));
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
