import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

import {assertNoSidewaysScroll, captured, logIn} from './support/browser.js';
import {stage} from './support/stage.js';

const {programs, browser} = await stage();

test('whoever comes for the first time watches their music being read, and then sees it', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await programs.faults({rules: [{route: 'GET /v1/me/tracks', person: 'ada', delay_ms: 5000}]});
  await logIn(page, programs.origin, 'ada');
  await page.goto(`${programs.origin}/dashboard`);
  await page.getByRole('heading', {name: 'Reading your music'}).waitFor();
  const likes = page.getByRole('progressbar', {name: 'Liked Songs'});
  await likes.waitFor();
  await programs.faults({});  // the reading was slow until it had been seen
  await page.getByRole('heading', {name: /has been read$/}).waitFor({timeout: 60_000});
  assert.equal(await likes.evaluate((bar) => bar.value), await likes.evaluate((bar) => bar.max));
  await page.locator('.tallies').waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('somebody logs in, travels to a year and publishes what they find there', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);

  await page.getByRole('link', {name: 'Time machine', exact: true}).click();
  await page.getByLabel('Name of the playlist').waitFor();
  await page.getByRole('radio', {name: 'Year', exact: true}).check();
  const years = page.getByRole('group', {name: 'Time to travel to'}).getByRole('radio');
  await page.waitForFunction(() => [...document.getElementsByName('column')].some(({value}) => /^\d{4}$/.test(value)));
  assert.ok(await years.count() > 3, 'several years have something');
  const fullest = await years.evaluateAll((inputs) => {
    const events = (input) => input.ariaLabel.match(/, [\d,.]+/g).reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0);
    return inputs.reduce((best, input) => events(input) > events(best) ? input : best).value;
  });
  await page.locator(`input[name=column][value="${fullest}"]`).check();
  await page.getByRole('heading', {name: `${fullest}, what I loved then`}).waitFor();
  await page.getByRole('slider', {name: 'Number of tracks'}).fill('30');
  await page.getByText(/^30 tracks, chosen from [\d,]+$/).waitFor();
  await page.getByText('The best of each month in turn, by plays, likes and top lists; at most 2 tracks of an album and 3 of an artist').waitFor();
  const rows = page.locator('.tracks > li');
  assert.equal(await rows.count(), 30);
  assert.deepEqual(await rows.locator('.place').allTextContents(), Array.from({length: 30}, (_, index) => String(index + 1)));
  assert.ok((await rows.locator('.why').allTextContents()).every((reason) => reason !== ''), 'every track has its reason');
  assert.match(page.url(), new RegExp(`period=${fullest}&limit=30$`), 'the journey can be bookmarked');

  const name = page.getByLabel('Name of the playlist');
  await name.fill('   ');
  await page.getByRole('button', {name: 'Publish to Spotify'}).click();
  assert.ok(await name.evaluate((input) => input.validity.patternMismatch && input === document.activeElement), 'spaces are no name');
  await name.fill('A year <b>worth</b> keeping');
  await page.getByRole('button', {name: 'Publish to Spotify'}).click();
  await page.getByText('All 30 tracks are on Spotify.').waitFor({timeout: 30_000});
  assert.match(await page.getByRole('link', {name: /^Open on Spotify \(new tab\)/}).getAttribute('href'), /\/playlist\//);

  const made = (await programs.state()).playlists;
  assert.equal(made.length, 1);
  assert.equal(made[0].name, 'A year <b>worth</b> keeping', 'a name is never read as markup');
  assert.equal(made[0].total, 30);

  await page.getByRole('link', {name: 'Library', exact: true}).click();
  await page.getByRole('link', {name: 'A year <b>worth</b> keeping', exact: true}).click();
  await page.getByRole('heading', {name: 'A year <b>worth</b> keeping'}).waitFor();
  assert.equal(await page.locator('.tracks > li').count(), 30);
  visit.assertQuiet();
  await visit.leave();
});

test('publishing that Spotify stops half-way says so and can be resumed', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin, 'ada');
  await captured(page, programs.origin);
  await page.goto(`${programs.origin}/time-machine`);
  await page.getByLabel('Name of the playlist').waitFor();
  await programs.faults({rules: [{route: '/v1/playlists/{id}/items', status: 500}]});
  await page.getByRole('button', {name: 'Publish to Spotify'}).click();
  const again = page.getByRole('button', {name: /^(Resume|Try again)$/});
  await again.waitFor({timeout: 60_000});
  const said = await page.getByRole('alert').textContent();
  assert.match(said, /Spotify/, 'the reason is a sentence');
  await programs.faults({});
  await again.click();
  await page.getByText(/^All \d+ tracks? (is|are) on Spotify\.$/).waitFor({timeout: 60_000});
  await visit.leave();
});

test('with the keyboard alone one picks a year, travels and reaches the tracks', async () => {
  const visit = await browser.visit({still: true});
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  await page.goto(`${programs.origin}/time-machine?period=2019-05`);
  await page.locator('input[name=column]:checked').waitFor({state: 'attached'});
  await page.getByLabel('Name of the playlist').waitFor();
  const focused = () => page.evaluate(() => document.activeElement.name || document.activeElement.id || document.activeElement.textContent.trim());
  const tabTo = async (wanted) => {
    for (let steps = 0; steps < 20; ++steps) {
      await page.keyboard.press('Tab');
      if (await focused() === wanted) return;
    }
    assert.fail(`Tab never reaches ${wanted}`);
  };

  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the content');
  await page.keyboard.press('Enter');
  await tabTo('choice');
  await tabTo('unit');
  await page.keyboard.press('ArrowRight');  // from the month to its year
  await page.waitForURL(/period=2019$/);
  await tabTo('column');
  const before = await page.locator('input[name=column]:checked').inputValue();
  await page.keyboard.press('ArrowLeft');
  const chosen = await page.locator('input[name=column]:checked').inputValue();
  assert.notEqual(chosen, before);
  await page.waitForURL(new RegExp(`period=${chosen}$`));
  assert.equal(await page.evaluate(() => getComputedStyle(document.activeElement.parentElement).outlineStyle), 'solid', 'the focus is visible');
  await page.getByLabel('Name of the playlist').waitFor();
  assert.equal(await focused(), 'column', 'the keyboard stays where it was');
  await tabTo('order');
  await tabTo('limit');
  await page.keyboard.press('Home');
  assert.equal(await page.locator('#limit-shown').textContent(), '10');
  await page.waitForURL(/limit=10$/);
  await page.getByLabel('Name of the playlist').waitFor();
  assert.equal(await focused(), 'limit');
  await tabTo('name');
  visit.assertQuiet();
  await visit.leave();
});

test('a journey into a year without audio features counts them and draws nothing from them', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  await page.route(/\/api\/v1\/time-machine\?/, (route) => route.fulfill({
    contentType: 'text/event-stream',
    body: stream([
      ['start', {...kStart, count: 2, candidates: 2}],
      ['track', silentTrack(1, '<img src=x onerror=alert(1)>')], ['track', silentTrack(2, 'Ordinary')],
      ['done', {count: 2, with_features: 0, without_features: 2, averages: null}],
    ]),
  }));
  await page.goto(`${programs.origin}/time-machine`);
  await page.getByText('2 tracks without audio features').waitFor();
  assert.equal(await page.locator('.tracks img').count(), 0, 'a title is text, never markup');
  assert.equal(await page.locator('figure canvas').isVisible(), false);
  visit.assertQuiet();
  await visit.leave();
});

test('the time machine opens on a board that has something, and goes to any day', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  visit.expectComplaint(/404.*time-machine/);  // the day before may have nothing
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  let answer;
  const wanted = new Promise((resolve) => { answer = resolve; });
  await page.route('**/api/v1/time-machine/periods', async (route) => {
    await wanted;
    await route.continue();
  });
  await page.goto(`${programs.origin}/time-machine`);
  await page.getByText('Setting the time machine').waitFor();
  assert.equal(await page.getByLabel('Name of the playlist').count(), 0, 'nobody travels before it is known where to');
  answer();
  await page.getByLabel('Name of the playlist').waitFor();
  assert.ok(await page.locator('.tracks > li').count() > 0, 'the board is never empty');
  assert.ok(await page.getByRole('radio', {name: 'Week', exact: true}).isChecked());
  assert.equal(new URL(page.url()).search, '', 'where it opens is nobody\'s choice');

  const liked = (await page.locator('.why').first().textContent()).match(/\d{1,2} \w+ \d{4}/)?.[0];
  assert.ok(liked, 'a reason says when');
  const day = new Date(`${liked} UTC`).toISOString().slice(0, 10);
  await page.goto(`${programs.origin}/time-machine?period=${day}`);
  await page.getByRole('heading', {name: `${liked}, what I loved then`}).waitFor();
  await page.getByLabel('Name of the playlist').waitFor();
  await page.getByRole('button', {name: /^Earlier/}).click();
  await page.waitForURL((url) => url.searchParams.get('period') !== day);

  await page.goto(`${programs.origin}/time-machine?year=2020&choice=loved`);
  await page.getByRole('heading', {name: '2020, what I loved then'}).waitFor();
  assert.match(page.url(), /period=2020$/, 'links of before lead where they led');
  await page.getByRole('radio', {name: 'As it happened'}).check();
  await page.waitForURL(/order=happened/);
  await page.getByLabel('Name of the playlist').waitFor();
  await page.getByRole('radio', {name: 'Released then'}).check();
  await page.getByRole('heading', {name: '2020, what came out then'}).waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('days that have nothing say so, and lead to a year that has something', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  visit.expectComplaint(/404.*time-machine/);
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  await page.goto(`${programs.origin}/time-machine?period=1999-05`);
  await page.getByRole('heading', {name: 'Nothing from these days'}).waitFor();
  await page.getByRole('button', {name: /^Travel to \d{4}$/}).click();
  await page.getByLabel('Name of the playlist').waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('a list is saved as a file of any of its forms', async () => {
  const visit = await browser.visit({width: 390, height: 844});
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  await page.goto(`${programs.origin}/time-machine?period=2020`);
  await page.getByText('Publish, share or save').click();
  await page.getByLabel('Name of the playlist').waitFor();
  assert.equal(await page.locator('details.beside').getAttribute('open'), null, 'how it sounds is folded on a phone');
  const first = await page.locator('.tracks > li .title').first().textContent();
  for (const [form, ending] of [['Table (CSV)', 'csv'], ['Playlist (M3U)', 'm3u8'], ['Playlist (JSPF)', 'jspf']]) {
    if (!await page.getByRole('link', {name: form}).isVisible()) await page.getByText('Save as…').click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: form}).click()]);
    assert.equal(file.suggestedFilename(), `2020, what I loved then.${ending}`);
    const text = readFileSync(await file.path(), 'utf8');
    assert.ok(text.includes(first) || text.includes(JSON.stringify(first)), `${ending} has the first track`);
  }
  await page.keyboard.press('Escape');
  await page.getByRole('link', {name: 'Table (CSV)'}).waitFor({state: 'hidden'});
  await assertNoSidewaysScroll(page);
  visit.assertQuiet();
  await visit.leave();
});

test('a reading that failed shows which step it was and what was not read', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  await page.route('**/api/v1/me', async (route) => {
    const answer = await route.fetch();
    const me = await answer.json();
    const states = ['done', 'running', 'waiting'];
    const steps = me.capture.steps.slice(0, 3).map((step, index) => ({...step, state: states[index]}));
    await route.fulfill({response: answer, json: {...me, capture: {...me.capture, state: 'failed', sentence: 'Spotify does not answer.', steps}}});
  });
  await page.route('**/api/v1/events', (route) => route.fulfill({contentType: 'text/event-stream', body: ''}));  // which would say how it really stands
  await page.goto(`${programs.origin}/settings`);
  await page.getByRole('heading', {name: 'Reading stopped'}).waitFor();
  assert.deepEqual(await page.locator('.step .state').allTextContents(), ['Done', 'Failed', 'Not read']);
  visit.assertQuiet();
  await visit.leave();
});

test('a journey that breaks half-way says how far it came and starts again on request', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  await page.route(/\/api\/v1\/time-machine\?/, (route) => route.fulfill({
    contentType: 'text/event-stream',
    body: stream([
      ['start', {...kStart, count: 5, candidates: 5}],
      ['track', silentTrack(1, 'First')],
      ['problem', {title: 'Service Unavailable', status: 503, detail: 'The database is unavailable.', request_id: 'r'}],
    ]),
  }));
  await page.goto(`${programs.origin}/time-machine`);
  await page.getByText('The database is unavailable. 1 track had arrived.').waitFor();
  await page.unroute(/\/api\/v1\/time-machine\?/);
  await page.getByRole('button', {name: 'Travel again'}).click();
  await page.getByLabel('Name of the playlist').waitFor();
  visit.assertQuiet();
  await visit.leave();
});

const kStart = {
  year: 2001, range: {preset: null, period: '2001', from: '2001-01-01', to: '2001-12-31'}, choice: 'loved', order: 'best', limit: 50, with_features: 0,
  words: '2001', rule: 'The best of each month in turn.', name: '2001, what I loved then', playlist_id: 'playlist_2001_loved',
};

const stream = (events) => events.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join('');

function silentTrack(position, name) {
  const features = ['energy', 'valence', 'danceability', 'acousticness', 'instrumentalness', 'liveness', 'speechiness', 'tempo', 'loudness'];
  return {
    id: String(position), name, artist: 'Somebody', album: 'Something', image_url: 'javascript:alert(1)', spotify_url: 'javascript:alert(1)',
    position, reason: 'liked on 3 May 2001', score: 1, ...Object.fromEntries(features.map((feature) => [feature, null])),
  };
}
