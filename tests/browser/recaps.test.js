import assert from 'node:assert/strict';
import {test} from 'node:test';

import {assertNoSidewaysScroll, captured, logIn} from './support/browser.js';
import {stage} from './support/stage.js';

const {programs, browser} = await stage({tenYears: true});

const ask = async (page, path) => (await page.request.get(`${programs.origin}/api/v1${path}`)).json();
const shown = (page) => page.locator('.story:not([hidden])');
const at = (page, id) => page.locator(`#story-${id}:not([hidden])`).waitFor();

/** The stories of a period, from the first one on. */
async function open(page, period) {
  await page.goto(`${programs.origin}/recaps/${period}`);
  await shown(page).waitFor();
}

test('the shelf has every year and month with a play, and leads to their stories', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  await page.getByRole('navigation', {name: 'Main'}).getByRole('link', {name: 'Recaps'}).click();
  await page.locator('.recaps-year').first().waitFor();
  const {years} = await ask(page, '/recaps');
  assert.ok(years.length >= 10);
  assert.deepEqual(await page.locator('.recaps-cover h2').allTextContents(), years.map(({period}) => period));
  const second = page.locator('.recaps-year').nth(1);
  assert.equal(await second.locator('.recaps-months li').count(), years[1].months.length);
  assert.match(await second.locator('.recaps-cover').textContent(), new RegExp(years[1].plays.toLocaleString('en-GB')));
  await second.locator('.recaps-months a').last().click();
  await page.waitForURL(`**/recaps/${years[1].months.at(-1).period}*`);
  await shown(page).waitFor();
  await page.keyboard.press('Escape');
  await page.waitForURL('**/recaps');
  visit.assertQuiet();
  await visit.leave();
});

test('plays or minutes count, as the address says, on the shelf and in the stories', async () => {
  const visit = await browser.visit({still: true});
  const {page} = visit;
  await logIn(page, programs.origin);
  await page.goto(`${programs.origin}/recaps`);
  await page.locator('.recaps-year').first().waitFor();
  await page.getByRole('radio', {name: 'Minutes'}).check();
  await page.waitForURL('**/recaps?by=minutes');
  await page.getByRole('link', {name: /^2021/}).click();
  await page.waitForURL('**/recaps/2021?by=minutes*');
  await shown(page).waitFor();
  const recap = await ask(page, '/recap?period=2021&by=minutes');
  const minutes = Math.round(recap.artists.entries[0].minutes).toLocaleString('en-GB');
  assert.ok((await page.locator('#story-artists .first .amount').textContent()).includes(`${minutes} minutes`));
  await page.goBack();
  await page.goBack();
  await page.waitForURL('**/recaps');
  await page.waitForFunction(() => document.querySelector('input[name=by][value=plays]').checked);
  visit.assertQuiet();
  await visit.leave();
});

test('any days have a recap, unless they stand in the wrong order', async () => {
  const visit = await browser.visit({still: true});
  const {page} = visit;
  await logIn(page, programs.origin);
  await page.goto(`${programs.origin}/recaps`);
  await page.getByText('Custom days').click();
  await page.getByLabel('From', {exact: true}).fill('2020-03-09');
  await page.getByLabel('To', {exact: true}).fill('2020-03-01');
  await page.getByRole('button', {name: 'Show'}).click();
  await page.getByText('The first day must not be after the last.').waitFor();
  await page.getByLabel('To', {exact: true}).fill('2020-03-20');
  await page.getByRole('button', {name: 'Show'}).click();
  await page.waitForURL('**/recaps/2020-03-09,2020-03-20*');
  await shown(page).waitFor();
  const recap = await ask(page, '/recap?from=2020-03-09&to=2020-03-20');
  await page.keyboard.press('ArrowRight');
  await at(page, 'time');
  assert.match(await shown(page).textContent(), new RegExp(Math.round(recap.played.minutes).toLocaleString('en-GB')));
  visit.assertQuiet();
  await visit.leave();
});

test('each story says what the API counts', async () => {
  const visit = await browser.visit({still: true});
  const {page} = visit;
  await logIn(page, programs.origin);
  await open(page, '2021');
  const recap = await ask(page, '/recap?period=2021');
  const said = async (id) => (await page.locator(`#story-${id}`).textContent()).replaceAll('\u00a0', ' ');
  const counted = (value) => value.toLocaleString('en-GB');
  assert.match(await said('time'), new RegExp(`${counted(Math.round(recap.played.minutes))} minutes`));
  for (const kind of ['artist', 'album', 'track']) {
    const names = await page.locator(`#story-${kind}s .tops a[href^="/${kind}s/"]`).allTextContents();
    assert.deepEqual(names, recap[`${kind}s`].entries.map(({name}) => name));
  }
  assert.match(await said('days'), new RegExp(`${counted(recap.days_with_plays)} days`));
  assert.ok((await said('biggest')).includes(`${counted(recap.biggest_day.plays)} plays`));
  assert.ok((await said('discovery')).includes(recap.discoveries.artist.name));
  assert.equal(await page.locator('#story-songs .songs > li').count(), recap.parts.filter(({track}) => track).length);
  const decades = recap.decades.filter(({decade}) => decade !== null);
  assert.equal(await page.locator('#story-decades .decades li').count(), decades.length);
  assert.ok((await said('skips')).includes(recap.endings.most_skipped.name));
  assert.ok((await said('poster')).includes(counted(recap.played.plays)));
  visit.assertQuiet();
  await visit.leave();
});

test('stories move on by click, tap, swipe and keys, and stay at both ends', async () => {
  const visit = await browser.visit({still: true, width: 390, height: 844});
  const {page} = visit;
  await logIn(page, programs.origin);
  await open(page, '2021');
  await at(page, 'start');
  assert.ok(await page.getByRole('button', {name: 'Previous'}).isDisabled());
  await page.mouse.click(300, 700);
  await at(page, 'time');
  await page.mouse.click(30, 700);
  await at(page, 'start');
  await page.mouse.move(300, 700);
  await page.mouse.down();
  await page.mouse.move(150, 705);
  await page.mouse.up();
  await at(page, 'time');
  await page.getByRole('button', {name: 'Next'}).click();
  await at(page, 'artists');
  await page.keyboard.press('ArrowLeft');
  await at(page, 'time');
  assert.match(page.url(), /#time$/);
  await page.reload();
  await at(page, 'time');
  await page.keyboard.press('End');
  await at(page, 'poster');
  assert.ok(await page.getByRole('button', {name: 'Next'}).isDisabled());
  await page.keyboard.press('ArrowRight');
  await at(page, 'poster');
  await page.keyboard.press('Home');
  await at(page, 'start');
  visit.assertQuiet();
  await visit.leave();
});

test('stories move on by themselves until they are paused, and not for who asks for less motion', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await open(page, '2021');
  const clocks = () => page.evaluate(() => document.getAnimations().filter(({effect}) => effect.target.classList.contains('done') && effect.getTiming().duration > 1000).map(({playState}) => playState));
  assert.deepEqual(await clocks(), ['running']);
  const finish = () => page.evaluate(() => document.getAnimations().find(({effect}) => effect.target.classList.contains('done') && effect.getTiming().duration > 1000).finish());
  await finish();
  await at(page, 'time');
  await page.getByRole('button', {name: 'Pause'}).click();
  assert.deepEqual(await clocks(), ['paused']);
  assert.equal(await page.locator('.stage').getAttribute('aria-live'), 'polite');
  await page.getByRole('button', {name: 'Play'}).click();
  assert.deepEqual(await clocks(), ['running']);
  await page.keyboard.press('Tab');
  assert.deepEqual(await clocks(), ['paused'], 'who goes by keyboard reads at their own pace');
  visit.assertQuiet();
  await visit.leave();

  const still = await browser.visit({still: true});
  await logIn(still.page, programs.origin);
  await open(still.page, '2021');
  assert.equal(await still.page.getByRole('button', {name: 'Play'}).count(), 1);
  assert.equal(await still.page.evaluate(() => document.getAnimations().filter(({playState}) => playState === 'running').length), 0);
  await still.leave();
});

test('a screen reader hears where it is, what the story is about, and nothing of the others', async () => {
  const visit = await browser.visit({still: true});
  const {page} = visit;
  await logIn(page, programs.origin);
  await open(page, '2021');
  await page.getByRole('region', {name: 'Recap: 2021'}).waitFor();
  await page.getByRole('heading', {level: 1, name: '2021'}).waitFor();
  const all = await page.locator('.story').count();
  await page.getByRole('button', {name: 'Next'}).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('region', {name: `2 of ${all}: You listened for`}).waitFor();
  assert.equal(await page.getByRole('heading', {level: 2}).count(), 1);
  assert.equal(await page.getByRole('navigation', {name: 'Main'}).count(), 0, 'what lies behind is not there');
  visit.assertQuiet();
  await visit.leave();
});

test('a period without plays and one that nobody knows are said in words', async () => {
  const visit = await browser.visit({still: true});
  const {page} = visit;
  await logIn(page, programs.origin);
  await open(page, '1999-05');
  await page.getByText('Nothing played').waitFor();
  await page.getByRole('link', {name: 'All recaps'}).click();
  await page.waitForURL('**/recaps');
  visit.expectComplaint(/422/);
  await page.goto(`${programs.origin}/recaps/2021-13`);
  await page.getByRole('heading', {name: 'No recap of these days'}).waitFor();
  await page.getByRole('link', {name: 'All recaps'}).waitFor();
  await page.getByRole('navigation', {name: 'Main'}).waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('a recap is shared as a page for everybody, with its pictures', async () => {
  const visit = await browser.visit({still: true});
  const {page} = visit;
  await logIn(page, programs.origin);
  await open(page, '2021');
  await page.keyboard.press('End');
  const picture = await page.getByRole('link', {name: 'Save as picture'}).getAttribute('href');
  const drawn = await page.request.get(`${programs.origin}${picture}`);
  assert.equal(drawn.headers()['content-type'], 'image/png');
  await page.getByRole('button', {name: 'Share'}).click();
  const dialog = page.getByRole('dialog', {name: 'Share'});
  await page.keyboard.press('ArrowLeft');
  await at(page, 'poster');  // the keys are the dialog's
  await dialog.getByLabel('Name on the page').fill('Ada');
  await dialog.getByRole('button', {name: 'Make a link'}).click();
  const link = await dialog.getByLabel('Link', {exact: true}).inputValue();
  const guest = await browser.visit({width: 390, height: 844});
  await guest.page.goto(link);
  await guest.page.getByRole('heading', {level: 1, name: 'Recap'}).waitFor();
  const recap = await ask(page, '/recap?period=2021&private=out');
  assert.equal(await guest.page.locator('.shared-facts .shared-name').first().textContent(), recap.artists.entries[0].name);
  assert.equal((await guest.context.cookies()).length, 0);
  await assertNoSidewaysScroll(guest.page);
  guest.assertQuiet();
  await guest.leave();
  visit.assertQuiet();
  await visit.leave();
});

for (const [width, height, dark] of [[320, 568, false], [390, 844, true], [820, 1180, false], [1440, 900, true]]) {
  test(`no story is wider than its window of ${width} pixels by ${dark ? 'night' : 'day'}`, async () => {
    const visit = await browser.visit({width, height, dark, still: true});
    const {page} = visit;
    await logIn(page, programs.origin);
    await page.goto(`${programs.origin}/recaps`);
    await page.locator('.recaps-year').first().waitFor();
    await assertNoSidewaysScroll(page);
    for (const period of ['2021', '2021-05', '2021-W20', '2021-05-21']) {
      await open(page, period);
      for (let left = await page.locator('.story').count(); left > 0; --left) {
        const excess = await page.locator('.stage').evaluate((stage) => stage.scrollWidth - stage.clientWidth);
        assert.equal(excess, 0, `${page.url()} is ${excess}px wider than the window`);
        await page.keyboard.press('ArrowRight');
      }
    }
    visit.assertQuiet();
    await visit.leave();
  });
}
