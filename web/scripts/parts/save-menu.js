// Saves a list as a file: a menu of formats.
import {h} from '../dom.js';
import {downloadLink} from './download.js';
import {troubleSpot} from './trouble.js';

export const kTable = [['csv', 'Table (CSV)']];
export const kPlaylist = [...kTable, ['m3u', 'Playlist (M3U)'], ['jspf', 'Playlist (JSPF)']];

/** `address()` is what the list is asked for by, with its query. */
export function saveMenu(address, formats = kPlaylist) {
  const trouble = troubleSpot();
  const list = h('ul', {});
  const summary = h('summary', {class: 'button'}, 'Save as…');
  const menu = h('details', {class: 'save-menu'}, summary, list, trouble.element);
  menu.addEventListener('toggle', () => {
    if (menu.open) list.replaceChildren(...formats.map(([format, words]) => h('li', {}, downloadLink(addressOf(address(), format), words, trouble, 'save-as'))));
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    summary.focus();
  });
  menu.addEventListener('focusout', ({relatedTarget}) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
  document.addEventListener('pointerdown', ({target}) => {
    if (!menu.contains(target)) menu.open = false;
  });
  return menu;
}

const addressOf = (address, format) => `${address}${address.includes('?') ? '&' : '?'}format=${format}`;
