// The page of all plays: page by page, who told each, what is missing in between, and what is removed or added by hand.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {assertNoSidewaysScroll, captured, logIn} from './support/browser.js';
import {stage} from './support/stage.js';

const {programs, browser} = await stage();

const sql = (statement) => execFileSync('psql', [programs.database, '--quiet', '--no-psqlrc', '--tuples-only', '--no-align', '--command', statement], {encoding: 'utf8'}).trim();

/** 130 plays of the person, half an hour apart, the last one on the evening of 1 June 2026, told by Spotify alone; every tenth by a file, too. */
async function listener(options, person = 'demo') {
  const visit = await browser.visit(options);
  await logIn(visit.page, programs.origin, person);
  await captured(visit.page, programs.origin);
  const user = sql(`select id from users where spotify_user_id = '${person}'`);
  sql(`begin;
    delete from plays where user_id = ${user}; delete from gaps where user_id = ${user}; delete from removed_plays where user_id = ${user};
    delete from sources where user_id = ${user} and kind in ('spotify_extended', 'hand');
    insert into sources (user_id, kind, name) values (${user}, 'spotify_extended', 'my_spotify_data.zip');
    insert into plays (user_id, version, source_id, track_id, played_at)
    select ${user}, 0, sources.id, met.track_id, timestamptz '2026-06-01T19:00:00Z' - interval '30 minutes' * n
    from generate_series(0, 129) as n join sources on sources.user_id = ${user} and kind = 'spotify'
    join (select track_id, row_number() over (order by track_id) - 1 as place from library where user_id = ${user}) as met on met.place = n % 40;
    insert into plays (user_id, version, source_id, track_id, played_at, ms_played)
    select ${user}, 0, (select id from sources where user_id = ${user} and kind = 'spotify_extended'), track_id, played_at + interval '1 second', 100000
    from (select *, row_number() over (order by played_at desc) as place from plays where user_id = ${user}) as each where place % 10 = 1;
    insert into gaps (user_id, starts_at, ends_at, why) values (${user}, '2026-06-01T16:01:00Z', '2026-06-01T16:29:00Z', 'full_page');
    update libraries set version = version + 1, epoch = epoch + 1 where user_id = ${user};
    commit`);
  await visit.page.goto(`${programs.origin}/history`);
  await visit.page.locator('.plays > li').first().waitFor();
  return {...visit, user};
}

const plays = (page) => page.locator('.plays > li:not(.gap)');
const names = (page) => page.locator('.plays .title').allTextContents();
const focused = (page) => page.evaluate(() => document.activeElement.textContent);

test('plays stand under their days, with who told them and the gap between them, and earlier ones follow at the button', async () => {
  const visit = await listener();
  const {page} = visit;
  assert.equal(await plays(page).count(), 50);
  assert.deepEqual(await page.locator('.day h2').allTextContents(), ['Monday, 1 June 2026', 'Sunday, 31 May 2026']);
  assert.match(await page.locator('.day .figures').first().textContent(), /^43 plays, \d+ min and 38 without a known length$/);  // from 21:00 back to midnight
  assert.deepEqual(await plays(page).first().locator('.tag').allTextContents(), ['Spotify', 'Export']);
  assert.match(await plays(page).first().locator('.told').textContent(), /^From 2 sources: /);
  assert.deepEqual(await plays(page).nth(1).locator('.tag').allTextContents(), ['Spotify']);
  // Between the plays that ended at 18:30 and at 18:00 where the person lives.
  const gap = page.locator('.plays > .gap');
  assert.equal(await gap.count(), 1);
  assert.match(await gap.textContent(), /Plays may be missing here.*18:01\s*–\s*18:29/s);
  assert.equal(await page.evaluate(() => [...document.querySelectorAll('.plays')[0].children].findIndex((line) => line.className === 'gap')), 6);

  const button = page.getByRole('button', {name: 'Earlier plays'});
  await button.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.plays > li:not(.gap)').length === 100);
  assert.equal(await focused(page), 'Earlier plays');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.plays > li:not(.gap)').length === 130);
  assert.equal(await button.isHidden(), true);
  assert.equal(await focused(page), (await names(page))[100], 'the keyboard is at the first of them');
  assert.equal(new Set(await page.locator('.day h2').allTextContents()).size, await page.locator('.day').count());
  visit.assertQuiet();
  await visit.leave();
});

test('a play is removed and brought back, at once and later', async () => {
  const visit = await listener();
  const {page} = visit;
  const before = await names(page);
  await plays(page).nth(2).getByRole('button', {name: /^Remove/}).click();
  await page.getByText(`“${before[2]}” is removed.`).waitFor();
  assert.deepEqual((await names(page)).slice(0, 3), [before[0], before[1], before[3]]);
  await page.getByText(/^42 plays/).waitFor();
  assert.equal(await focused(page), 'Undo');
  await page.keyboard.press('Enter');
  await page.getByText(/^43 plays/).waitFor();
  assert.deepEqual((await names(page)).slice(0, 4), before.slice(0, 4));

  await plays(page).nth(0).getByRole('button', {name: /^Remove/}).click();
  await page.getByText(/^42 plays/).waitFor();
  await page.reload();
  await plays(page).first().waitFor();
  assert.equal((await names(page))[0], before[1]);
  await page.getByText('Removed plays').click();
  await page.getByRole('button', {name: `Put back ${before[0]}`}).click();
  await page.waitForFunction((name) => document.querySelector('.plays .title').textContent === name, before[0]);
  await page.getByText('You have removed no play.').waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('a play is added by hand where its time belongs, and taken back', async () => {
  const visit = await listener();
  const {page} = visit;
  const {name} = (await (await page.request.get(`${programs.origin}/api/v1/dashboard`)).json()).top.tracks[0];
  await page.getByText('Add a play by hand', {exact: true}).click();
  await page.getByLabel('Find the track').fill(name);
  await page.locator('.choice').first().waitFor();
  await page.getByLabel('It began').fill('2026-06-01T20:35');
  await page.getByRole('button', {name: 'Add this play'}).click();
  await page.getByText(/“.*” is added\./).first().waitFor();
  const added = page.locator('.plays > li', {has: page.locator('.tag', {hasText: 'By hand'})});
  assert.equal(await added.count(), 1);
  assert.equal(await added.locator('time').textContent(), '20:35');
  await page.getByText(/^44 plays/).waitFor();
  await page.getByRole('button', {name: 'Undo', exact: true}).click();
  await page.getByText(/^43 plays/).waitFor();
  assert.equal(await added.count(), 0);
  assert.equal(sql('select count(*) from sources where kind = \'hand\''), '0');
  visit.assertQuiet();
  await visit.leave();
});

test('filters stand in the address, and lead back', async () => {
  const visit = await listener();
  const {page, user} = visit;
  const name = (await names(page))[3];
  await page.getByLabel('Track, artist or album').fill(`"${name}"`);
  await page.waitForFunction(() => document.querySelectorAll('.plays > li').length < 50);
  assert.ok((await names(page)).length > 0);
  assert.match(page.url(), /\/history\?q=/);
  await page.getByRole('button', {name: 'Show all plays'}).click();
  await page.waitForFunction(() => document.querySelectorAll('.plays > li:not(.gap)').length === 50);
  assert.equal(new URL(page.url()).search, '');
  await page.getByText('Filter by day, source or length').click();
  await page.getByLabel('Source').selectOption({label: 'Spotify, extended history, my_spotify_data.zip'});
  await page.waitForFunction(() => document.querySelectorAll('.plays > li').length === 13);
  await page.getByLabel('From').fill('2026-06-01');
  await page.waitForFunction(() => document.querySelectorAll('.plays > li').length === 5);
  await page.reload();
  await plays(page).first().waitFor();
  assert.equal(await plays(page).count(), 5);
  assert.equal(await page.getByLabel('Source').inputValue(), sql(`select id from sources where user_id = ${user} and kind = 'spotify_extended'`));
  await page.getByLabel('From').fill('2026-06-02');
  await page.getByRole('heading', {name: 'No plays like that'}).waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('a new play appears at the top by itself, and nothing that is open moves', async () => {
  const visit = await listener();
  const {page} = visit;
  await page.getByRole('button', {name: 'Earlier plays'}).click();
  await page.waitForFunction(() => document.querySelectorAll('.plays > li:not(.gap)').length === 100);
  const before = await names(page);
  const track = (await (await page.request.get(`${programs.origin}/api/v1/history?limit=1`)).json()).plays[0].track;
  // As another page of the person's, or another server, writes it.
  const reply = await page.request.post(`${programs.origin}/api/v1/history`, {data: {track_id: track.id, started_at: '2026-06-01T19:40:00Z'}, headers: {Origin: programs.origin}});
  assert.equal(reply.status(), 201);
  await page.waitForFunction(() => document.querySelectorAll('.plays > li:not(.gap)').length === 101);
  assert.deepEqual((await names(page)).slice(1), before);
  visit.assertQuiet();
  await visit.leave();
});

test('a phone shows it all without a sideways scroll, and so does a person without plays', async () => {
  const visit = await listener({width: 390, height: 844, dark: true});
  await assertNoSidewaysScroll(visit.page);
  await visit.page.getByText('Filter by day, source or length').click();
  await visit.page.getByText('Add a play by hand', {exact: true}).click();
  await assertNoSidewaysScroll(visit.page);
  sql(`delete from plays where user_id = ${visit.user}; update libraries set version = version + 1, epoch = epoch + 1 where user_id = ${visit.user}`);
  await visit.page.reload();
  await visit.page.getByRole('heading', {name: 'No plays yet'}).waitFor();
  await assertNoSidewaysScroll(visit.page);
  visit.assertQuiet();
  await visit.leave();
});
