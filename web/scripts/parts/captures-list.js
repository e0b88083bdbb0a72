// Every reading from Spotify, with when and how much.
import {get} from '../api.js';
import {h} from '../dom.js';
import {counted, localized, moment} from '../words.js';
import {stateMark} from './state-mark.js';
import {troubleSpot} from './trouble.js';

export function capturesList(user) {
  const rows = h('tbody', {});
  const trouble = troubleSpot();
  const details = h('details', {class: 'behind', ontoggle: () => details.open && trouble.run(again, show)},
      h('summary', {}, 'Earlier syncs'),
      h('div', {class: 'scroll'}, h('table', {},
          h('caption', {class: 'unseen'}, 'Syncs with Spotify, newest first'),
          h('thead', {}, h('tr', {}, ['When', 'State', 'What came of it'].map((name) => h('th', {scope: 'col'}, name)))), rows)),
      trouble.element);
  const again = h('button', {hidden: true});

  async function show() {
    const {captures} = await get('/api/v1/captures');
    rows.replaceChildren(...captures.map((capture) => h('tr', {},
        h('td', {}, moment(capture.started_at, user.time_zone, {dateStyle: 'medium', timeStyle: 'short'})),
        h('td', {}, stateMark(capture.state)),
        h('td', {}, resultOf(capture, user.time_zone)))));
  }
  return details;
}

function resultOf({state, steps, problem_count: problems, sentence}, timeZone) {
  if (state === 'failed') return localized(sentence, timeZone);
  const sum = (name) => steps.reduce((total, step) => total + (step[name] ?? 0), 0);
  return [`${counted(sum('done'), 'entry', 'entries')} read`, `${counted(sum('added'), 'new one')}`,
          problems > 0 && `${counted(problems, 'entry', 'entries')} left out`].filter(Boolean).join(', ');
}
