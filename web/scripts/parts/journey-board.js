// The board a journey arrives on: tracks on the left, how they sound on the right, and at the end the way home.
import {h, reducedMotion} from '../dom.js';
import {count, counted} from '../words.js';
import {Arrivals} from './arrivals.js';
import {cover} from './cover.js';
import {featurePanel} from './feature-panel.js';
import {folded} from './folded.js';
import {keepForm} from './keep-form.js';
import {saveMenu} from './save-menu.js';
import {shareButton} from './share.js';
import {trackRow} from './track-row.js';

const kCrate = 5;  // sleeves beside the date

/**
 * The board of one journey (what the server is asked for, as texts); `begin`, `arrive`, `end` and `interrupt` hear the events
 * of its stream. `crate` is where the first sleeves lean against the date; `user` may share what has arrived.
 */
export function journeyBoard(journey, signal, crate, user) {
  const heading = h('h2', {});
  const progress = h('p', {class: 'small figures'});
  const rule = h('p', {class: 'soft small'});
  const bar = h('progress', {'aria-label': 'Tracks that have arrived'});
  const spoken = h('p', {class: 'unseen', role: 'status'});
  const home = h('div', {class: 'home'}, bar);
  const list = h('ol', {class: 'tracks'});
  const panel = featurePanel();
  const share = shareButton({user, wish: () => ({what: 'year', ...daysOf(start.range), choice: journey.choice, order: journey.order, limit: Number(journey.limit)}), words: () => start.name});
  const save = saveMenu(() => `/api/v1/time-machine?${new URLSearchParams(journey)}`);
  const element = h('div', {class: 'journey-result'},
      h('div', {class: 'stack strip'}, h('div', {class: 'sign'}, heading, progress), rule, spoken, home),
      h('section', {class: 'list', 'aria-label': 'Tracks'}, list), folded('beside', 'How it sounds', panel.sound, panel.map));
  const tracks = [];
  const seen = new Set();
  let start = null;
  let queue = null;
  signal.addEventListener('abort', () => queue?.stop());

  const letIn = (newcomers) => {
    tracks.push(...newcomers);
    list.append(...newcomers.map((track) => trackRow(track, {arriving: true, marked: start.with_features > 0})));
    newcomers.filter(({position}) => position <= kCrate).forEach((track) => lean(track, crate));
    progress.textContent = `${tracks.length} of ${counted(start.count, 'track')}`;
    bar.value = tracks.length;
    panel.show(tracks, start.count);
  };

  return {
    element,
    /** A stream that broke begins again: what stands on the board already is not let in twice. */
    begin(data) {
      start = data;
      heading.textContent = data.name;
      rule.textContent = data.rule;
      bar.max = Math.max(1, data.count);
      bar.value = tracks.length;
      queue ??= new Arrivals(data.count, letIn);
      panel.show(tracks, data.count);
      spoken.textContent = `${counted(data.count, 'track')} of ${count(data.candidates)} are on their way.`;
    },
    arrive(track) {
      if (seen.has(track.id)) return;
      seen.add(track.id);
      queue.add(track);
    },
    end(totals) {
      queue.finish().then(() => {
        if (signal.aborted) return;
        panel.show(tracks, totals.count, totals.averages);
        const chosen = start.candidates > totals.count ? `, chosen from ${count(start.candidates)}` : '';
        progress.textContent = `${counted(totals.count, 'track')}${chosen}`;
        spoken.textContent = `All ${counted(totals.count, 'track')} have arrived, ` +
            `${totals.without_features} of them without audio features.`;
        home.replaceChildren(totals.count > 0
            ? folded('keeping', 'Publish, share or save', keepForm({...journey, limit: Number(journey.limit)}, start.name), h('div', {class: 'row'}, start.range.from && share, save))
            : nothing());
      });
      return true;
    },
    interrupt(sentence, again) {
      Promise.resolve(queue?.finish()).then(() => {
        home.replaceChildren(h('div', {class: 'stack verdict failed', role: 'alert'},
            h('p', {}, `${sentence} ${counted(tracks.length, 'track')} had arrived.`),
            h('div', {class: 'row'}, h('button', {class: 'button go', type: 'button', onclick: again}, 'Travel again'))));
      });
    },
  };
}

const nothing = () => h('p', {}, 'Nothing of these days is left in your library. Choose others.');

/** As a share takes them. */
const daysOf = ({period, from, to}) => period ? {period} : {from, to};

function lean(track, crate) {
  const sleeve = cover(track.image_url, {eager: true, name: track.album ?? track.name});
  crate.append(sleeve);
  if (!reducedMotion()) sleeve.animate([{opacity: 0, transform: 'translateY(2rem)'}, {}], {duration: 380, easing: 'ease-out'});
}
