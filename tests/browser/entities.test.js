import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';

import {assertNoSidewaysScroll, captured, logIn} from './support/browser.js';
import {stage} from './support/stage.js';

const {programs, browser} = await stage();

const sql = (text) => execFileSync('psql', [programs.database, '-qAtXc', text]).toString().trim();

/** Somebody who played one track three times in two months, and another one of its artist and album once. */
async function listener(visit) {
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  const [one, two] = sql(`select min(track_id), max(track_id) from library join tracks on tracks.id = track_id
      where album_name is not null group by artist_id, album_name, image_url having count(*) > 1 order by 1 limit 1`).split('|');
  sql(`delete from plays;
       insert into plays (source_id, version, user_id, track_id, played_at, ms_played)
         select sources.id, 0, sources.user_id, played.track, played.at::timestamptz, 180000 from sources, (values (${one}, '2025-01-10T10:00:00Z'),
           (${one}, '2025-03-10T10:00:00Z'), (${one}, '2025-03-11T10:00:00Z'), (${two}, '2025-03-12T10:00:00Z')) as played (track, at)
         where kind = 'spotify';
       update libraries set version = version + 1, epoch = epoch + 1`);
  return {one, two};
}

test('names in charts lead to the artist, from there to an album and to a track, and back', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  const {one} = await listener(visit);
  await page.goto(`${programs.origin}/charts/artists?range=all`);
  const name = await page.locator('.podium .title a').first().textContent();
  await page.locator('.podium .title a').first().click();
  await page.waitForURL(/\/artists\/\d+$/);
  await page.getByRole('heading', {level: 1, name, exact: true}).waitFor();
  await page.locator('section[aria-labelledby=albums] .title a').first().click();
  await page.waitForURL(/\/albums\/\d+$/);
  const tracks = page.locator('section[aria-labelledby=tracks] .chart-row');
  await tracks.first().waitFor();
  assert.ok(await tracks.count() >= 2);
  await page.locator('.entity-head a', {hasText: name}).waitFor();
  await tracks.first().locator('.title a').click();
  await page.waitForURL(`**/tracks/${one}`);
  await page.locator('.entity-head a', {hasText: name}).click();
  await page.waitForURL(/\/artists\/\d+$/);
  visit.assertQuiet();
  await visit.leave();
});

test('an artist\'s page counts plays of the days that are chosen, and its curve has a table behind it', async () => {
  const visit = await browser.visit({width: 390, height: 800});
  const {page} = visit;
  const {one} = await listener(visit);
  const artist = sql(`select artist_id from tracks where id = ${one}`);
  const value = (name) => page.locator('.tallies > div', {has: page.locator('dt', {hasText: name})}).locator('.value');
  await page.goto(`${programs.origin}/artists/${artist}`);
  await value('Plays').getByText(/^4$/).waitFor();
  assert.match(await value('Rank').textContent(), /^#1/);
  await page.getByText('Peak: March 2025, 3 plays').waitFor();
  assert.equal(await page.locator('.curve .bar').count(), 2);
  await page.locator('.behind summary').click();
  const rows = await page.locator('.behind tbody tr').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
  assert.deepEqual(rows.slice(-3), [['March 2025', '3', '9'], ['February 2025', '0', '0'], ['January 2025', '1', '3']]);
  assert.match(await page.locator('.curve').getAttribute('aria-label'), /Most in March 2025: 3 plays/);
  await page.getByRole('radio', {name: 'Minutes'}).check();
  await page.waitForURL(/by=minutes/);
  await page.getByText('Peak: March 2025, 9 minutes').waitFor();
  await page.goto(`${programs.origin}/artists/${artist}?from=2025-01-01&to=2025-01-31`);
  await value('Plays').getByText(/^1$/).waitFor();
  await page.getByText('All of it in January 2025.').waitFor();
  await page.getByText('4 of all time').waitFor();
  await assertNoSidewaysScroll(page);
  visit.assertQuiet();
  await visit.leave();
});

test('what is not in the library has no page, and says so', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  for (const address of ['/artists/999999999', '/albums/999999999']) {
    await page.goto(`${programs.origin}${address}`);
    await page.getByRole('heading', {name: 'Not on this timetable'}).waitFor();
    await page.getByText('is not in your library').waitFor();
  }
  await visit.leave();
});
