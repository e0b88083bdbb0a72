// All plays, newest first: who told each, what is missing in between, and what the person removes or adds.
import {Problem} from '../api.js';
import {h} from '../dom.js';
import {watch} from '../events.js';
import {addPlay} from '../parts/add-play.js';
import {feedFilters} from '../parts/feed-filters.js';
import {playFeed} from '../parts/play-feed.js';
import {removedPlays} from '../parts/removed-plays.js';
import {sessionEnded} from '../session.js';
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

/** New plays appear by themselves. Where events can't be had the page is as it was loaded. */
async function follow(feed) {
  let known = null;
  try {
    await watch('/api/v1/history/events', {history: ({version, epoch}) => {
      const said = `${epoch} ${version}`;
      if (known !== null && known !== said) feed.refresh();
      known = said;
    }});
  } catch (problem) {
    if (problem.name === 'AbortError' || sessionEnded(problem) || problem instanceof Problem) return;
    throw problem;
  }
}
