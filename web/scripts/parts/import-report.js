// What became of every row of an import: of listening histories, or of a database of the old app.
import {h} from '../dom.js';
import {count, counted, measured, moment, stretch} from '../words.js';
import {downloadLink} from './download.js';
import {facts} from './section.js';
import {troubleSpot} from './trouble.js';

const kTables = {artists: 'Artists', tracks: 'Tracks', playlist_tracks: 'Tracks in playlists', snapshots: 'Places in top lists'};
const kNouns = {
  sources: 'Sources', artists: 'Artists', tracks: 'Tracks', track_claims: 'What sources say of tracks', artist_claims: 'What sources say of artists',
  library: 'Library', snapshots: 'Places in top lists', playlists: 'Playlists', playlist_tracks: 'Tracks in playlists',
  recordings: 'Decisions about versions', gaps: 'Gaps', covered_spans: 'Times that imports cover',
};
const kGapsShown = 5;  // all of them stand with the Spotify account
const kOutcomes = [
  ['added', 'added', 'added'], ['already_there', 'already there', 'already there'], ['episodes', 'episode', 'episodes'],
  ['audiobooks', 'audiobook chapter', 'audiobook chapters'], ['rejected', 'rejected', 'rejected'],
];

/** `rejects`: the address of the list of rejected rows, or null when there is none. */
export function importReport(report, {timeZone, rejects = null}) {
  const content = report.tables ? reportOfDatabase(report) : reportOfHistories(report, timeZone);
  return h('div', {class: 'import-report'}, content, rejects && rejectsOf(rejects, report));
}

/** "16 plays and 2 episodes added" */
export function headlineOf(report) {
  if (report.tables) return report.added > 0 ? `${counted(report.added, 'row')} added and verified` : 'Nothing new in it';
  const {added, episodes, audiobooks, nouns = []} = report;
  const others = nouns.reduce((sum, noun) => sum + noun.added, 0);
  const some = [added > 0 && counted(added, 'play'), episodes > 0 && counted(episodes, 'episode'),
                audiobooks > 0 && counted(audiobooks, 'audiobook chapter'), others > 0 && counted(others, 'other row')].filter(Boolean);
  if (some.length === 0) return report.rows + nouns.length > 0 ? 'Nothing new in it' : 'No rows in it';
  return `${some.length > 1 ? `${some.slice(0, -1).join(', ')} and ${some.at(-1)}` : some[0]} added`;
}

/** "22 rows = 16 added + 2 already there + 1 rejected"; what there is none of is left out. */
export function equationOf(counts) {
  const parts = kOutcomes.filter(([name]) => counts[name] > 0)
      .map(([name, one, many]) => `${count(counts[name])} ${counts[name] === 1 ? one : many}`);
  return [counted(counts.rows, 'row'), ...parts.length > 0 ? [parts.join(' + ')] : []].join(' = ');
}

export function sumOf(reports) {
  const sum = {rows: 0};
  for (const [name] of kOutcomes) sum[name] = reports.reduce((all, report) => all + report[name], 0);
  sum.rows = reports.reduce((all, report) => all + report.rows, 0);
  return sum;
}

function reportOfHistories(report, timeZone) {
  const when = (text) => moment(text, timeZone, {dateStyle: 'medium', timeStyle: 'short'});
  const shown = shortNames([...report.files, ...report.nouns ?? []]);
  const {files, nouns = [], told_by_several: several, unconfirmed_tracks: unconfirmed, ignored_files: ignored} = report;
  return [
    h('p', {class: 'small soft'}, `${formatsOf([...files, ...nouns])}${timeOf(report)}`),
    h('div', {class: 'accounted'},
        ledger(report),
        facts({
          'First play': report.first_play && when(report.first_play),
          'Last play': report.last_play && when(report.last_play),
          'Known from another source, too': several > 0 && counted(several, 'play'),
          'Names not confirmed by Spotify': unconfirmed > 0 && `${counted(unconfirmed, 'track')}, shown as the file calls them until then`,
          'Other files in the ZIP': ignored > 0 && `${count(ignored)}, without a history`,
        })),
    h('div', {class: 'stack tight'}, gapsOf(report, timeZone), report.notes.map((note) => h('p', {class: 'small'}, note)), problemsOf([...files, ...nouns], shown)),
    nouns.length > 0 && perNoun(nouns),
    rejectionsOf([...files, ...nouns], shown),
    files.length > 1 && perFile(files, shown),
  ];
}

const timeOf = ({seconds}) => seconds >= 1 ? `, in ${measured(seconds)} s` : '';

const formatsOf = (files) => [...new Set(files.map(({format}) => format).filter((format) => format !== 'not imported'))].join('; ') || 'Nothing was imported';

/** What became of the rows, and their sum as at the foot of an account. */
function ledger(counts) {
  const line = (name, value, kind) => h('div', {class: kind}, h('dt', {}, name), h('dd', {class: 'figures'}, count(value)));
  const names = {added: 'Plays added', already_there: 'Already there', episodes: 'Episodes added', audiobooks: 'Audiobook chapters added', rejected: 'Rejected'};
  return h('dl', {class: 'ledger'}, kOutcomes.map(([name]) => line(names[name], counts[name], counts[name] === 0 ? 'none' : null)),
      line('Rows in all', counts.rows, 'sum'));
}

/** Reports from before gaps were known say nothing of them. */
function gapsOf({filled_gaps: gaps = []}, timeZone) {
  const lines = gaps.slice(0, kGapsShown).map(({from, until, plays_found: found}) =>
      `A gap is filled: ${stretch(from, until, timeZone)}, ${counted(found, 'play')} found.`);
  if (gaps.length > kGapsShown) lines.push(`${counted(gaps.length - kGapsShown, 'more gap')} filled.`);
  return lines.map((line) => h('p', {class: 'verdict good small'}, line));
}

/** Files that could not be read to their end, or not at all. */
function problemsOf(files, shown) {
  return files.filter(({problem}) => problem).map(({name, problem}) => h('p', {class: 'verdict failed small'}, h('b', {}, shown(name)), `: ${problem}`));
}

function rejectionsOf(files, shown) {
  const lines = files.flatMap(({name, rejections}) => rejections.map((found) => ({name, ...found})));
  if (lines.length === 0) return null;
  const list = h('ul', {class: 'small reasons'}, lines.map(({name, what, count: number, first_rows: rows}) => h('li', {},
      h('b', {class: 'figures'}, counted(number, 'row')), ` rejected: ${what}`,
      h('span', {class: 'soft'}, ` (${whichRows(rows, number)}${files.length > 1 ? ` of ${shown(name)}` : ''})`))));
  if (lines.length <= 6) return list;
  return h('details', {class: 'behind'}, h('summary', {}, `Why rows were rejected: ${counted(lines.length, 'reason')}`), list);
}

const whichRows = (rows, number) => `${number > 1 ? 'rows' : 'row'} ${rows.map(count).join(', ')}${number > rows.length ? ', …' : ''}`;

/** What our own export has beside plays. */
function perNoun(nouns) {
  const nameOf = ({name}) => kNouns[name.split('/').at(-1).replace(/(-\d+)?\.jsonl$/, '')] ?? name;
  return h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'What came beside plays'}, h('table', {},
      h('caption', {class: 'unseen'}, 'What came beside plays'),
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Beside plays'), ['Rows', 'Added', 'Already here', 'Rejected'].map((name) => h('th', {scope: 'col', class: 'number'}, name)))),
      h('tbody', {}, nouns.map((noun) => h('tr', {},
          h('th', {scope: 'row'}, nameOf(noun)),
          [noun.rows, noun.added, noun.already_there, noun.rejected].map((value) => h('td', {class: 'number'}, count(value))))))));
}

function perFile(files, shown) {
  const mixed = new Set(files.map(({format}) => format)).size > 1;
  return h('details', {class: 'behind'},
      h('summary', {}, `Per file: ${counted(files.length, 'file')}`),
      h('ul', {class: 'small files'}, files.map((file) => h('li', {},
          h('p', {class: 'file-name'}, shown(file.name)),
          h('p', {class: 'figures'}, equationOf(file)),
          mixed && h('p', {class: 'soft'}, file.format)))));
}

/** How to show the names of these files: without the folders of their ZIP, unless that makes two alike. */
function shortNames(files) {
  const short = (name) => name.split('/').at(-1);
  return new Set(files.map(({name}) => short(name))).size === files.length ? short : (name) => name;
}

function rejectsOf(address, {rejected, rejects_listed: listed}) {
  const trouble = troubleSpot();
  const words = listed < rejected ? `Download the first ${count(listed)} of ${counted(rejected, 'rejected row')} (CSV)` : 'Download the rejected rows (CSV)';
  const link = downloadLink(address, words, trouble, 'button slight');
  return h('div', {class: 'stack tight'}, h('div', {class: 'row'}, link), trouble.element);
}

function reportOfDatabase(report) {
  return [
    h('p', {class: 'small soft'}, `${capital(report.generation)} generation${timeOf(report)}`),
    h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'What became of the rows'}, h('table', {},
        h('caption', {class: 'unseen'}, 'What became of the rows'),
        h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Table'), ['Read', 'Added', 'Already here', 'Rejected'].map((name) => h('th', {scope: 'col', class: 'number'}, name)))),
        h('tbody', {}, report.tables.map((table) => h('tr', {},
            h('th', {scope: 'row'}, kTables[table.name] ?? table.name),
            [table.read, table.added, table.already_there, table.rejected].map((value) => h('td', {class: 'number'}, count(value)))))))),
    h('p', {class: 'small'}, verdictOf(report.tables)),
    (report.notes ?? []).map((note) => h('p', {class: 'small'}, note)),
    remarks(report.tables),
  ].flat();
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
      `${word}: ${count(number)} in ${kTables[name] ?? name}, ${what}`, rows.length > 0 && ` (${whichRows(rows, number)})`)));
}

const capital = (text) => text ? text[0].toUpperCase() + text.slice(1) : '';
