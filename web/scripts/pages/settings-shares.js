// What one shares.
import {get} from '../api.js';
import {sharesList} from '../parts/shares-list.js';
import {page} from '../shell.js';

page(async ({user}) => {
  const {shares} = await get('/api/v1/shares');
  document.getElementById('settings').replaceChildren(...sharesList(user, shares));
});
