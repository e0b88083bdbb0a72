// The browsers that are logged in; each can be logged out.
import {get, post, remove} from '../api.js';
import {h} from '../dom.js';
import {counted, moment} from '../words.js';
import {indexOf, neighbour} from './neighbour.js';
import {section} from './section.js';
import {troubleSpot} from './trouble.js';

/** `sessions` are those that are there when the page opens. */
export function sessionsList(user, sessions) {
  const list = h('ul', {class: 'entries'});
  const trouble = troubleSpot();
  const others = h('button', {class: 'button', type: 'button', hidden: true, onclick: () => trouble.run(others, async () => {
    const {ended} = await post('/api/v1/sessions/end-others');
    said.textContent = `${counted(ended, 'other session')} ended.`;
    await show();
    return heading;
  })}, 'End all others');
  const said = h('p', {class: 'small', role: 'status'});

  const show = async () => draw((await get('/api/v1/sessions')).sessions);

  function draw(all) {
    list.replaceChildren(...all.map(row));
    others.hidden = all.length < 2;
  }

  function row(session) {
    const when = (text) => moment(text, user.time_zone, {dateStyle: 'medium', timeStyle: 'short'});
    const name = browserOf(session.agent);
    const end = h('button', {class: 'button slight', type: 'button', 'aria-label': `End the session of ${name}`, onclick: () => trouble.run(end, async () => {
      const index = indexOf(line);
      await remove(`/api/v1/sessions/${session.id}`);
      await show();
      return neighbour(list, index) ?? heading;
    })}, 'End');
    const line = h('li', {},
        h('div', {}, h('p', {class: 'entry-name'}, name, session.current && h('span', {class: 'tag'}, 'this browser')),
            h('p', {class: 'small soft'}, `Last used ${when(session.last_used_at)}, since ${when(session.created_at)}`)),
        !session.current && end);
    return line;
  }

  const element = section({id: 'sessions', title: 'Where you are logged in'}, list, trouble.element, h('div', {class: 'row'}, others, said));
  const heading = element.querySelector('h2');
  heading.tabIndex = -1;  // for the keyboard when the last button has gone
  draw(sessions);
  return element;
}

/** "Firefox on Linux": enough to know one's own. */
function browserOf(agent) {
  if (!agent) return 'Unknown browser';
  const find = (names) => names.find(([pattern]) => pattern.test(agent))?.[1];
  const browser = find([[/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']]);
  const system = find([[/iPhone|iPad/, 'iOS'], [/Android/, 'Android'], [/Mac OS X/, 'macOS'], [/Windows/, 'Windows'], [/Linux/, 'Linux']]);
  if (!browser) return agent.slice(0, 60);
  return system ? `${browser} on ${system}` : browser;
}
