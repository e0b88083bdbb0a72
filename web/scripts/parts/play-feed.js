// Plays day by day, newest first, with the gaps between them. What is shown stays in place while plays come and go around it.
import {get, isAway, post, remove} from '../api.js';
import {arrange, focusIn, h} from '../dom.js';
import {sentenceOf} from '../session.js';
import {counted, duration, moment, stretch} from '../words.js';
import {cover} from './cover.js';
import {artistLink, trackLink} from './links.js';
import {fullName, markOf} from './source-names.js';
import {empty} from './states.js';
import {troubleSpot} from './trouble.js';

const kMissing = {
  full_page: 'Spotify tells the last 50 plays only, and you played more.',
  no_reading: 'Spotify could not be asked.',
};
const kByHand = 'hand';

/**
 * {element, show(filter), refresh(), added(play)}: `filter` is a URLSearchParams. `refresh()` looks for what is new at the top.
 * `onRemoval()` is called when a play was removed or put back, `onSources(sources)` with all that have told anything.
 */
export function playFeed(user, {onRemoval, onSources}) {
  const days = h('div', {class: 'days'});
  const said = h('p', {class: 'unseen', role: 'status'});
  const none = h('div', {hidden: true});
  const trouble = troubleSpot();
  const earlier = h('button', {class: 'button', type: 'button', hidden: true, onclick: () => trouble.run(earlier, showEarlier)}, 'Earlier plays');
  const undo = undoBar();
  const element = h('section', {class: 'feed', 'aria-label': 'Plays'}, days, none, earlier, trouble.element, said, undo.element);
  const rows = new Map();      // by key: what has not changed stays as it is
  const headings = new Map();  // by day
  let filter = new URLSearchParams();
  let plays = [], gaps = [], totals = new Map(), sources = [], next = null;
  let turn = 0;

  function ask(more = {}) {
    const query = new URLSearchParams([...filter, ...Object.entries(more)]);
    return get(query.size > 0 ? `/api/v1/history?${query}` : '/api/v1/history');
  }

  async function show(wanted) {
    const mine = ++turn;
    filter = new URLSearchParams(wanted);
    try {
      const page = await ask();
      if (mine !== turn) return;
      plays = [], gaps = [], totals = new Map();
      take(page, true);
      trouble.element.hidden = true;
      draw();
      said.textContent = plays.length === 0 ? 'No plays.' : `${counted(plays.length, 'play')}${next ? ', and earlier ones' : ''}.`;
    } catch (problem) {
      if (problem.name === 'AbortError' || mine !== turn) return;
      trouble.element.textContent = sentenceOf(problem);
      trouble.element.hidden = false;
    }
  }

  /** A page behind what is there, or in place of it. */
  function take(page, fromTop) {
    plays = fromTop ? page.plays : [...plays, ...page.plays];
    gaps = fromTop ? page.gaps : [...gaps, ...page.gaps];
    for (const day of page.days) totals.set(day.day, day);
    sources = page.sources;
    onSources(sources);
    next = page.next;
  }

  async function showEarlier() {
    const mine = turn, before = plays.length;
    const page = await ask({after: next});
    if (mine !== turn) return null;
    take(page, false);
    draw();
    said.textContent = `${counted(plays.length - before, 'earlier play')}.`;
    return next ? null : rows.get(plays[before]?.id)?.element.querySelector('a') ?? null;
  }

  /** The newest page again: what is below it stays. */
  async function refresh() {
    const mine = turn;
    let page;
    try {
      page = await ask();
    } catch (problem) {
      if (problem.name === 'AbortError' || isAway(problem)) return;
      throw problem;
    }
    if (mine !== turn) return;
    const known = new Set(plays.map(({id}) => id));
    const fresh = page.plays.filter(({id}) => !known.has(id)).length;
    const last = plays.findIndex(({id}) => id === page.plays.at(-1)?.id);
    if (last < 0 || !page.next) {
      gaps = [], totals = new Map();
      take(page, true);
    } else {
      const below = plays.slice(last + 1), way = next;
      const oldest = timeOf(page.plays.at(-1)), lower = gaps.filter(({id, from}) => Date.parse(from) < oldest && !page.gaps.some((gap) => gap.id === id));
      take(page, true);
      plays = [...page.plays, ...below];
      gaps = [...page.gaps, ...lower];
      next = way;
    }
    draw();
    if (fresh > 0) said.textContent = `${counted(fresh, 'new play')} at the top.`;
  }

  /** What a day has after a play of it has gone or come. */
  async function count(day) {
    const mine = turn;
    const within = new URLSearchParams(filter);
    within.set('from', day);
    within.set('to', day);
    within.set('limit', '1');
    const page = await get(`/api/v1/history?${within}`);
    if (mine !== turn) return;
    if (page.days[0]) totals.set(day, page.days[0]);
    draw();
  }

  function draw() {
    const sections = [];
    for (const play of plays) {
      if (sections.at(-1)?.day !== play.day) sections.push({day: play.day, entries: []});
      sections.at(-1).entries.push({key: play.id, at: timeOf(play), told: JSON.stringify([play, sources.length]), make: () => playRow(play)});
    }
    for (const gap of gaps) placeGap(sections, gap);
    const used = new Set();
    arrange(days, sections.map(({day, entries}) => {
      const section = headings.get(day) ?? daySection(day);
      headings.set(day, section);
      section.figures.textContent = figuresOf(totals.get(day));
      arrange(section.list, entries.map(({key, told, make}) => {
        used.add(key);
        if (rows.get(key)?.told !== told) rows.set(key, {told, element: make()});
        return rows.get(key).element;
      }));
      return section.element;
    }));
    for (const key of [...rows.keys()]) if (!used.has(key)) rows.delete(key);
    earlier.hidden = next === null;
    none.hidden = plays.length > 0;
    none.replaceChildren(...plays.length > 0 ? [] : [filter.size > 0
        ? empty('No plays like that', 'No play of yours fits what you asked for.')
        : empty('No plays yet', 'What you play on Spotify appears here by itself. What you played before comes from an import.',
            h('a', {class: 'button go', href: '/sources'}, 'Import your history'))]);
  }

  /** Behind the first play, newest first, that was over when the gap began. */
  function placeGap(sections, gap) {
    const entry = {key: `gap ${gap.id}`, told: JSON.stringify(gap), make: () => gapRow(gap)};
    const from = Date.parse(gap.from);
    for (const section of sections) {
      const at = section.entries.findIndex((entry) => entry.at <= from);
      if (at < 0) continue;
      section.entries.splice(at, 0, entry);
      return;
    }
    sections.at(-1)?.entries.push(entry);
  }

  function daySection(day) {
    const figures = h('span', {class: 'small figures'});
    const list = h('ol', {class: 'plays'});
    const id = `day-${day}`;
    return {figures, list, element: h('section', {'aria-labelledby': id}, h('div', {class: 'day'}, h('h2', {id}, dayName(day)), figures), list)};
  }

  function playRow(play) {
    const {track, started_at: began, ended_at: ended, ms_played: played} = play;
    const time = (text) => moment(text, user.time_zone, {timeStyle: 'short'});
    const tellers = play.sources.map((id) => sources.find((source) => source.id === id)).filter(Boolean);
    const marks = sources.length > 1 && tellers.length > 0;
    const button = h('button', {class: 'quiet-button', type: 'button', 'aria-label': `Remove ${track.name}, ${time(began ?? ended)}`, title: 'Remove this play',
      onclick: () => trouble.run(button, () => removePlay(play))}, '×');
    return h('li', {},
        h('p', {class: 'when figures'}, !began && h('span', {class: 'unseen'}, 'until '), h('time', {datetime: began ?? ended}, time(began ?? ended))),
        cover(track.image_url, {name: track.album ?? track.name}),
        h('div', {},
            h('p', {class: 'title', dir: 'auto'}, trackLink(track)),
            h('p', {class: 'by', dir: 'auto'}, artistLink({id: track.artist_id, name: track.artist}), track.album && ` · ${track.album}`)),
        h('p', {class: 'told'}, marks && [h('span', {class: 'unseen'}, `From ${counted(tellers.length, 'source')}: `),
            tellers.map((source) => h('span', {class: 'tag', title: fullName(source)}, markOf(source)))].flat()),
        h('p', {class: 'length figures'}, lengthOf(played, track.duration_ms)),
        button);
  }

  async function removePlay(play) {
    await remove(`/api/v1/history/${encodeURIComponent(play.id)}`);
    plays = plays.filter(({id}) => id !== play.id);
    draw();
    onRemoval();
    const byHand = play.sources.every((id) => sources.find((source) => source.id === id)?.kind === kByHand);
    undo.offer(`“${play.track.name}” is removed.`, async () => {
      if (byHand) await post('/api/v1/history', {track_id: play.track.id, started_at: play.started_at, ...play.ms_played === null ? {} : {ms_played: play.ms_played}});
      else await post(`/api/v1/history/${encodeURIComponent(play.id)}/restore`);
      await refreshAround(`“${play.track.name}” is back.`);
      onRemoval();
      return rows.get(play.id)?.element.querySelector('button');
    });
    await count(play.day);
    return undo.button;
  }

  /** After a change at a play that may be further down than the newest page. */
  async function refreshAround(sentence) {
    const many = plays.length + 1;
    const mine = turn;
    let page = await ask({limit: Math.min(many, 200)});
    const found = [...page.plays], holes = [...page.gaps], all = [...page.days];
    while (page.next && found.length < many) {
      page = await ask({limit: Math.min(many - found.length, 200), after: page.next});
      found.push(...page.plays), holes.push(...page.gaps), all.push(...page.days);
    }
    if (mine !== turn) return;
    totals = new Map();
    take({...page, plays: found, gaps: holes, days: all}, true);
    draw();
    said.textContent = sentence;
  }

  /** The play stands where its time belongs, which may be further down than what is shown. */
  async function added(play) {
    const sentence = `“${play.track.name}” is ${play.added ? 'added' : 'there already'}.`;
    await refreshAround(sentence);
    if (!play.added) return;
    undo.offer(sentence, async () => {
      // What others report of the same play stays.
      await remove(`/api/v1/history/${encodeURIComponent(play.id)}?only=hand`);
      await refreshAround(`“${play.track.name}” is taken back.`);
      return null;
    });
  }

  function gapRow({from, until, why, filled_by: filled, plays_found: found}) {
    const when = until ? stretch(from, until, user.time_zone) : `Since ${moment(from, user.time_zone, {dateStyle: 'medium', timeStyle: 'short'})}`;
    const source = sources.find(({id}) => id === filled);
    return h('li', {class: 'gap'}, filled !== null
        ? h('p', {}, h('b', {}, `Gap filled: ${counted(found, 'play')} found`), h('span', {class: 'soft'}, ` · ${when}${source ? ` · by ${fullName(source)}` : ''}`))
        : [h('p', {}, h('b', {}, 'Plays may be missing here'), h('span', {class: 'soft'}, ` · ${when}`)),
          h('p', {class: 'small soft'}, `${kMissing[why] ?? ''} `, h('a', {href: '/sources#how'}, 'Import Spotify’s export'), ' to fill the gap, or add a play by hand.')]);
  }

  function dayName(day) {
    const [year, month, date] = day.split('-').map(Number);
    return new Intl.DateTimeFormat(undefined, {dateStyle: 'full', timeZone: 'UTC'}).format(new Date(Date.UTC(year, month - 1, date)));
  }

  return {element, show, refresh, added};
}

/** When it was over; what is known of it. */
const timeOf = ({started_at: began, ended_at: ended}) => Date.parse(ended ?? began);

/** "41 plays, 2 h 11 min" */
function figuresOf(day) {
  if (!day) return '';
  const minutes = Math.round(day.minutes);
  const time = minutes >= 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes} min`;
  const unknown = day.plays_without_length > 0 && day.plays_without_length < day.plays ? ` and ${day.plays_without_length} without a known length` : '';
  return [counted(day.plays, 'play'), day.plays_without_length < day.plays && time + unknown].filter(Boolean).join(', ');
}

/** "3:35", or of one that was cut short "0:12 of 3:35". */
function lengthOf(played, whole) {
  if (played === null) return '';
  return whole !== null && played < whole * 0.9 ? [h('b', {}, duration(played)), h('span', {class: 'soft'}, ` of ${duration(whole)}`)] : duration(played);
}

/** What was done last, with the way back. */
function undoBar() {
  const sentence = h('p', {});
  const button = h('button', {class: 'button slight', type: 'button'}, 'Undo');
  const close = h('button', {class: 'quiet-button', type: 'button', 'aria-label': 'Dismiss', onclick: hide}, '×');
  const trouble = troubleSpot();
  const element = h('div', {class: 'undo-bar', role: 'status', hidden: true}, h('div', {class: 'row'}, sentence, button, close), trouble.element);
  let back = null;
  button.addEventListener('click', () => trouble.run(button, async () => {
    const next = await back();
    hide();
    return next;
  }));

  function hide() {
    const moveFocus = focusIn(element);
    element.hidden = true;
    moveFocus(document.getElementById('main'));
  }

  return {element, button, offer(text, act) {
    back = act;
    sentence.textContent = text;
    trouble.element.hidden = true;
    element.hidden = false;
  }};
}
