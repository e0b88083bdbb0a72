// Brings a database of the old app: chosen, sent, imported while one watches, and accounted for row by row.
import {get, pageLeft, upload} from '../api.js';
import {h} from '../dom.js';
import {watch} from '../events.js';
import {sentenceOf} from '../session.js';
import {count, counted, measured, moment, share} from '../words.js';
import {downloadLink} from './download.js';
import {section} from './section.js';
import {sizeOf} from './holdings.js';
import {stateMark} from './state-mark.js';
import {troubleSpot} from './trouble.js';

const kTables = {artists: 'Artists', tracks: 'Tracks', playlist_tracks: 'Tracks in playlists', snapshots: 'Places in top lists'};

/** `onDone` is called when rows may have come. */
export function importPanel(user, onDone) {
  const file = h('input', {id: 'old-database', type: 'file', accept: '.db,.sqlite,.sqlite3,application/vnd.sqlite3', required: true});
  const send = h('button', {class: 'button', type: 'submit'}, 'Bring it over');
  const stop = h('button', {class: 'button', type: 'button', hidden: true}, 'Cancel');
  const form = h('form', {class: 'stack tight', 'aria-label': 'Bring a database over'},
      h('div', {class: 'field'}, h('label', {for: 'old-database'}, 'The file, such as music_time_machine.db'), file),
      h('div', {class: 'row'}, send, stop));
  const bar = h('progress', {'aria-label': 'Import'});
  const sentence = h('p', {role: 'status'});
  const working = h('div', {class: 'stack tight', hidden: true}, bar);
  const trouble = h('p', {class: 'verdict failed', role: 'alert', hidden: true});
  const report = h('div', {class: 'stack'});
  let most = Infinity;

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const [chosen] = file.files;
    if (!chosen) return;
    trouble.hidden = true;
    report.replaceChildren();
    if (chosen.size > most) return refuse(`This file has ${sizeOf(chosen.size)}; ${sizeOf(most)} are taken at most.`);
    const leaving = new AbortController();
    pageLeft.addEventListener('abort', () => leaving.abort());
    stop.onclick = () => leaving.abort();
    busy(true, true);
    try {
      const begun = await upload('/api/v1/imports', chosen, (sent) => progress(`Sending the file: ${share(sent)}`, sent, 1), leaving.signal);
      form.reset();
      await follow(begun);
    } catch (problem) {
      if (problem.name === 'AbortError') sentence.textContent = 'Cancelled. Nothing was imported.';
      else refuse(sentenceOf(problem));
    } finally {
      busy(false);
    }
  });

  async function follow(begun) {
    busy(true);
    show(begun);
    await watch(`/api/v1/imports/${begun.id}/events`, {import: (latest) => {
      show(latest);
      return Boolean(latest.finished_at);
    }});
  }

  function show(latest) {
    if (!latest.finished_at) {
      const {what, done = 0, total = 0} = latest.progress ?? {};
      const far = total > 0 ? `: ${count(done)} of ${counted(total, 'row')}` : '';
      return progress(`${capital(what ?? latest.sentence)}${far} …`, total ? done : null, total);
    }
    working.hidden = true;
    sentence.textContent = '';
    report.replaceChildren(reportOf(latest, user));
    if (latest.state === 'done') onDone();
  }

  function progress(words, value, max) {
    working.hidden = false;
    bar.max = max || 1;
    if (value === null) bar.removeAttribute('value');
    else bar.value = value;
    if (sentence.textContent !== words) sentence.textContent = words;
  }

  function busy(yes, sending = false) {
    send.disabled = yes;
    file.disabled = yes;
    stop.hidden = !(yes && sending);
    if (!yes) working.hidden = true;
  }

  function refuse(words) {
    sentence.textContent = '';
    trouble.textContent = words;
    trouble.hidden = false;
  }

  async function start() {
    try {
      const known = await get('/api/v1/imports');
      most = known.most_bytes;
      const [latest] = known.imports;
      if (latest?.finished_at) report.replaceChildren(reportOf(latest, user));
      else if (latest) await follow(latest);
    } catch (problem) {
      if (problem.name !== 'AbortError') refuse(sentenceOf(problem));
    } finally {
      busy(false);
    }
  }

  start();
  return section({id: 'import', title: 'Bring the old app’s database'},
      h('p', {class: 'soft'}, 'From the Music Time Machine of the tutorial, in either of its two forms. The file is read, checked row by row and ' +
          'compared with what arrived; nothing counts until all of it agrees. Bringing the same file twice adds nothing.'),
      form, working, sentence, trouble, report);
}

function reportOf({id, state, sentence, report, finished_at: finished, rejects_bytes: rejects}, user) {
  const when = moment(finished, user.time_zone, {dateStyle: 'medium', timeStyle: 'short'});
  if (state === 'failed') return h('div', {class: 'verdict failed'}, h('p', {}, sentence), h('p', {class: 'small soft'}, when));
  return h('div', {class: 'import-report'},
      h('div', {class: 'row'}, stateMark('done'), h('p', {}, sentence)),
      h('p', {class: 'small soft'}, `${capital(report.generation)} generation, ${when}, in ${measured(report.seconds)} s`),
      h('div', {class: 'scroll'}, h('table', {},
          h('caption', {class: 'unseen'}, 'What became of the rows'),
          h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Table'), ['Read', 'Added', 'Already here', 'Rejected'].map((name) => h('th', {scope: 'col', class: 'number'}, name)))),
          h('tbody', {}, report.tables.map((table) => h('tr', {},
              h('th', {scope: 'row'}, kTables[table.name] ?? table.name),
              [table.read, table.added, table.already_there, table.rejected].map((value) => h('td', {class: 'number'}, count(value)))))))),
      h('p', {class: 'small'}, verdictOf(report.tables)),
      (report.notes ?? []).map((note) => h('p', {class: 'small'}, note)),
      remarks(report.tables),
      rejects > 0 && rejectsOf(id, report));
}

function rejectsOf(id, {rejected, rejects_listed: listed}) {
  const trouble = troubleSpot();
  const words = listed < rejected ? `Download the first ${count(listed)} of ${counted(rejected, 'rejected row')} (CSV)` : 'Download the rejected rows (CSV)';
  const link = downloadLink(`/api/v1/imports/${id}/rejects`, words, trouble, 'button slight');
  return h('div', {class: 'stack tight'}, h('div', {class: 'row'}, link), trouble.element);
}

function verdictOf(tables) {
  const rows = tables.reduce((sum, table) => sum + table.compared, 0);
  const equal = tables.every((table) => table.verified);
  return `Read again on both sides, every column of ${counted(rows, 'row')}: ${equal ? 'equal' : 'different'}.`;
}

/** Why rows were left out or mended; nothing when none was. */
function remarks(tables) {
  const lines = tables.flatMap((table) => [
    ...table.rejections.map((found) => ['Rejected', table, found]), ...table.repairs.map((found) => ['Repaired', table, found]),
    ...(table.notes ?? []).map((found) => ['Noted', table, found]),
    ...table.kept_otherwise > 0 ? [['Kept', table, {what: 'already here with other values, which stay', count: table.kept_otherwise, first_rows: []}]] : [],
  ]);
  if (lines.length === 0) return null;
  return h('ul', {class: 'small stack tight'}, lines.map(([word, {name}, {what, count: number, first_rows: rows}]) => h('li', {},
      `${word}: ${count(number)} in ${kTables[name] ?? name}, ${what}`, rows.length > 0 && ` (row ${rows.join(', ')}${number > rows.length ? ', …' : ''})`)));
}

const capital = (text) => text ? text[0].toUpperCase() + text.slice(1) : '';
