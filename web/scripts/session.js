// Who asks, and how a session ends.
import {get, isAway, post, Problem} from './api.js';

const kBeenHere = 'logged-in';  // kept by the browser: nobody else can tell a session that has ended from one that never was

/** The person, the connection to Spotify and the latest capture; null for a guest where guests are welcome. */
export async function whoAsks(guests = false) {
  // A guest is asked first whether there is a session: a refused question would stand in the browser's console as an error.
  if (guests && !(await get('/api/v1/session')).signed_in) return null;
  const me = await get('/api/v1/me');
  localStorage.setItem(kBeenHere, me.user.spotify_user_id);
  // Out of the browser's memory the page comes back as it was, but only to the person whom it was made for.
  addEventListener('pageshow', (event) => event.persisted && localStorage.getItem(kBeenHere) !== me.user.spotify_user_id && location.reload());
  return me;
}

export async function logOut(everywhere = false) {
  await post('/logout', {everywhere});
  forget();
  location.assign('/?note=out');
}

/** Where to log in from here, so that the way back leads here. */
export const loginAddress = (path = location.pathname + location.search + location.hash) => `/login?to=${encodeURIComponent(path)}`;

/** True when the session is over: the front page is then on its way. */
export function sessionEnded(problem) {
  if (!(problem instanceof Problem) || problem.status !== 401) return false;
  const wanted = encodeURIComponent(location.pathname + location.search + location.hash);
  location.replace(`/?note=${localStorage.getItem(kBeenHere) ? 'ended' : 'login'}&to=${wanted}`);
  return true;
}

/** Whoever is logged in has connected Spotify: when it is not connected any more, that was the person's own wish. */
export const isDisconnected = (spotify) => spotify.authorized_at === null;

/** Nobody is logged in here any more, as they wished: there is no session that could end. */
export const forget = () => localStorage.removeItem(kBeenHere);

/** What to say beside a button whose work failed. */
export function sentenceOf(problem) {
  if (sessionEnded(problem)) return 'Your session has ended.';
  if (!(problem instanceof Problem)) {
    console.error(problem);
    return 'Something went wrong in this page. Reload it to go on.';
  }
  return isAway(problem) && problem.status ? `${problem.message} Try again in a moment.` : problem.message;
}
