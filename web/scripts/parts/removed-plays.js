// What the person has removed, and the way to put it back. Asked for when somebody looks.
import {get, post} from '../api.js';
import {h} from '../dom.js';
import {moment} from '../words.js';
import {trackLink} from './links.js';
import {troubleSpot} from './trouble.js';

/** {element, changed()}: a details element. `onRestored()` is called when a play was put back. */
export function removedPlays(user, {onRestored}) {
  const list = h('ul', {class: 'entries'});
  const none = h('p', {class: 'soft small', hidden: true}, 'You have removed no play.');
  const trouble = troubleSpot();
  const summary = h('summary', {}, 'Removed plays');
  const element = h('details', {class: 'behind', ontoggle: () => changed()}, summary,
      h('p', {class: 'soft small'}, 'They count nowhere, and no import brings them back. The latest 200 stand here.'), none, list, trouble.element);

  const changed = () => element.open && trouble.run(summary, async () => {
    const {removed} = await get('/api/v1/history/removed');
    list.replaceChildren(...removed.map(row));
    none.hidden = removed.length > 0;
    return null;
  });

  function row({id, track, started_at: began, ended_at: ended}) {
    const name = track?.name ?? 'A track that no source names any more';
    const button = h('button', {class: 'button slight', type: 'button', 'aria-label': `Put back ${name}`, onclick: () => trouble.run(button, async () => {
      await post(`/api/v1/history/${encodeURIComponent(id)}/restore`);
      line.remove();
      none.hidden = list.children.length > 0;
      await onRestored();
      return summary;
    })}, 'Put back');
    const line = h('li', {},
        h('div', {},
            h('p', {class: 'entry-name', dir: 'auto'}, track ? trackLink(track) : name, track && h('span', {class: 'small soft'}, track.artist)),
            h('p', {class: 'small soft figures'}, moment(began ?? ended, user.time_zone, {dateStyle: 'medium', timeStyle: 'short'}))),
        button);
    return line;
  }

  return {element, changed};
}
