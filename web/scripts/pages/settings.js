// You: the account, the connection to Spotify and its syncs, what is kept and may be taken along.
import {get} from '../api.js';
import {accountSection} from '../parts/account.js';
import {capturePanel} from '../parts/capture-panel.js';
import {capturesList} from '../parts/captures-list.js';
import {connectionSection} from '../parts/connection.js';
import {holdingsSection} from '../parts/holdings.js';
import {page} from '../shell.js';

/** What stood on this page once has a page of its own; links to it live on. */
const kMoved = {
  '#import': '/sources', '#shares': '/settings/shares', '#api-keys': '/settings/keys', '#sessions': '/settings/sessions',
  '#leaving': '/settings/sessions', '#deleting': '/settings/danger',
};

if (kMoved[location.hash]) location.replace(kMoved[location.hash]);
else page(async (me) => {
  const holdings = holdingsSection(await get('/api/v1/me/holdings'));
  const capture = capturePanel(me, {onMore: holdings.refresh});
  capture.element.append(capturesList(me.user));
  document.getElementById('settings').replaceChildren(accountSection(me.user), connectionSection(me), capture.element, holdings.element);
  document.getElementById(location.hash.slice(1))?.scrollIntoView();  // it was not there yet when the browser looked for it
});
