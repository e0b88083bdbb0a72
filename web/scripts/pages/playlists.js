// Playlists to be made, from any source, and those that were kept.
import {keptShelf} from '../parts/kept-shelf.js';
import {snapshotButton} from '../parts/snapshot-button.js';
import {sourceCards} from '../parts/source-cards.js';
import {sourcePreview} from '../parts/source-preview.js';
import {page} from '../shell.js';

const preview = document.getElementById('preview');

page(async (me) => {
  const zone = me.user.time_zone;
  const shelf = keptShelf(document.getElementById('playlists'), zone);

  const board = sourcePreview(preview, {kept: () => shelf.refresh(), snapshot: () => snapshotButton(zone, refresh)});
  const choose = (wish, manner) => {
    history.replaceState(null, '', `?${new URLSearchParams(wish)}`);
    cards.mark(wish);
    return board.show(wish, manner);
  };
  const cards = sourceCards(choose);
  const refresh = () => {
    cards.refresh();
    board.refresh();
  };

  document.getElementById('snapshot').replaceChildren(snapshotButton(zone, refresh));
  document.getElementById('sources').replaceChildren(cards.element);
  const asked = wishOf(new URLSearchParams(location.search));
  if (asked.source) choose(asked, {face: asked.source === 'similar'});
  await Promise.all([cards.refresh(), shelf.refresh()]);
});

/** What an address asks for; numbers are numbers, as they are when a form gives them. */
const wishOf = (parameters) => Object.fromEntries([...parameters].map(([name, value]) => [name, /^\d+$/.test(value) ? Number(value) : value]));
