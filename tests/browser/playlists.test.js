import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';

import {answered, assertNoSidewaysScroll, captured, logIn, startBrowser} from './support/browser.js';
import {startPrograms} from './support/programs.js';

let programs, browser, folder;
before(async () => {
  programs = await startPrograms();
  browser = await startBrowser(programs.origin);
  folder = mkdtempSync(join(tmpdir(), 'old-database-'));
});
after(async () => {
  await browser?.stop();
  await programs?.stop();
  if (folder) rmSync(folder, {recursive: true});
});

/** Somebody with two years of snapshots, on the page of playlists. */
async function atPlaylists(options) {
  const visit = await browser.visit({still: true, ...options});
  await logIn(visit.page, programs.origin);
  await captured(visit.page, programs.origin);
  await visit.page.goto(`${programs.origin}/playlists`);
  return visit;
}

const focusedName = (page) => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.textContent);
const cardOf = (page, title) => page.getByRole('listitem').filter({has: page.getByRole('heading', {name: title, exact: true})});

test('old likes are gems from the first minute', async () => {
  const {page, assertQuiet, leave} = await atPlaylists();
  const gems = cardOf(page, 'Forgotten Gems');
  await gems.getByText(/^[\d,]+ tracks$/).waitFor();
  await gems.getByRole('button', {name: 'Preview'}).click();
  const preview = page.getByRole('region', {name: 'Forgotten Gems'});
  await preview.getByLabel('Name of the playlist').waitFor();
  const reasons = await preview.locator('.why').allTextContents();
  assert.equal(reasons.length, 50);
  assert.ok(reasons.every((reason) => /^liked on \d{1,2} \w+ \d{4}, (last played in|no play known since)/.test(reason)), reasons[0]);
  assert.ok(new Set(reasons.map((reason) => reason.match(/\d{4}/)[0])).size > 3, 'they come from several years');
  assertQuiet();
  await leave();
});

test('without a history there is nothing to forget, and the page says what would help', async () => {
  const {page, assertQuiet, leave} = await atPlaylists();
  await page.route('**/api/v1/recipes/forgotten_gems?*', async (route) => {
    const answer = await route.fetch();
    const json = {...await answer.json(), tracks: [], count: 0, candidates: 0, explanation: 'Take a snapshot first, or import your listening history: gems are found among what you liked and played.'};
    await route.fulfill({response: answer, json});
  });
  await page.reload();
  const gems = cardOf(page, 'Forgotten Gems');
  await gems.getByText('Nothing yet').waitFor();
  await gems.getByText('Take a snapshot first').waitFor();
  await gems.getByRole('button', {name: 'Preview'}).click();
  const preview = page.getByRole('region', {name: 'Forgotten Gems'});
  await preview.getByRole('button', {name: 'Take a snapshot'}).waitFor();
  assert.equal(await page.getByLabel('Name of the playlist').count(), 0, 'an empty playlist can not be kept');
  assertQuiet();
  await leave();
});

test('gems are looked through, named and published', async () => {
  const file = join(folder, 'old.db');
  execFileSync(process.env.MTM_SANDBOX, ['old-database', file]);
  programs.command(['import-sqlite', file, '--user', 'demo', '--new-user']);
  const {page, assertQuiet, expectComplaint, leave} = await atPlaylists();
  expectComplaint(/422.*newest=20&/);

  const gems = cardOf(page, 'Forgotten Gems');
  await gems.getByText(/^[\d,]+ tracks$/).waitFor();
  await gems.getByRole('button', {name: 'Preview'}).click();
  const preview = page.getByRole('region', {name: 'Forgotten Gems'});
  await preview.getByRole('heading', {name: 'Forgotten Gems'}).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Forgotten Gems', 'the keyboard is where the eye is');
  assert.match(page.url(), /\?source=forgotten_gems$/, 'a preview can be bookmarked');
  const rows = preview.locator('.tracks > li');
  assert.equal(await rows.count(), 50);
  assert.match(await rows.first().locator('.why').textContent(), /^in your top 50 (\w+ times|once|twice) until [A-Z]\w+( \d{4})?, not since$/);

  await preview.getByLabel('Loved from').fill('20');
  await preview.getByRole('button', {name: 'Update'}).click();
  await preview.getByRole('alert').getByText("'newest' must be more days ago than 'quiet'").waitFor();
  await preview.getByLabel('Loved from').fill('200');
  await preview.getByRole('button', {name: 'Update'}).click();
  await preview.getByText('In your top 50 from 200 to 365 days ago').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Update', 'the keyboard stays where it was');

  const name = preview.getByLabel('Name of the playlist');
  assert.match(await name.inputValue(), /^Forgotten Gems - [A-Z][a-z]+ \d{4}$/);
  assert.equal(await name.getAttribute('maxlength'), '100');
  await name.fill('Found again <i>in</i> a drawer');
  await preview.getByRole('button', {name: 'Publish to Spotify'}).click();
  await preview.getByText(/All \d+ tracks are on Spotify\./).waitFor({timeout: 30_000});
  assert.equal(await focusedName(page), 'Where it stands with Spotify', 'the keyboard is where the form was');
  const kept = page.getByRole('region', {name: 'Your playlists'});
  await kept.getByRole('link', {name: 'Found again <i>in</i> a drawer', exact: true}).waitFor();
  await kept.getByText('On Spotify', {exact: true}).waitFor();
  const {playlists} = await programs.state();
  assert.deepEqual(playlists.map(({name}) => name), ['Found again <i>in</i> a drawer']);
  assertQuiet();
  await leave();
});

test('a playlist that grew or was kept anew after it was published says so, and the rest is published', async () => {
  const {page, assertQuiet, leave} = await atPlaylists();
  const ask = async (method, path, data) =>
    (await page.request.fetch(`${programs.origin}/api/v1/${path}`, {method, headers: {Origin: programs.origin}, data})).json();
  const wish = {source: 'current_rotation', limit: 10, name: 'Grows'};
  const {playlist_id: id} = await ask('POST', 'playlists', wish);
  await ask('POST', `playlists/${id}/publish`);
  await answered(page, `${programs.origin}/api/v1/playlists/${id}`, ({state}) => state === 'published');
  const {tracks} = await ask('GET', 'recipes/current_rotation?limit=11');
  await ask('POST', `playlists/${id}/tracks`, {track_id: tracks[10].id, position: 11});

  await page.reload();
  const kept = page.getByRole('region', {name: 'Your playlists'});
  await kept.getByText('10 of 11 tracks on Spotify').waitFor();
  await kept.getByRole('link', {name: 'Grows', exact: true}).click();
  await page.getByText('10 of 11 tracks are on Spotify.').waitFor();
  await page.getByRole('button', {name: 'Publish the rest'}).focus();
  await page.keyboard.press('Enter');
  await page.getByText('All 11 tracks are on Spotify.').waitFor();
  assert.equal(await focusedName(page), 'Where it stands with Spotify', 'the keyboard is where the button was');

  await ask('POST', 'playlists', wish);
  await page.reload();
  await page.getByText('10 tracks, kept here. An earlier version is on Spotify.').waitFor();
  await page.getByRole('link', {name: 'Open on Spotify (new tab)', exact: true}).waitFor();
  await page.getByRole('button', {name: 'Publish the changes'}).click();
  await page.getByText('All 10 tracks are on Spotify.').waitFor();
  assertQuiet();
  await leave();
});

test('a shelf that can not be asked again says why, and what was kept stays kept', async () => {
  const {page, assertQuiet, expectComplaint, leave} = await atPlaylists();
  expectComplaint(/500/);
  await cardOf(page, 'Chill').getByRole('button', {name: 'Preview'}).click();
  await page.getByLabel('Name of the playlist').waitFor();
  await page.waitForLoadState('networkidle');
  await page.route('**/api/v1/playlists', (route) => route.request().method() === 'POST' ? route.continue()
      : route.fulfill({status: 500, contentType: 'application/problem+json', body: '{"title":"Internal Server Error","status":500,"detail":"Something broke here."}'}));
  await page.getByRole('button', {name: 'Save without publishing'}).click();
  await page.getByText('Saved as').waitFor();
  await page.getByRole('alert').filter({hasText: 'Something broke here.'}).waitFor();
  assertQuiet();
  await leave();
});

test('a snapshot leaves an open preview as the reader has it', async () => {
  const {page, assertQuiet, leave} = await atPlaylists();
  await cardOf(page, 'Forgotten Gems').getByRole('button', {name: 'Preview'}).click();
  const preview = page.getByRole('region', {name: 'Forgotten Gems'});
  await preview.getByLabel('Loved from').fill('200');
  await preview.getByRole('button', {name: 'Update'}).click();
  await preview.getByText('In your top 50 from 200 to 365 days ago').waitFor();
  await preview.getByLabel('Name of the playlist').fill('My own words');
  const again = page.waitForResponse('**/api/v1/recipes/current_rotation?*');
  await page.getByRole('button', {name: 'Take a snapshot'}).focus();
  await page.keyboard.press('Enter');
  await again;
  await page.waitForLoadState('networkidle');
  assert.equal(await preview.getByLabel('Loved from').inputValue(), '200');
  assert.equal(await preview.getByLabel('Name of the playlist').inputValue(), 'My own words');
  assert.equal(await focusedName(page), 'Take a snapshot');
  assertQuiet();
  await leave();
});

test('a session that ended while a source was looked at leads to the login', async () => {
  const {page, expectComplaint, leave} = await atPlaylists();
  expectComplaint(/401/);
  await cardOf(page, 'Chill').getByText(/tracks?$/).waitFor();
  await page.route('**/api/v1/recipes/**', (route) =>
    route.fulfill({status: 401, contentType: 'application/problem+json', body: '{"title":"Unauthorized","status":401,"detail":"Log in first."}'}));
  await cardOf(page, 'Chill').getByRole('button', {name: 'Preview'}).click();
  await page.getByText('Your session has ended.').waitFor();
  await leave();
});

test('a track that Spotify refuses is named, and a playlist that was removed there is made anew by one button', async () => {
  const {page, assertQuiet, leave} = await atPlaylists();
  const ask = async (method, path, data) =>
    (await page.request.fetch(`${programs.origin}/api/v1/${path}`, {method, headers: {Origin: programs.origin}, data})).json();
  const {playlist_id: id} = await ask('POST', 'playlists', {source: 'current_rotation', limit: 10, name: 'Refused'});
  const {tracks: [first]} = await ask('GET', `playlists/${id}`);
  const dead = first.spotify_url.split('/').at(-1);
  await programs.faults({rules: [{route: 'PUT /v1/playlists/{id}/items', containing: dead, status: 400}]});
  await page.goto(`${programs.origin}/playlists/${id}`);
  await page.getByRole('button', {name: /^Publish (to Spotify|the changes)$/}).click();
  const stand = page.getByRole('group', {name: 'Where it stands with Spotify'});
  await stand.getByText('9 of 10 tracks are on Spotify. Left out, because Spotify refuses it:').waitFor();
  assert.ok((await stand.textContent()).includes(`“${first.name}”`), 'the track is named');
  assert.equal(await stand.getByRole('button').count(), 0, 'there is nothing left to be done');
  await programs.faults({});
  await page.reload();
  await page.locator('.tracks > li').first().getByText('Spotify refuses this track').waitFor();

  const known = await ask('GET', `playlists/${id}`);
  await page.route(`**/api/v1/playlists/${id}`, (route) => route.fulfill({json: {
    ...known, state: 'draft', published_count: 0, spotify_url: null, problem: 'You removed it on Spotify. Publish it to make it anew.',
  }}));
  await page.reload();
  await page.getByText('You removed it on Spotify.').waitFor();
  await page.unroute(`**/api/v1/playlists/${id}`);
  await page.getByRole('button', {name: 'Make it anew'}).click();
  await stand.getByText('9 of 10 tracks are on Spotify.').waitFor();
  assertQuiet();
  await leave();
});

test('a feature is averaged over the tracks that have it', async () => {
  const {page, assertQuiet, leave} = await atPlaylists();
  const unknown = {valence: null, danceability: null, acousticness: null, instrumentalness: null, liveness: null, speechiness: null, tempo: null, loudness: null};
  const track = (position, features) => ({
    id: String(position), position, name: `Track ${position}`, artist: 'Somebody', album: null, image_url: null, spotify_url: null, energy: null, ...unknown, ...features,
  });
  await page.route('**/api/v1/playlists/some', (route) => route.fulfill({json: {
    playlist_id: 'some', name: 'Some features', kind: 'mood', year: null, choice: null, state: 'draft', tracks_count: 3, published_count: 0, left_out_count: 0, spotify_url: null,
    problem: null, created_at: '2026-11-01T00:00:00Z', updated_at: '2026-11-01T00:00:00Z',
    tracks: [track(1, {energy: 0.8, valence: 0.6}), track(2, {energy: 0.6, valence: 0.2, danceability: 0.4}), track(3, {danceability: 0.2})],
  }}));
  await page.goto(`${programs.origin}/playlists/some`);
  await page.getByText('3 of 3 tracks have audio features').waitFor();
  assert.deepEqual(await page.locator('.sound .feature dd:not(.bar)').allTextContents(), ['70%', '40%', '30%', '–']);
  assertQuiet();
  await leave();
});

for (const look of [{}, {dark: true}, {width: 390, height: 844}]) {
  test(`every source shows what it has ${JSON.stringify(look)}`, async () => {
    const {page, assertQuiet, leave} = await atPlaylists(look);
    for (const title of ['Recent Discoveries', 'Current Rotation', 'Currently Obsessed', 'Chill']) {
      const card = cardOf(page, title);
      await card.getByRole('button', {name: 'Preview'}).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('region', {name: title}).getByLabel('Name of the playlist').waitFor();
      assert.equal(await card.getByRole('button').getAttribute('aria-pressed'), 'true');
    }
    await assertNoSidewaysScroll(page);
    assertQuiet();
    await leave();
  });
}

test('what is like a track is made into a playlist from the track\'s own page', async () => {
  const {page, assertQuiet, leave} = await atPlaylists();
  await cardOf(page, 'Current Rotation').getByRole('button', {name: 'Preview'}).click();
  await page.getByRole('region', {name: 'Current Rotation'}).locator('.tracks > li').filter({hasNotText: 'no audio features'}).first().locator('.title a').click();
  await page.getByRole('link', {name: 'Make a playlist of these'}).click();
  const preview = page.getByRole('region', {name: 'Like this one'});
  await preview.getByLabel('Name of the playlist').waitFor();
  assert.equal(await preview.locator('.tracks > li').count(), 20);
  await preview.getByRole('button', {name: 'Save without publishing'}).click();
  await preview.getByText('Saved as').waitFor();
  assertQuiet();
  await leave();
});
