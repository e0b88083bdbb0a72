// Disconnecting, deleting the history, deleting the account: each says what goes before it asks.
import {get, post} from '../api.js';
import {h} from '../dom.js';
import {forget} from '../session.js';
import {confirmation} from './confirmation.js';
import {figuresOf} from './holdings.js';
import {facts, section} from './section.js';
import {troubleSpot} from './trouble.js';

const kHistory = ['library', 'plays', 'snapshots', 'captures', 'imports'];

/** `onChange` is called when something is gone and the page still stands. */
export function deletingSection({user, spotify}, onChange) {
  const trouble = troubleSpot();
  const said = h('p', {role: 'status', class: 'small'});
  const way = (title, text, name, open) => {
    const button = h('button', {class: 'button danger', type: 'button', onclick: () => trouble.run(button, () => open(button))}, name);
    return h('li', {}, h('div', {}, h('p', {class: 'entry-name'}, title), h('p', {class: 'small soft'}, text)), button);
  };
  const done = (sentence) => {
    said.textContent = sentence;
    onChange();
  };

  const disconnecting = way('Disconnect Spotify', 'Forgets what Spotify allowed us. All your data stays; nothing new arrives.', 'Disconnect', async (opener) =>
      confirmation({
        title: 'Disconnect Spotify?', words: 'disconnect', button: 'Disconnect', opener,
        content: h('p', {}, 'We forget the access that Spotify gave. Your library and playlists stay here. Logging in again connects again. ' +
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
        done('Your history is deleted.');
      },
    });
  });
  const account = way('Delete your account', 'Everything that is kept of you, in every table, and your login with it.', 'Delete account', async (opener) => {
    const {holdings} = await get('/api/v1/me/holdings');
    confirmation({
      title: 'Delete your account?', words: user.spotify_user_id, button: 'Delete everything', opener,
      content: h('div', {class: 'stack tight'}, h('p', {}, 'All of this is gone for good. Export it first if you want to keep it. ' +
          'Playlists that you published stay in your Spotify account.'), facts(figuresOf(holdings))),
      act: async (confirm) => {
        await post('/api/v1/me/delete-account', {confirm});
        forget();
        location.assign('/?note=deleted');
      },
    });
  });
  return section({id: 'deleting', title: 'Danger zone'},
      h('ul', {class: 'entries'}, spotify.authorized_at && disconnecting, history, account), said, trouble.element);
}
