// Disconnecting, deleting the history, deleting the account: each says what goes before it asks.
import {get, post} from '../api.js';
import {h} from '../dom.js';
import {forget, isDisconnected} from '../session.js';
import {confirmation} from './confirmation.js';
import {figuresOf} from './holdings.js';
import {facts} from './section.js';
import {troubleSpot} from './trouble.js';

const kHistory = ['library', 'plays', 'snapshots', 'captures', 'imports'];

export function deleting({user, spotify}) {
  const trouble = troubleSpot();
  const said = h('p', {role: 'status', class: 'small'});
  const way = (title, text, name, open) => {
    const button = h('button', {class: 'button danger', type: 'button', disabled: open === null, onclick: () => trouble.run(button, () => open(button))}, name);
    return h('li', {}, h('div', {}, h('p', {class: 'entry-name'}, title), h('p', {class: 'small soft'}, text)), button);
  };

  const disconnecting = isDisconnected(spotify) ? way('Disconnect Spotify', 'Spotify is disconnected already.', 'Disconnect', null) :
      way('Disconnect Spotify', 'Ends our access to your Spotify account. Your data stays here; nothing new arrives.', 'Disconnect', async (opener) =>
      confirmation({
        title: 'Disconnect Spotify?', words: 'disconnect', button: 'Disconnect', opener,
        content: h('p', {}, 'Your library and playlists stay here. Logging in again connects again. ' +
            'Spotify goes on listing us among ', h('a', {href: 'https://www.spotify.com/account/apps/', rel: 'noopener'}, 'your apps'), ', where you can withdraw it, too.'),
        act: async (confirm) => {
          await post('/api/v1/me/disconnect', {confirm});
          location.reload();
        },
      }));
  const history = way('Delete your history', 'Library, plays, top lists, syncs and imports. Playlists and keys stay.', 'Delete history', async (opener) => {
    const {holdings} = await get('/api/v1/me/holdings');
    confirmation({
      title: 'Delete your history?', words: 'delete my history', button: 'Delete the history', opener,
      content: h('div', {class: 'stack tight'}, h('p', {}, 'This is gone for good, and can’t be brought back:'), facts(figuresOf(holdings, kHistory))),
      act: async (confirm) => {
        await post('/api/v1/me/delete-history', {confirm});
        said.textContent = 'Your history is deleted.';
      },
    });
  });
  const account = way('Delete your account', 'Everything we keep about you, and your login.', 'Delete account', async (opener) => {
    const {holdings} = await get('/api/v1/me/holdings');
    confirmation({
      title: 'Delete your account?', words: user.spotify_user_id, button: 'Delete everything', opener,
      content: h('div', {class: 'stack tight'}, h('p', {}, 'All of this is gone for good. ', h('a', {href: '/settings#holdings'}, 'Download your archive'),
          ' first if you want to keep it. Playlists that you published stay in your Spotify account.'), facts(figuresOf(holdings))),
      act: async (confirm) => {
        await post('/api/v1/me/delete-account', {confirm});
        forget();
        location.assign('/?note=deleted');
      },
    });
  });
  return [h('div', {class: 'stack'}, h('ul', {class: 'entries'}, disconnecting, history, account), said, trouble.element)];
}
