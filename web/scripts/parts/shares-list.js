// What a person shares: where, until when and how often it was looked at; to copy, to give another end, to revoke.
import {get, patch, remove} from '../api.js';
import {h} from '../dom.js';
import {counted, dayOf} from '../words.js';
import {indexOf, neighbour} from './neighbour.js';
import {copyButton, kLives} from './share.js';
import {troubleSpot} from './trouble.js';

/** `shares` are those that are there when the page opens. */
export function sharesList(user, shares) {
  const list = h('ul', {class: 'entries'});
  const none = h('p', {class: 'soft', hidden: true}, 'You share nothing. Charts, recaps, the time machine and playlists have a button for it.');
  const trouble = troubleSpot();

  const show = async () => draw((await get('/api/v1/shares')).shares);

  function draw(all) {
    none.hidden = all.length > 0;
    list.replaceChildren(...all.map(row));
  }

  function row(share) {
    const path = new URL(share.url).pathname;
    const said = h('p', {class: 'small', role: 'status'});
    const link = h('input', {readonly: true, value: share.url, class: 'key-text', 'aria-label': `Link of ${share.title}`, onfocus: ({currentTarget}) => currentTarget.select()});
    const life = h('select', {'aria-label': `${share.title} expires`, onchange: () => life.value !== '' && trouble.run(life, async () => {
      await patch(`/api/v1/shares/${share.slug}`, {days: Number(life.value)});
      const index = indexOf(line);
      await show();
      return list.children[index]?.querySelector('select');
    })}, h('option', {value: ''}, ends(share)), kLives.map(([days, text]) => h('option', {value: days}, text)));
    const revoke = h('button', {class: 'button slight', type: 'button', 'aria-label': `Revoke ${share.title}`, onclick: () => trouble.run(revoke, async () => {
      const index = indexOf(line);
      await remove(`/api/v1/shares/${share.slug}`);
      await show();
      return neighbour(list, index);
    })}, 'Revoke');
    const line = h('li', {},
        h('div', {class: 'stack tight'},
            h('p', {class: 'entry-name'}, h('a', {href: path, dir: 'auto'}, share.title), share.expired && h('span', {class: 'tag'}, 'expired')),
            h('p', {class: 'small soft'}, [share.period, share.person, `shared on ${dayOf(share.created_at, user.time_zone)}`, counted(share.views, 'view')].filter(Boolean).join(' · ')),
            link, said),
        h('div', {class: 'row'}, h('div', {class: 'field'}, life), copyButton(share.url, link, said), revoke));
    return line;
  }

  const ends = ({expires_at: end}) => (end ? `Expires on ${dayOf(end, user.time_zone)}` : 'Never expires');

  draw(shares);
  return [h('p', {class: 'soft'}, 'Anybody who has one of these links can see what it shows. Revoking one takes effect at once.'),
          none, list, trouble.element];
}
