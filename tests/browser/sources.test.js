// The page of sources: files that are imported, what became of their rows, who told of plays, and how an import is undone.
import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {assertAccessible} from './support/axe.js';
import {answered, assertNoSidewaysScroll, captured, logIn, startBrowser} from './support/browser.js';
import {startPrograms} from './support/programs.js';

let programs, browser, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'));
  programs = await startPrograms({IMPORT_MB: '1', TMPDIR: folder});
  browser = await startBrowser(programs.origin);
});
after(async () => {
  await browser?.stop();
  await programs?.stop();
  rmSync(folder, {recursive: true});
});

const sample = (name) => fileURLToPath(new URL(`../data/history/${name}`, import.meta.url));
const kSpotify = sample('spotify-extended/my_spotify_data.zip');

/** A database of the old app, made by its own statements. */
function oldDatabase(generation, more = '') {
  const path = join(folder, `${generation}.db`);
  rmSync(path, {force: true});
  const script = readFileSync(new URL(`../data/${generation}.sql`, import.meta.url), 'utf8') + more;
  execFileSync('sqlite3', [path], {input: script});
  return path;
}

/** The page of a person who has imported nothing yet: what an earlier test brought is undone. */
async function sources(visit, person = 'demo') {
  const {page} = visit;
  await logIn(page, programs.origin, person);
  await captured(page, programs.origin);
  for (const {id} of (await listed(page)).filter(({kind}) => kind !== 'spotify'))
    await page.request.delete(`${programs.origin}/api/v1/sources/${id}`, {headers: {Origin: programs.origin}});
  await answered(page, `${programs.origin}/api/v1/sources`, ({sources: left}) => left.length === 1);
  await page.goto(`${programs.origin}/sources`);
  await told(page, 'Spotify account').waitFor();
  return page;
}

/** A source in the list. */
const told = (page, name) => page.locator('#sources-list .entries > li').filter({hasText: name});

/** A file on its way. */
const line = (page, name) => page.locator('.imports > li').filter({hasText: name});

async function choose(page, ...paths) {
  await page.getByLabel('Choose files').setInputFiles(paths);
  await page.getByRole('button', {name: paths.length > 1 ? `Import ${paths.length} files` : 'Import', exact: true}).click();
}

/** The figures of an account, in its order: added, already there, episodes, audiobook chapters, rejected, rows. */
async function account(place) {
  await place.locator('.ledger').waitFor();
  return (await place.locator('.ledger dd').allTextContents()).map(Number);
}

const held = async (page, table) => {
  const {holdings} = await (await page.request.get(`${programs.origin}/api/v1/me/holdings`)).json();
  return holdings.find(({name}) => name === table).rows;
};

const listed = async (page) => (await (await page.request.get(`${programs.origin}/api/v1/sources`)).json()).sources;

test('an export of Spotify is imported, accounted for row by row, adds nothing when it comes again, and is undone', async () => {
  const visit = await browser.visit();
  const page = await sources(visit);
  const before = await held(page, 'plays');

  await choose(page, kSpotify);
  const first = line(page, 'my_spotify_data.zip');
  assert.deepEqual(await account(first), [16, 2, 2, 1, 1, 22]);
  await first.getByText('16 plays, 2 episodes and 1 audiobook chapter added.').waitFor();
  await first.getByText('1 row rejected: nothing to name it by (row 9 of Streaming_History_Audio_2025_1.json)').waitFor();
  await first.getByText('Per file: 3 files').click();
  assert.deepEqual(await first.locator('.files .figures').allTextContents(), [
    '10 rows = 8 added + 1 episode + 1 audiobook chapter', '9 rows = 6 added + 2 already there + 1 rejected', '3 rows = 2 added + 1 episode',
  ]);
  await first.getByText('1 Jan 2025, 00:59').waitFor();  // of 2024 in UTC
  const [download] = await Promise.all([page.waitForEvent('download'), first.getByRole('link', {name: 'Download the rejected rows'}).click()]);
  assert.match(readFileSync(await download.path(), 'utf8'), /^\uFEFFfile,row,reason,value\r\n"[^"]*Streaming_History_Audio_2025_1\.json",9,"nothing to name it by"/);
  const source = told(page, 'Spotify, extended history');
  await source.getByText('21 plays, 1 Jan 2025 – 4 Jun 2025').waitFor();
  assert.equal(await held(page, 'plays'), before + 16);

  await page.reload();
  await source.getByText('Details').click();  // what was is still told
  assert.deepEqual(await account(source), [16, 2, 2, 1, 1, 22]);
  await source.getByRole('link', {name: 'Download the rejected rows'}).waitFor();

  await choose(page, kSpotify);
  assert.deepEqual(await account(first), [0, 21, 0, 0, 1, 22]);
  await first.getByText('Nothing new in it.').waitFor();

  for (let left = 2; left > 0; --left) {
    assert.equal(await source.count(), left);
    await source.first().getByRole('button', {name: 'Undo Spotify, extended history, my_spotify_data.zip'}).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', {name: 'Undo this import?'});
    await dialog.getByText('what my_spotify_data.zip says of 21 plays').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({state: 'detached'});
    await page.waitForFunction(() => document.activeElement.textContent === 'Undo');  // the keyboard is back
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', {name: 'Undo the import'}).click();
    await page.waitForFunction((wanted) => [...document.querySelectorAll('.entries .entry-name')].filter(({textContent}) => textContent.startsWith('Spotify, extended')).length === wanted, left - 1);
    await page.getByText('Spotify, extended history, my_spotify_data.zip is undone.').waitFor();
    await page.waitForFunction(() => document.activeElement.id === 'sources');  // its button has gone
  }
  assert.equal(await held(page, 'plays'), before, 'nothing of it is left');
  assert.deepEqual((await listed(page)).map(({kind}) => kind), ['spotify']);
  visit.assertQuiet();
  await visit.leave();
});

test('several files are imported one after the other, and one that can not be says why and stops no other', async () => {
  const visit = await browser.visit();
  visit.expectComplaint(/422/);
  const page = await sources(visit);
  await choose(page, sample('listenbrainz/listener_lb-2023-02-11.json'), sample('statsfm/streams.json'), sample('lastfm/librefm.csv'));
  await page.getByText('Together: 5 rows = 5 added.').waitFor();
  await line(page, 'listener_lb-2023-02-11.json').getByText('2 rows = 2 added').first().waitFor();
  await line(page, 'librefm.csv').getByText('3 rows = 3 added').first().waitFor();
  await line(page, 'streams.json').getByRole('alert').filter({hasText: 'This is no listening history that is known here. What can be imported: Spotify’s extended'.replace('’', "'")}).waitFor();
  await told(page, 'ListenBrainz').getByText('2 plays').waitFor();
  await told(page, 'Libre.fm').getByText('3 plays').waitFor();
  await line(page, 'streams.json').getByRole('button', {name: 'Remove: streams.json'}).click();
  assert.equal(await line(page, 'streams.json').count(), 0);
  visit.assertQuiet();
  await visit.leave();
});

test('gaps stand with the Spotify account until an import fills them, and again when it is undone', async () => {
  const visit = await browser.visit();
  const page = await sources(visit);
  execFileSync('psql', [programs.database, '-qXc', `insert into gaps (user_id, starts_at, ends_at, why)
    select id, timestamptz '2025-06-01 09:00Z', timestamptz '2025-06-01 12:00Z', 'full_page' from users where spotify_user_id = 'demo'
    union all select id, '2026-11-01 09:00Z', '2026-11-02 12:00Z', 'no_reading' from users where spotify_user_id = 'demo'`]);
  await page.reload();
  const spotify = told(page, 'Spotify account');
  await spotify.getByText('Plays may be missing: 2 gaps').click();
  const early = spotify.locator('.gaps > li').last();
  await early.getByText('Open').waitFor();
  await early.getByText(/1 Jun 2025, 11:00\s?–\s?14:00/).waitFor();
  await choose(page, kSpotify);
  await line(page, 'my_spotify_data.zip').getByText(/A gap is filled: 1 Jun 2025, 11:00\s?–\s?14:00, \d plays found/).waitFor();
  await spotify.getByText('Plays may be missing: 1 gap').click();
  await early.getByText('Filled').waitFor();
  await early.getByText(/^\d plays found by Spotify, extended history, my_spotify_data\.zip$/).waitFor();
  await assertNoSidewaysScroll(page);
  await page.getByRole('button', {name: /^Undo Spotify, extended/}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Undo the import'}).click();
  await spotify.getByText('Plays may be missing: 2 gaps').waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('an export of somebody else is imported only when one has said whose it is', async () => {
  const visit = await browser.visit();
  const page = await sources(visit);
  const before = await held(page, 'plays');
  await choose(page, sample('spotify-extended/endsong_2023.zip'));
  const asked = line(page, 'endsong_2023.zip');
  await asked.getByRole('alert').filter({hasText: 'the history of the Spotify user listener, not of demo'}).waitFor();
  assert.deepEqual(await asked.getByLabel('Whose plays are yours?').getByRole('option').allTextContents(), ['listener']);
  assert.equal(await held(page, 'plays'), before, 'nothing is imported before it is said');
  await asked.getByRole('button', {name: 'Import: endsong_2023.zip'}).click();
  assert.deepEqual(await account(asked), [8, 1, 0, 0, 0, 9]);
  visit.assertQuiet();
  await visit.leave();
});

test('of several people one says whose plays are whose, and other files do not wait for that', async () => {
  const visit = await browser.visit();
  const page = await sources(visit);
  await choose(page, sample('your_spotify/your_spotify_mongoexport.zip'), sample('koito/koito_export.json'));
  await line(page, 'koito_export.json').getByText('2 plays added.').waitFor();
  const asked = line(page, 'your_spotify_mongoexport.zip');
  const go = asked.getByRole('button', {name: 'Import: your_spotify_mongoexport.zip'});
  assert.ok(await go.isDisabled());
  await asked.getByLabel('Whose plays are yours?').selectOption('000000000000000000000063');
  await go.click();
  await asked.getByText('3 plays added.').waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('a dropped file is taken, and a player without a time zone is asked for one', async () => {
  const visit = await browser.visit();
  const page = await sources(visit);
  const bytes = [...readFileSync(sample('rockbox/.scrobbler.log'))];
  const dropped = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(content)], '.scrobbler.log'));
    return transfer;
  }, bytes);
  await page.dispatchEvent('h1', 'drop', {dataTransfer: dropped});
  await page.getByLabel('Time zone of your Rockbox player').fill('lisbon');
  await assertAccessible(page);
  await page.keyboard.press('Enter');
  const [request] = await Promise.all([page.waitForRequest(/\/api\/v1\/imports\?/), page.getByRole('button', {name: 'Import', exact: true}).click()]);
  assert.deepEqual(Object.fromEntries(new URL(request.url()).searchParams), {name: '.scrobbler.log', zone: 'Europe/Lisbon'});
  assert.deepEqual(await account(line(page, '.scrobbler.log')), [3, 0, 0, 0, 3, 6]);
  visit.assertQuiet();
  await visit.leave();
});

test('an upload that breaks is started anew at once, and one that is cancelled says so', async () => {
  const visit = await browser.visit();
  visit.expectComplaint(/ERR_FAILED/);
  const page = await sources(visit);
  let attempts = 0;
  let held = null;
  await page.route('**/api/v1/imports?*', (route) => {
    if (++attempts === 1) return route.abort('failed');
    if (attempts === 2) return void (held = route);  // on its way until it is cancelled
    return route.continue();
  });
  await choose(page, sample('pano/scrobbles.csv'));
  const broken = line(page, 'scrobbles.csv');
  await broken.getByRole('alert').filter({hasText: 'The connection broke while the file was sent. Nothing was imported.'}).waitFor();
  await broken.getByRole('button', {name: 'Try again: scrobbles.csv'}).click();
  await broken.getByRole('button', {name: 'Cancel: scrobbles.csv'}).click();
  await broken.getByText('Cancelled. Nothing was imported.').waitFor();
  assert.ok(held, 'it was on its way');
  await broken.getByRole('button', {name: 'Try again: scrobbles.csv'}).click();
  await broken.getByText('2 plays added.').waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('an import that is under way is cancelled from its line, and can be begun again', async () => {
  const visit = await browser.visit({width: 390, height: 844});
  const page = await sources(visit);
  const blocker = spawn('psql', [programs.database, '-qXAt']);  // while it holds the table, the import waits for it
  const held = new Promise((resolve) => blocker.stdout.once('data', resolve));
  blocker.stdin.write("begin; lock table plays in share mode; select 'held';\n");
  await held;
  await choose(page, sample('pano/scrobbles.csv'));
  const waiting = line(page, 'scrobbles.csv');
  await waiting.getByText('Running', {exact: true}).waitFor();
  await answered(page, `${programs.origin}/api/v1/imports`, ({imports}) => imports[0]?.progress !== null);
  await assertNoSidewaysScroll(page);
  await waiting.getByRole('button', {name: 'Cancel: scrobbles.csv'}).focus();
  await page.keyboard.press('Enter');
  await waiting.getByText('Cancelled. Nothing was imported.').waitFor();
  await page.waitForFunction(() => document.activeElement.textContent.startsWith('scrobbles.csv'));  // the button has gone
  assert.deepEqual((await listed(page)).map(({kind}) => kind), ['spotify']);
  blocker.stdin.end();
  await waiting.getByRole('button', {name: 'Try again: scrobbles.csv'}).click();
  await waiting.getByText('2 plays added.').waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('the progress of an import is shown live, over a stream that breaks, too', async () => {
  const visit = await browser.visit();
  const page = await sources(visit);
  let seen;
  const progressSeen = new Promise((resolve) => { seen = resolve; });
  let opened = 0;
  await page.route('**/api/v1/imports/*/events', async (route) => {
    if (++opened > 1) {
      await progressSeen;
      return route.continue();
    }
    const running = {id: '0', state: 'running', sentence: '', report: null, finished_at: null, progress: {what: 'reading file 1 of 3', done: 120_000, total: 0}};
    return route.fulfill({contentType: 'text/event-stream', body: `event: import\ndata: ${JSON.stringify(running)}\n\n`});
  });
  await choose(page, sample('maloja/maloja_export_2026_01_01_00_00_00.json'));
  const running = line(page, 'maloja_export');
  await running.getByText('Reading file 1 of 3: 120,000 rows …').waitFor();
  assert.ok(await running.getByRole('progressbar', {name: 'Import of maloja_export_2026_01_01_00_00_00.json'}).isVisible());
  seen();
  assert.deepEqual(await account(running), [3, 0, 0, 0, 3, 6]);
  visit.assertQuiet();
  await visit.leave();
});

test('both generations of the old app are imported, and the report accounts for every row', async () => {
  const visit = await browser.visit();
  const page = await sources(visit);
  for (const [generation, table] of [['older', 'Tracks in playlists'], ['revised', 'Places in top lists']]) {
    await choose(page, oldDatabase(generation));
    const report = line(page, `${generation}.db`);
    await report.getByText('Report').waitFor();
    await report.locator('details').evaluate((details) => { details.open = true; });
    const cells = await report.getByRole('row', {name: table}).getByRole('cell').allTextContents();
    assert.deepEqual(cells, ['3', '3', '0', '0']);
    await report.getByText(/on both sides, every column of \d+ rows: equal/).waitFor();
  }
  await page.reload();
  const source = told(page, 'revised.db');
  await source.getByText('Details').click();  // what was is still told
  await source.getByText(/revised generation/i).waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('rejected rows of the old app are told with their reasons and can be downloaded', async () => {
  const visit = await browser.visit();
  const page = await sources(visit);
  await choose(page, oldDatabase('older', "insert into tracks (id, spotify_id, name, artist_id, created_at) values (901, 'abcdefghijklmnopqrstuv', 'y', 77, '2024-01-01');"));
  const report = line(page, 'older.db');
  await report.getByText(/Rejected: 1 in Tracks/).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), report.getByRole('link', {name: 'Download the rejected rows'}).click()]);
  assert.match(readFileSync(await download.path(), 'utf8'), /^\uFEFFtable,rowid,reason,value\r\ntracks,901,/);
  visit.assertQuiet();
  await visit.leave();
});

test('a file that is unknown, or too large, is refused in a sentence', async () => {
  const visit = await browser.visit();
  visit.expectComplaint(/422/);
  const page = await sources(visit);
  const path = join(folder, 'letter.db');
  for (const [bytes, sentence] of [['Dear Sir or Madam, this is a letter.', 'This is no listening history that is known here.'], ['x'.repeat(2_000_000), 'taken at most']]) {
    writeFileSync(path, bytes);
    await choose(page, path);
    await line(page, 'letter.db').getByRole('alert').filter({hasText: sentence}).waitFor();
    await page.reload();
  }
  visit.assertQuiet();
  await visit.leave();
});

test('an import that failed is still told when the page is opened again', async () => {
  const visit = await browser.visit();
  const page = await sources(visit);
  await choose(page, sample('spotify-extended/broken/account_instead_of_extended.zip'));
  const sentence = 'without the listening history. At Spotify ask for';
  await line(page, 'account_instead_of_extended.zip').getByRole('alert').filter({hasText: sentence}).waitFor();
  await page.reload();
  await line(page, 'account_instead_of_extended.zip').getByRole('alert').filter({hasText: sentence}).waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('the menu of the account leads there, and nothing is wider than a small phone by day and by night', async () => {
  for (const dark of [false, true]) {
    const visit = await browser.visit({width: 320, height: 700, dark, still: true});
    const page = await sources(visit, 'ada');
    await page.goto(`${programs.origin}/dashboard`);
    await page.locator('.account summary').click();
    await page.getByRole('link', {name: 'Sources and imports'}).click();
    await page.waitForURL(`${programs.origin}/sources`);
    await choose(page, sample('spotify-extended/Streaming_History_Audio_oddities_9.json'));
    const report = line(page, 'oddities_9.json');
    assert.deepEqual((await account(report)).slice(-2), [11, 19]);
    await told(page, 'oddities_9.json').first().getByText('Details').click();
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
    await page.getByRole('button', {name: /^Undo Spotify, extended history/}).first().click();
    await page.getByRole('dialog').waitFor();
    await assertNoSidewaysScroll(page);
    await page.getByRole('dialog').getByRole('button', {name: 'Cancel'}).click();
    visit.assertQuiet();
    await visit.leave();
  }
});
