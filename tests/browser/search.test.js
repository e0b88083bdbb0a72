import assert from 'node:assert/strict';
import {test} from 'node:test';

import {assertNoSidewaysScroll, captured, logIn} from './support/browser.js';
import {stage} from './support/stage.js';

const {programs, browser} = await stage();

/** Somebody whose music has been read, on the page of searches. */
async function searching(options) {
  const visit = await browser.visit(options);
  await logIn(visit.page, programs.origin);
  await captured(visit.page, programs.origin);
  await visit.page.goto(`${programs.origin}/search`);
  await visit.page.getByRole('searchbox').waitFor();
  return visit;
}

/** A track of the library whose name has a word of five letters or more. */
async function someTrack(page) {
  const {top} = await (await page.request.get(`${programs.origin}/api/v1/dashboard`)).json();
  return top.tracks.find((track) => /\p{L}{5}/u.test(track.name)) ?? assert.fail('no track has a long word');
}

const longWord = (name) => name.match(/\p{L}{5,}/u)[0];

test('what one types is found while one types, marked, and kept in the address', async () => {
  const visit = await searching();
  const {page} = visit;
  const word = longWord((await someTrack(page)).name);
  const box = page.getByRole('searchbox', {name: 'Track, artist or album'});
  assert.ok(await box.evaluate((input) => input === document.activeElement), 'one can type at once');
  await box.pressSequentially(word.slice(0, -1));
  await page.locator('.found mark').first().waitFor();
  await page.getByRole('status').filter({hasText: /track|best/}).waitFor();
  const marks = await page.locator('.found mark').allTextContents();
  const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  assert.ok(marks.every((mark) => fold(mark).startsWith(fold(word.slice(0, -1)))), `${marks} begin with ${word}`);
  await page.waitForURL(`**/search?q=${encodeURIComponent(word.slice(0, -1))}`);
  await page.reload();
  await page.locator('.found mark').first().waitFor();
  assert.equal(await box.inputValue(), word.slice(0, -1));
  visit.assertQuiet();
  await visit.leave();
});

test('the keyboard alone leads from the question to a result and back', async () => {
  const visit = await searching();
  const {page} = visit;
  await page.keyboard.type('e');
  await page.locator('.found li').nth(1).waitFor();
  const title = (index) => page.locator('.found .title a').nth(index);
  const focused = (locator) => locator.evaluate((element) => element === document.activeElement);
  await page.keyboard.press('ArrowDown');
  assert.ok(await focused(title(0)));
  await page.keyboard.press('ArrowDown');
  assert.ok(await focused(title(1)));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  assert.ok(await focused(page.getByRole('searchbox')));
  await page.keyboard.press('ArrowDown');
  const name = await title(0).textContent();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {level: 1, name}).waitFor();
  await page.goBack();
  await page.locator('.found li').first().waitFor();
  assert.equal(await page.getByRole('searchbox').inputValue(), 'e');
  visit.assertQuiet();
  await visit.leave();
});

test('nothing found is said in words, a slip is forgiven, and a filter half written complains to nobody', async () => {
  const visit = await searching();
  const {page} = visit;
  const box = page.getByRole('searchbox');
  await box.fill('qqqqzzzz');
  await page.getByRole('heading', {name: 'Not in your library'}).waitFor();
  await page.getByText('“qqqqzzzz”').waitFor();
  const word = longWord((await someTrack(page)).name);
  await box.fill(`${word}zz`);
  await page.getByText(/No exact match\./).waitFor();
  await page.locator('.found li').first().waitFor();
  await box.fill('');
  await page.locator('.found li').first().waitFor({state: 'detached'});
  assert.equal(await page.getByRole('heading', {name: 'Not in your library'}).count(), 0);
  await box.pressSequentially('artist:');
  await page.getByText('artist: needs a name').waitFor();
  visit.assertQuiet();
  visit.expectComplaint(/422/);
  await box.fill('year:soon');
  await page.getByText('year: takes a year or a span of years').waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('an example is asked at a touch, on a phone and by night, and nothing scrolls sideways', async () => {
  const visit = await searching({width: 390, height: 844, dark: true});
  const {page} = visit;
  await page.getByText('Search tips').click();
  await page.getByRole('button', {name: 'year:1990-1999'}).click();
  await page.getByRole('status').filter({hasText: /track|best|Nothing/}).waitFor();
  assert.equal(await page.getByRole('searchbox').inputValue(), 'year:1990-1999');
  await assertNoSidewaysScroll(page);
  await page.getByRole('searchbox').fill('a');
  await page.locator('.found li').first().waitFor();
  await assertNoSidewaysScroll(page);
  visit.assertQuiet();
  await visit.leave();
});

test('a track shows what sounds like it, nearest first, or says why it can not', async () => {
  const visit = await searching();
  const {page} = visit;
  const {results} = await (await page.request.get(`${programs.origin}/api/v1/search?q=energy:>=0`)).json();
  assert.ok(results.length > 0, 'some tracks have audio features');
  await page.goto(`${programs.origin}/tracks/${results[0].id}`);
  const {results: similar} = await (await page.request.get(`${programs.origin}/api/v1/tracks/${results[0].id}/similar`)).json();
  await page.locator('.similar li').first().waitFor();
  assert.deepEqual(await page.locator('.similar .title').allTextContents(), similar.map((track) => track.name));
  await page.route('**/similar', (route) => route.fulfill({json: {track_id: '1', scope: 'library', results: [], count: 0, explanation: 'Nobody has told us.'}}));
  await page.reload();
  await page.getByText('Nobody has told us.').waitFor();
  visit.assertQuiet();
  await visit.leave();
});
