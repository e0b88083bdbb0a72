// Years, or the months of a year, as bars on a line through time: as high as much happened in them. It is a group of radio
// buttons: arrows walk along.
import {h, reducedMotion} from '../dom.js';
import {calendar, count, counted, monthName} from '../words.js';

const kLongGap = 3;  // years without anything; longer gaps are drawn no wider

/** In `strip`; `onChoose(period)` is called with what somebody chose: "2016" or "2016-05". */
export function density(strip, onChoose) {
  let shown = null;
  let inputs = new Map();

  function draw(columns) {
    const most = Math.max(1, ...columns.map(({amount}) => amount));
    inputs = new Map();
    strip.replaceChildren(...columns.flatMap(({period, label, words, plays, amount, gap = 0}) => {
      const input = h('input', {type: 'radio', name: 'column', value: period, disabled: amount === 0, 'aria-label': words});
      inputs.set(period, input);
      return [
        gap > 0 && h('span', {class: 'gap', '--years': Math.min(gap, kLongGap), 'aria-hidden': 'true'}),
        h('label', {class: 'year', '--share': amount / most, title: words},
            input, h('span', {class: 'tally'}, plays > 0 ? count(plays) : ''), h('span', {class: 'pillar'}), h('span', {class: 'number'}, label)),
      ].filter(Boolean);
    }));
  }

  /** Marks this one, if it is there, and no other. */
  function mark(period) {
    for (const input of inputs.values()) input.checked = input.value === period;
    const column = inputs.get(period)?.parentElement;
    if (!column) return;
    const left = column.offsetLeft + column.offsetWidth / 2 - strip.clientWidth / 2;
    strip.scrollTo({left, behavior: reducedMotion() ? 'instant' : 'smooth'});
  }

  strip.addEventListener('change', ({target}) => onChoose(target.value));
  return {
    /** `key` names what is shown, so that the same is not drawn twice. */
    show(key, columns, period) {
      if (shown !== key) draw(columns);
      shown = key;
      mark(period);
    },
  };
}

/** As columns, of {period, plays, likes, in_top_lists} or {period, tracks}: years from the first to the last that have something; twelve months. */
export const yearColumns = (periods) => periods.map((busy, index) => ({
  ...column(busy), label: busy.period, gap: index > 0 ? busy.period - periods[index - 1].period - 1 : 0,
}));

export const monthColumns = (year, periods) => Array.from({length: 12}, (_, index) => {
  const period = `${year}-${String(index + 1).padStart(2, '0')}`;
  const busy = periods.find((one) => one.period === period) ?? {period, plays: 0, likes: 0, in_top_lists: 0};
  return {...column(busy), label: monthName(`${period}-01`)};
});

function column({period, plays, likes, in_top_lists: listed, tracks}) {
  if (tracks !== undefined) return {period, plays: tracks, amount: tracks, words: `${calendar(period)}, ${counted(tracks, 'track')}`};
  const words = [plays > 0 && counted(plays, 'play'), likes > 0 && counted(likes, 'like'), listed > 0 && `${count(listed)} in top lists`].filter(Boolean);
  return {period, plays, amount: plays + likes + listed, words: `${calendar(period)}, ${words.join(', ') || 'nothing'}`};
}
