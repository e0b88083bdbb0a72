// The sources of playlists as cards: what each is, what it would hold today, and the way to its preview.
import {get} from '../api.js';
import {h} from '../dom.js';
import {sentenceOf} from '../session.js';
import {counted, localized} from '../words.js';
import {cover} from './cover.js';

const kSample = 5;  // sleeves on a card
const kSnapshots = [
  {source: 'forgotten_gems', title: 'Forgotten Gems'},
  {source: 'recent_discoveries', title: 'Recent Discoveries'},
  {source: 'current_rotation', title: 'Current Rotation'},
  {source: 'currently_obsessed', title: 'Currently Obsessed'},
];
const kElsewhere = [
  {title: 'Any time', words: 'What you loved in a year, a month, a week or on a day, or what came out then.', href: '/time-machine', action: 'To the time machine'},
  {title: 'Like this one', words: 'What sounds like a track: open the track and make a playlist of its neighbours.', href: '/search', action: 'Search a track'},
];
const kMoods = ['Workout', 'Focus', 'Chill', 'Party', 'Melancholic'].map((title) => ({source: 'mood', mood: title.toLowerCase(), title}));

/** `choose(wish)` is called with what a card stands for: {source}, or {source: 'mood', mood}. `refresh()` asks again. */
export function sourceCards(choose) {
  const cards = [...kSnapshots, ...kMoods].map(({title, ...wish}) => card(title, wish, choose));
  const board = (name, these) => h('ul', {class: 'cards', 'aria-label': name}, these.map(({element}) => element));
  const element = h('div', {class: 'stack'},
      board('From your snapshots', cards.slice(0, kSnapshots.length)),
      h('h3', {class: 'cards-title'}, 'For a mood'), board('For a mood', cards.slice(kSnapshots.length)),
      h('h3', {class: 'cards-title'}, 'From elsewhere'), h('ul', {class: 'cards'}, kElsewhere.map(signpost)));
  return {
    element,
    refresh: () => Promise.all(cards.map(({refresh}) => refresh())),
    /** Marks the card whose preview is shown. */
    mark: (wish) => cards.forEach((one) => one.mark(wish)),
  };
}

/** The address of a preview; whatever a wish does not say is as the server thinks best. */
export const addressOf = ({source, ...rest}) => `/api/v1/recipes/${source}?${new URLSearchParams(rest)}`;

const signpost = ({title, words, href, action}) => h('li', {class: 'card signpost'},
    h('h3', {}, title), h('p', {class: 'small soft'}, words), h('div', {class: 'card-foot'}, h('a', {class: 'button slight', href}, action)));

function card(title, wish, choose) {
  const crate = h('div', {class: 'card-crate', 'aria-hidden': 'true'});
  const words = h('p', {class: 'small soft'}, 'Looking …');
  const size = h('p', {class: 'card-size'});
  const button = h('button', {class: 'button slight', type: 'button', 'aria-pressed': 'false', onclick: () => choose(wish)},
      'Preview', h('span', {class: 'unseen'}, `: ${title}`));
  const element = h('li', {class: 'card'}, crate, h('h3', {}, title), words, h('div', {class: 'card-foot'}, size, button));

  const show = ({tracks, candidates, definition, explanation}) => {
    element.classList.toggle('bare', candidates === 0);
    crate.replaceChildren(...tracks.map((track) => cover(track.image_url, {name: track.album ?? track.name})));
    words.textContent = localized(explanation ?? definition);
    size.textContent = candidates > 0 ? counted(candidates, 'track') : 'Nothing yet';
  };
  return {
    element,
    mark: (shown) => button.setAttribute('aria-pressed', String(shown?.source === wish.source && shown?.mood === wish.mood)),
    async refresh() {
      try {
        show(await get(addressOf({...wish, limit: kSample})));
      } catch (problem) {
        if (problem.name !== 'AbortError') words.textContent = sentenceOf(problem);
      }
    },
  };
}
