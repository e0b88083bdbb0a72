// A link to a file that is made when it is asked for. It asks first, for a browser says nothing of a download that is refused.
import {askFor} from '../api.js';
import {h} from '../dom.js';

/** `trouble` (a troubleSpot) says why not. */
export function downloadLink(href, text, trouble, kind = 'button') {
  let asking = false;
  const link = h('a', {class: kind, href, download: true, onclick: async (event) => {
    event.preventDefault();
    if (asking) return;  // two at once would be one too many
    asking = true;
    await trouble.run(link, async () => {
      await askFor(href);
      h('a', {href, download: true}).click();
    });
    asking = false;
  }}, text);
  return link;
}
