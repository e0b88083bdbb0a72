// Why a login came to nothing, in words for people. The server names the reason by a code in the address.
import {flaps} from '../parts/flaps.js';
import {page} from '../shell.js';

const kReasons = {
  denied: ['CANCELLED', 'You said no, and that is fine', 'Spotify told us that you did not allow the connection. Nothing was read and nothing was kept. You can log in whenever you like.'],
  expired: ['EXPIRED', 'The login took too long', 'Between leaving for Spotify and coming back too much time has passed, so the login was dropped. Begin again; it takes a moment.'],
  replayed: ['USED', 'This login has been used already', 'Each login works once. You may have gone back in the browser or reloaded the page. If you are not logged in yet, begin again.'],
  forged: ['REFUSED', 'This login did not begin here', 'The answer from Spotify does not belong to a login that this browser began, so it was refused. If you came here by a link, do not trust it. To log in, begin here.'],
  spotify_down: ['DELAYED', 'Spotify does not answer', 'Spotify could not finish the login. It is not your fault and not lasting: try again in a few minutes.'],
  not_configured: ['CLOSED', 'This time machine is not connected to Spotify', 'The operator has to set the client id and the secret of a Spotify app, and register the address of this machine with it. Until then nobody can log in.'],
  needs_login: ['RENEW', 'Spotify wants you to log in again', 'The connection has ended: it was withdrawn, or its six months were over. What you have is safe. Log in and it goes on.'],
};

page(() => {
  const reason = kReasons[new URLSearchParams(location.search).get('code')];
  if (!reason) return sign('STOPPED');
  const [word, title, sentence] = reason;
  sign(word);
  document.title = `${title} · Music Time Machine`;
  document.getElementById('title').textContent = title;
  document.getElementById('sentence').textContent = sentence;
}, {guests: true});

/** One word on flaps, as a board says it of a train. */
function sign(word) {
  const display = flaps(word.length);
  display.show(word);
  document.getElementById('mark').replaceChildren(display.element);
}
