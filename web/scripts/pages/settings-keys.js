// API keys.
import {get} from '../api.js';
import {apiKeys} from '../parts/api-keys.js';
import {page} from '../shell.js';

page(async ({user}) => {
  const {api_keys: keys} = await get('/api/v1/api-keys');
  document.getElementById('settings').replaceChildren(...apiKeys(user, keys));
});
