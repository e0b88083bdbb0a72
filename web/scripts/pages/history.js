// All plays, newest first: who told each, what is missing in between, and what the person removes or adds.
import {h} from '../dom.js';
import {live, unhurried} from '../live.js';
import {addPlay} from '../parts/add-play.js';
import {feedFilters} from '../parts/feed-filters.js';
import {playFeed} from '../parts/play-feed.js';
import {removedPlays} from '../parts/removed-plays.js';
import {page} from '../shell.js';

page(async ({user}) => {
  const place = document.getElementById('history');
  const feed = playFeed(user, {onRemoval: () => removed.changed(), onSources: (sources) => filters.offer(sources)});
  const removed = removedPlays(user, {onRestored: () => feed.refresh()});
  const filters = feedFilters((filter) => feed.show(filter));
  const adding = addPlay(user, {onAdded: (play) => feed.added(play)});
  place.replaceChildren(h('div', {class: 'history-tools'}, filters.element, adding.element), feed.element, removed.element);
  await feed.show(filters.filter());
  addEventListener('popstate', () => feed.show(filters.read()));
  follow(feed);
});

/** New plays appear by themselves; the first event makes up for what came between the page's own question and the stream. */
function follow(feed) {
  let known = null;
  const refresh = unhurried(feed.refresh);
  live({history: ({version, epoch}) => {
    const state = `${epoch} ${version}`;
    if (known !== state) refresh();
    known = state;
  }});
}
