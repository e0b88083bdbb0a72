// Why a login came to nothing, in words for people. The server names the reason in <html data-problem>.
import {flaps} from '../parts/flaps.js';
import {loginAddress} from '../session.js';
import {page} from '../shell.js';

const kReasons = {
  denied: {
    word: 'CANCELLED', title: 'You said no, and that is fine',
    sentence: 'Spotify told us that you did not allow the connection. Nothing was read and nothing was kept. ' +
        'You can log in whenever you like.',
  },
  expired: {
    word: 'EXPIRED', title: 'The login took too long',
    sentence: 'Between leaving for Spotify and coming back too much time has passed, so the login was dropped. ' +
        'Begin again; it takes a moment.',
  },
  replayed: {
    word: 'USED', title: 'This login has been used already',
    sentence: 'Each login works once. You may have gone back in the browser or reloaded the page. ' +
        'If you are not logged in yet, begin again.',
  },
  forged: {
    word: 'REFUSED', title: 'This login did not begin here',
    sentence: 'The answer from Spotify does not belong to a login that this browser began, so it was refused. ' +
        'If you came here by a link, do not trust it. To log in, begin here.',
  },
  spotify_down: {
    word: 'DELAYED', title: 'Spotify does not answer',
    sentence: 'Spotify could not finish the login. It is not your fault and not lasting: try again in a few minutes.',
  },
  not_configured: {
    word: 'CLOSED', title: 'This time machine is not connected to Spotify',
    sentence: 'The operator has to set the client id and the secret of a Spotify app, and register the address of this ' +
        'machine with it. Until then nobody can log in.',
  },
  not_registered: {
    word: 'CLOSED', title: 'Spotify does not let you in here yet',
    sentence: 'The Spotify app of this time machine may serve only people whom its operator has put on its list, ' +
        'and you are not on it. Ask the operator to add your Spotify account.',
  },
};

page(() => {
  const {returnPath} = document.documentElement.dataset;  // where the login that failed was to lead
  if (returnPath) document.querySelector('#ways a[href="/login"]').href = loginAddress(returnPath);
  const reason = kReasons[document.documentElement.dataset.problem];
  const word = reason?.word ?? 'STOPPED';
  const display = flaps(word.length);
  display.show(word);
  document.getElementById('mark').replaceChildren(display.element);
  if (!reason) return;
  document.title = `${reason.title} · Music Time Machine`;
  document.getElementById('title').textContent = reason.title;
  document.getElementById('sentence').textContent = reason.sentence;
}, {guests: true});
