// One-line notices between the masthead and the page: outages, the connection to Spotify.
import {kBroken} from '../api.js';
import {h} from '../dom.js';

/** kind: urgent or away. */
export function notice(kind, sentence, action = null) {
  const element = h('div', {class: `notice ${kind}`},
      h('div', {class: 'notice-row'}, h('p', {}, sentence), action));
  document.getElementById('notices').append(element);
  return element;
}

/** While a read waits for the server: why, and how long until the next attempt. Only the reason is read aloud, once. */
export function announceOutages() {
  let shown = null;
  document.addEventListener('mtm:away', ({detail: {seconds, status}}) => {
    shown ??= outage(status);
    shown.countdown.textContent = seconds > 0 ? ` Trying again in ${seconds} s.` : ' Trying again …';
  });
  document.addEventListener('mtm:back', () => {
    shown?.element.remove();
    shown = null;
  });
}

function outage(status) {
  const reason = {
    [kBroken]: 'The connection broke.',
    0: 'There is no connection to the time machine.',
    429: 'That was a little too much at once.',
    503: 'The database is unavailable.',
  }[status] ?? 'The time machine does not answer.';
  const element = notice('away', reason);
  const countdown = h('span', {'aria-hidden': 'true', class: 'figures'});
  element.querySelector('p').append(countdown);
  return {element, countdown};
}
