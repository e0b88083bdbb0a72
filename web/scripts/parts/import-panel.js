// Imports files: chosen or dropped, then one after the other, since the server takes one import of a person at a time.
import {get} from '../api.js';
import {focusIn, h} from '../dom.js';
import {sentenceOf} from '../session.js';
import {counted} from '../words.js';
import {importLine} from './import-line.js';
import {equationOf, sumOf} from './import-report.js';
import {zoneField} from './zone-field.js';

const kNews = 24 * 3600 * 1000;  // ms in which it is still told that an import failed
const kBeginning = 400;  // bytes in which a file of Rockbox says what it is

/** Brings the form of the page to life. `onDone` is called when plays may have come. */
export function importPanel(user, onDone) {
  const [landing, files, trouble, queue] = ['landing', 'import-files', 'import-trouble', 'import-queue'].map((id) => document.getElementById(id));
  const list = h('ul', {class: 'imports', 'aria-label': 'Imports'});
  const zone = zoneField({id: 'import-zone', label: 'Time zone of your Rockbox player', known: user.time_zone, hint: 'It writes the time of its own clock. Type a city.'});
  const clock = zone.element;
  clock.hidden = true;
  const go = h('button', {class: 'button go', type: 'button', onclick: begin}, 'Import');
  const ready = h('div', {class: 'row', hidden: true}, go);
  const together = h('p', {class: 'together', hidden: true});
  const said = h('p', {class: 'unseen', role: 'status'});
  queue.replaceChildren(clock, ready, together, list, said);
  const lines = [];
  let most = Infinity;
  let working = false;

  files.addEventListener('change', () => {
    add([...files.files]);
    files.value = '';  // the same file may be chosen again
  });
  takeDropped(landing, add, refuse);
  addEventListener('beforeunload', (event) => {
    if (lines.some(({state}) => state === 'waiting' || state === 'sending')) event.preventDefault();
  });
  if (files.files.length > 0) add([...files.files]);  // chosen before this page was ready
  start();

  async function add(chosen) {
    trouble.hidden = true;
    const fresh = [];
    for (const file of chosen) {
      const same = (line) => line.state === 'chosen' && line.file.name === file.name && line.file.size === file.size && line.file.lastModified === file.lastModified;
      if (lines.some(same)) continue;
      const line = importLine(file.name, file.size, {user, onAgain: again, onRemove: remove, most: () => most});
      line.file = file;
      lines.push(line);
      fresh.push(line);
      line.choose();
    }
    list.prepend(...fresh.map(({element}) => element));  // above what was imported before, whose reports are long
    show();
    await Promise.all(fresh.map(async (line) => { line.local = await isLocal(line.file); }));
    show();
  }

  function begin() {
    const moveFocus = focusIn(ready);
    for (const line of lines) if (line.state === 'chosen') again(line);
    show();
    moveFocus(lines.find(({state}) => state === 'waiting' || state === 'sending')?.title ?? files);
  }

  /** Puts a line (back) into the queue. */
  function again(line) {
    line.wait();
    show();
    work();
  }

  function remove(line) {
    const index = lines.indexOf(line);
    lines.splice(index, 1);
    const moveFocus = focusIn(line.element);
    line.element.remove();
    moveFocus(lines[Math.min(index, lines.length - 1)]?.title ?? files);
    show();
  }

  async function work() {
    if (working) return;
    working = true;
    for (let line; (line = lines.find(({state}) => state === 'waiting'));) {
      await line.send(line.local ? zone.value() : null);
      tell(line);
    }
    working = false;
  }

  function tell(line) {
    if (line.state === 'done' || line.state === 'cancelled') said.textContent = `${line.name}: ${line.sentence}`;
    if (line.state === 'done') onDone();
    const reports = lines.map(({report}) => report).filter((report) => report && !report.tables);
    together.hidden = reports.length < 2;
    if (reports.length > 1) together.textContent = `Together: ${equationOf(sumOf(reports))}.`;
    show();
  }

  function show() {
    const chosen = lines.filter(({state}) => state === 'chosen');
    ready.hidden = chosen.length === 0;
    go.textContent = chosen.length > 1 ? `Import ${counted(chosen.length, 'file')}` : 'Import';
    clock.hidden = !chosen.some(({local}) => local);
  }

  function refuse(words) {
    trouble.textContent = words;
    trouble.hidden = false;
  }

  /** What was begun elsewhere, or before this page was loaded, is followed here; what has just failed is told. */
  async function start() {
    try {
      const known = await get('/api/v1/imports');
      most = known.most_bytes;
      const [latest] = known.imports;
      const old = latest?.finished_at && Date.now() - new Date(latest.finished_at) > kNews;
      if (!latest || latest.state === 'done' || latest.state === 'cancelled' || old || working) return;
      const line = importLine(latest.name ?? (latest.finished_at ? 'Your last import' : 'An import of yours'), latest.bytes, {user, onRemove: remove});
      lines.unshift(line);
      list.prepend(line.element);
      await line.follow(latest);
      tell(line);
    } catch (problem) {
      if (problem.name !== 'AbortError') refuse(sentenceOf(problem));
    }
  }
}

/** True for a file whose times are those of a clock on a wall, so that somebody must say of which place. */
async function isLocal(file) {
  try {
    const beginning = await file.slice(0, kBeginning).text();
    return beginning.startsWith('#AUDIOSCROBBLER/') && !/^#TZ\/UTC/m.test(beginning);
  } catch {
    return false;  // it says why when it is sent
  }
}

/** Files may be dropped anywhere on the page: beside the place for it, the browser would leave the page and open them. */
function takeDropped(landing, take, refuse) {
  const brings = (event) => event.dataTransfer?.types.includes('Files');
  const over = (yes) => landing.classList.toggle('over', yes);
  document.addEventListener('dragover', (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener('dragleave', (event) => event.relatedTarget === null && over(false));
  document.addEventListener('drop', (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    over(false);
    const folders = [...event.dataTransfer.items].filter((item) => item.webkitGetAsEntry?.()?.isDirectory).map((item) => item.getAsFile()?.name);
    take([...event.dataTransfer.files].filter(({name}) => !folders.includes(name)));
    if (folders.length > 0) refuse('A folder can’t be sent. Drop the files in it, or a ZIP of it.');
  });
}
