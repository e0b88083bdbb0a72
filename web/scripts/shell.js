// What stands around every page, and what every page does first: who is here, and what is wrong if something is.
import {patch, Problem} from './api.js';
import {h} from './dom.js';
import {listenForSearch, markPlaces, masthead} from './parts/masthead.js';
import {announceOutages, notice} from './parts/notices.js';
import {failure} from './parts/states.js';
import {isDisconnected, loginAddress, sessionEnded, whoAsks} from './session.js';
import {dayOf} from './words.js';

const kWarnDays = 30;  // before Spotify's permission ends

/**
 * Draws a page: `draw(me, main)` once it is known who asks. Where guests are welcome `me` is null for them; elsewhere
 * they are led to the front page. A failure becomes a sentence in the place of the page.
 */
export async function page(draw, {guests = false} = {}) {
  const main = document.getElementById('main');
  announceOutages();
  markPlaces();
  listenForSearch();
  try {
    const me = await whoAsks(guests);
    if (me) {
      masthead(me);
      greet(me);
    }
    await draw(me, main);
  } catch (problem) {
    if (problem.name === 'AbortError' || sessionEnded(problem)) return;
    if (!(problem instanceof Problem)) console.error(problem);
    main.replaceChildren(h('div', {class: 'sheet'}, failure(problem)));
  }
}

/** The id in an address such as /tracks/7, ready to stand in another address. */
export const lastPartOfAddress = () => encodeURIComponent(decodeURIComponent(location.pathname.split('/').at(-1)));

function greet({spotify, user}) {
  if (spotify.missing_scopes.length > 0 && !isDisconnected(spotify)) {
    notice('urgent', 'Spotify does not let us read or do all that we need. Log in again and agree to everything it lists.',
           h('a', {class: 'button slight', href: loginAddress()}, 'Log in with Spotify again'));
  } else if (spotify.state === 'needs_login') {
    const [what, way] = isDisconnected(spotify) ? ['You disconnected Spotify.', 'Connect Spotify again']
        : ['Spotify wants you to log in again.', 'Log in with Spotify again'];
    notice('urgent', `${what} What you have is safe; nothing new arrives until then.`,
           h('a', {class: 'button slight', href: loginAddress()}, way));
  } else if (spotify.expires_in_days !== null && spotify.expires_in_days <= kWarnDays) {
    notice('urgent', `Spotify's permission ends on ${dayOf(spotify.expires_at, user.time_zone)}. Logging in again renews it.`,
           h('a', {class: 'button slight', href: loginAddress()}, 'Log in again'));
  }
  if (spotify.sandbox) {
    document.querySelector('.foot-row').prepend(h('p', {}, 'Sandbox: invented music, and no real account is touched.'));
  }
  if (user.time_zone === null) rememberTimeZone();
}

/** Months and days are the reader's, so the server is told once where the reader is. */
async function rememberTimeZone() {
  try {
    await patch('/api/v1/me', {time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone});
  } catch (problem) {
    // A refusal changes nothing: the next page asks again.
    if (!(problem instanceof Problem) && problem.name !== 'AbortError') throw problem;
  }
}
