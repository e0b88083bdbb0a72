// Where one is logged in, and the ways out.
import {get} from '../api.js';
import {leavingSection} from '../parts/leaving.js';
import {sessionsList} from '../parts/sessions-list.js';
import {page} from '../shell.js';

page(async ({user}) => {
  const {sessions} = await get('/api/v1/sessions');
  document.getElementById('settings').replaceChildren(sessionsList(user, sessions), leavingSection());
});
