import assert from 'node:assert/strict';
import {test} from 'node:test';

import {assertNoSidewaysScroll, captured, logIn} from './support/browser.js';
import {stage} from './support/stage.js';

const {programs, browser} = await stage({tenYears: true});

async function open(page, path) {
  await page.goto(`${programs.origin}${path}`);
  await page.locator('.podium li, .cover-wall li, .empty').first().waitFor();
}

const ask = async (page, path) => (await page.request.get(`${programs.origin}/api/v1${path}`)).json();

test('the places lead to every page, by mouse, by the search key and at the bottom of a phone', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  const places = page.getByRole('navigation', {name: 'Main'});
  for (const [name, path] of [['Today', '/dashboard'], ['Time machine', '/time-machine'], ['Charts', '/charts/artists'], ['Recaps', '/recaps'], ['Library', '/playlists']]) {
    await places.getByRole('link', {name}).click();
    await page.waitForURL(`${programs.origin}${path}`);
    assert.equal(await places.getByRole('link', {name}).getAttribute('aria-current'), 'page');
  }
  await page.getByRole('navigation', {name: 'Library'}).getByRole('link', {name: 'Sources'}).click();
  await page.waitForURL('**/sources');
  assert.equal(await places.getByRole('link', {name: 'Library'}).getAttribute('aria-current'), 'true');
  await page.getByRole('heading', {level: 1}).waitFor();
  await page.keyboard.press('/');
  await page.waitForURL('**/search');
  const field = page.getByRole('searchbox');
  await field.waitFor();
  await field.fill('');
  await field.press('/');
  assert.equal(await field.inputValue(), '/', 'where one is writing, the key is a letter');

  await page.setViewportSize({width: 390, height: 844});
  const box = await places.boundingBox();
  assert.equal(Math.round(box.y + box.height), 844);
  visit.assertQuiet();
  await visit.leave();
});

test('a chart shows what the API counts, and more of it when asked', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await open(page, '/charts/artists?range=all');
  const chart = await ask(page, '/charts/artists?range=all');
  assert.ok(chart.total > 60, 'there is more than one page');
  const titles = () => page.locator('.chart-list .title').allTextContents();
  assert.deepEqual(await titles(), chart.entries.map(({name}) => name));
  assert.match(await page.locator('.podium .amount').first().textContent(), new RegExp(chart.entries[0].plays.toLocaleString('en-GB')));
  await page.getByRole('button', {name: 'Show more'}).click();
  await page.locator('.chart-rows li').nth(60).waitFor();
  const next = await ask(page, '/charts/artists?range=all&offset=50');
  assert.deepEqual((await titles()).slice(50), next.entries.map(({name}) => name));
  visit.assertQuiet();
  await visit.leave();
});

test('the days and what is counted stand in the address, go along to the neighbouring chart, and the way back undoes them', async () => {
  const visit = await browser.visit({still: true});
  const {page} = visit;
  await logIn(page, programs.origin);
  await open(page, '/charts/tracks');
  await page.getByRole('radio', {name: 'Year'}).focus();
  await page.keyboard.press('Space');
  const year = new Date().getFullYear();
  await page.waitForURL(`**/charts/tracks?period=${year}`);
  await page.getByRole('button', {name: `Earlier: ${year - 1}`}).click();
  await page.waitForURL(`**/charts/tracks?period=${year - 1}`);
  await page.getByRole('radio', {name: 'Minutes'}).check();
  await page.waitForURL(`**/charts/tracks?period=${year - 1}&by=minutes`);
  await page.getByRole('navigation', {name: 'Charts'}).getByRole('link', {name: 'Albums'}).click();
  await page.waitForURL(`**/charts/albums?period=${year - 1}&by=minutes`);
  await page.locator('.podium li').first().waitFor();
  assert.ok(await page.getByRole('radio', {name: 'Minutes'}).isChecked());
  const chart = await ask(page, `/charts/albums?period=${year - 1}&by=minutes`);
  assert.equal(await page.locator('.podium .title').first().textContent(), chart.entries[0].name);

  await page.goBack();
  await page.goBack();
  await page.waitForURL(`**/charts/tracks?period=${year - 1}`);
  await page.waitForFunction(() => document.querySelector('input[name=by][value=plays]').checked);
  await page.getByRole('radio', {name: 'Month'}).check();
  await page.waitForURL(`**/charts/tracks?period=${year - 1}-12`);
  visit.assertQuiet();
  await visit.leave();
});

test('any days can be chosen, and days in the wrong order are refused beside them', async () => {
  const visit = await browser.visit({still: true});
  const {page} = visit;
  await logIn(page, programs.origin);
  await open(page, '/charts/artists?period=2020');
  await page.getByRole('radio', {name: 'Custom'}).check();
  await page.getByLabel('From', {exact: true}).fill('2020-03-01');
  await page.getByLabel('To', {exact: true}).fill('2020-02-01');
  await page.getByRole('button', {name: 'Update'}).click();
  await page.getByText('The first day must not be after the last.').waitFor();
  await page.getByLabel('To', {exact: true}).fill('2020-03-10');
  await page.getByRole('button', {name: 'Update'}).click();
  await page.waitForURL('**/charts/artists?from=2020-03-01&to=2020-03-10');
  await page.getByRole('button', {name: /^Earlier: 20.*29 Feb 2020$/}).waitFor();
  visit.expectComplaint(/422/);
  await page.goto(`${programs.origin}/charts/artists?period=1850`);
  await page.getByText('Choose days from 1900 to 2100.').waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('a chart can be a wall of covers, which the address remembers', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await open(page, '/charts/albums?range=all');
  await page.getByLabel('Show as').selectOption('Covers 9 × 9');
  await page.waitForURL('**/charts/albums?range=all&grid=9');
  await page.locator('.cover-wall li').nth(80).waitFor();
  assert.equal(await page.locator('.cover-wall li').count(), 81);
  await page.reload();
  await page.locator('.cover-wall li').nth(80).waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('days without a play say so and offer all time', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await open(page, '/charts/tracks?from=1990-01-01&to=1990-01-31');
  await page.getByRole('heading', {name: 'Nothing played on these days'}).waitFor();
  await page.getByRole('link', {name: 'Show all time'}).click();
  await page.locator('.podium li').first().waitFor();
  visit.assertQuiet();
  await visit.leave();
});

for (const [width, dark] of [[320, true], [390, false], [1024, true]]) {
  test(`charts fit at ${width} pixels by ${dark ? 'night' : 'day'}`, async () => {
    const visit = await browser.visit({width, height: 800, dark});
    const {page} = visit;
    await logIn(page, programs.origin);
    for (const path of ['/charts/artists', '/charts/tracks?range=all&by=minutes', '/charts/albums?grid=10']) {
      await open(page, path);
      await assertNoSidewaysScroll(page);
    }
    visit.assertQuiet();
    await visit.leave();
  });
}

test('the first data is on its way before the script, and nothing jumps when it arrives', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await page.addInitScript(() => {
    window.shifts = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({value}) => { window.shifts += value; })).observe({type: 'layout-shift', buffered: true});
  });
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await open(page, '/charts/artists?range=all');
  const data = asked.filter((url) => url.includes('/api/v1/charts/'));
  assert.deepEqual(data, [`${programs.origin}/api/v1/charts/artists?range=all`], 'it is asked once');
  const {initiatorType} = await page.evaluate(() => performance.getEntriesByType('resource').find(({name}) => name.includes('/api/v1/charts/')).toJSON());
  assert.notEqual(initiatorType, 'fetch', 'it was asked before the script could');
  assert.ok(await page.evaluate(() => window.shifts) < 0.05, 'what arrives has its place already');
  visit.assertQuiet();
  await visit.leave();
});
