import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';

import {assertNoSidewaysScroll, captured, logIn} from './support/browser.js';
import {stage} from './support/stage.js';

const {programs, browser} = await stage();

/** The server keeps histories in memory and looks at their versions, which a change behind its back must raise. */
const inDatabase = (statements) => execFileSync('psql',
    [programs.database, '--quiet', '--no-psqlrc', '--set=ON_ERROR_STOP=1', '--command',
      `${statements}; update libraries set version = version + 1, epoch = epoch + 1`], {stdio: ['ignore', 'ignore', 'inherit']});

/** Two years of a snapshot each month: every one brings ten tracks that were not in the one before. */
function makeHistory() {
  inDatabase(`
    delete from snapshots;
    with numbered as (select id, row_number() over (order by id) as nth from tracks)
    insert into snapshots (source_id, user_id, snapshot_date, time_range, rank, track_id)
    select 0, users.id, (date_trunc('month', current_date) - month * interval '1 month')::date, 'short_term', rank, numbered.id
    from users, generate_series(0, 23) month, generate_series(1, 50) rank
    join numbered on true
    where users.spotify_user_id = 'demo' and nth = (23 - month) * 10 + rank`);
}

async function signedIn(page) {
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  makeHistory();
}

async function open(page, query = '') {
  await page.goto(`${programs.origin}/analytics${query}`);
  await page.getByRole('heading', {name: 'The moods of your library'}).waitFor();
}

test('the page tells how taste moves, with a table behind each chart and words for each definition', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await signedIn(page);
  await page.getByRole('navigation', {name: 'Main'}).getByRole('link', {name: 'Library'}).click();
  await page.getByRole('navigation', {name: 'Library'}).getByRole('link', {name: 'Taste'}).click();
  await page.getByRole('heading', {name: 'Constant companions'}).waitFor();
  const charts = page.locator('figure.chart');
  assert.equal(await charts.count(), 7);
  for (let index = 0; index < 7; ++index) {
    const figure = charts.nth(index);
    const title = await figure.getByRole('heading').textContent();
    assert.match(await figure.locator('canvas').getAttribute('aria-label'), new RegExp(`^${title}\\. .+The table below has the figures\\.$`));
    await figure.locator('summary').click();
    assert.ok(await figure.locator('tbody tr').count() > 0, `${title} has figures`);
  }
  await page.getByText('Shannon entropy').waitFor();
  await page.getByText('that were not in the snapshot before it').waitFor();
  await page.locator('.tallies').getByText('20%', {exact: true}).waitFor();  // ten of fifty
  visit.assertQuiet();
  await visit.leave();
});

test('a range is chosen by keyboard, stands in the address and is there again', async () => {
  const visit = await browser.visit({still: true});
  const {page} = visit;
  await signedIn(page);
  await open(page);
  const months = () => page.getByRole('figure').filter({hasText: 'How many artists share your months'}).locator('tbody tr').count();
  const year = await months();
  await page.getByRole('radio', {name: 'Custom'}).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', {name: 'Last 2 years'}).click();
  await page.waitForURL(/range=24m/);
  await page.waitForFunction((before) => [...document.querySelectorAll('figure')].find((figure) => figure.textContent.includes('share your months'))
      ?.querySelectorAll('tbody tr').length > before, year);
  assert.equal(await months(), 24);
  await page.reload();
  await page.getByRole('heading', {name: 'Constant companions'}).waitFor();
  await page.getByText('Last 2 years', {exact: true}).first().waitFor();

  await page.getByRole('radio', {name: 'Custom'}).click();
  const today = new Date();
  const day = (months) => new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, 1)).toISOString().slice(0, 10);
  await page.getByLabel('From', {exact: true}).fill(day(3));
  await page.getByLabel('To', {exact: true}).fill(day(2));
  await page.getByRole('button', {name: 'Update'}).click();
  await page.waitForURL(new RegExp(`from=${day(3)}&to=${day(2)}`));
  await page.waitForFunction(() => [...document.querySelectorAll('figure')].find((figure) => figure.textContent.includes('share your months'))
      ?.querySelectorAll('tbody tr').length === 2);
  visit.assertQuiet();
  await visit.leave();
});

test('another fingerprint is laid beside the first', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await signedIn(page);
  await open(page, '?range=6m');
  const figure = page.getByRole('figure').filter({hasText: 'Your musical fingerprint'});
  assert.equal(await figure.locator('thead th').count(), 2);
  await page.getByLabel('Compare with').selectOption('All time');
  await page.waitForFunction(() => [...document.querySelectorAll('figure')].find((figure) => figure.textContent.includes('fingerprint'))
      ?.querySelectorAll('thead th').length === 3);
  assert.equal(await figure.locator('tbody tr').count(), 7);
  visit.assertQuiet();
  await visit.leave();
});

test('a fingerprint that comes late does not overtake a newer choice', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await signedIn(page);
  await open(page, '?range=6m');
  let answerLate;
  const late = new Promise((resolve) => { answerLate = resolve; });
  await page.route('**/analytics/fingerprint?range=all', async (route) => {
    await late;
    await route.continue();
  });
  const heads = page.getByRole('figure').filter({hasText: 'Your musical fingerprint'}).locator('thead th');
  await page.getByLabel('Compare with').selectOption('All time');
  await page.getByLabel('Compare with').selectOption('nothing');
  const answered = page.waitForResponse('**/analytics/fingerprint?range=all');
  answerLate();
  await (await answered).finished();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  assert.equal(await heads.count(), 2);
  visit.assertQuiet();
  await visit.leave();
});

test('months are written in the reader’s language', async () => {
  const visit = await browser.visit({locale: 'de-DE'});
  const {page} = visit;
  await signedIn(page);
  await open(page, '?range=all');
  const months = await page.getByRole('figure').filter({hasText: 'share your months'}).locator('tbody th').allTextContents();
  assert.ok(months.some((month) => /^(Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember) \d{4}$/.test(month)), months.join());
  await visit.leave();
});

test('a phone has the whole page without scrolling sideways, by day and by night', async () => {
  for (const [width, dark] of [[320, false], [390, true]]) {
    const visit = await browser.visit({width, height: 800, dark});
    const {page} = visit;
    await signedIn(page);
    await open(page, '?range=24m');
    await assertNoSidewaysScroll(page);
    visit.assertQuiet();
    await visit.leave();
  }
});

test('who has nothing yet is told what would fill the page', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin, 'ada');
  await captured(page, programs.origin);
  inDatabase("delete from snapshots; delete from plays; delete from library where user_id = (select id from users where spotify_user_id = 'ada')");
  await page.goto(`${programs.origin}/analytics`);
  await page.getByRole('heading', {name: 'Nothing to look back on yet'}).waitFor();
  visit.assertQuiet();
  await visit.leave();
});
