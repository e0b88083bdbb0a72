// What a page costs over a slow line: requests and rounds before its data shows, when that is, how much jumps, bytes.
//   node tests/browser/support/measure.js http://127.0.0.1:5000 [cold|warm]    as the demo person; prints a table
import {answersIn, logIn, startBrowser} from './browser.js';

const kLine = {offline: false, latency: 75, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8};  // ms, bytes a second
const kPages = {  // what shows that data is there
  '/dashboard': '.last-plays time, .tallies dd', '/time-machine': '.year', '/charts/artists': '.podium .title', '/charts/tracks?range=all': '.podium .title',
  '/playlists': '.shelf li, #playlists .empty', '/analytics': '.quadrants', '/search': 'input[type=search]', '/sources': '.sources-list > *', '/settings': '#settings section', '/settings/keys': '#settings form',
};
const [origin, manner = 'cold'] = process.argv.slice(2);

const browser = await startBrowser(origin);
const visit = await browser.visit();
await logIn(visit.page, origin);
const state = await visit.context.storageState();
await visit.leave();

console.log('| page | requests | rounds | data, ms | largest paint, ms | shift | KB |\n|---|---|---|---|---|---|---|');
for (const [path, sign] of Object.entries(kPages)) {
  const {page, context, leave} = await browser.visit({width: 1280, height: 800});
  await context.addCookies(state.cookies);
  if (manner === 'warm') {
    await page.goto(`${origin}/settings`);  // any other page
    await page.goto(`${origin}${path}`);
    await answersIn(page);
    await page.goto('about:blank');
  }
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', kLine);
  let bytes = 0;
  devtools.on('Network.loadingFinished', ({encodedDataLength}) => { bytes += encodedDataLength; });
  await page.addInitScript((selector) => {
    const seen = window.measured = {shift: 0, paint: 0, data: null};
    new PerformanceObserver((list) => list.getEntries().forEach(({value, hadRecentInput}) => { if (!hadRecentInput) seen.shift += value; })).observe({type: 'layout-shift', buffered: true});
    new PerformanceObserver((list) => { seen.paint = list.getEntries().at(-1).startTime; }).observe({type: 'largest-contentful-paint', buffered: true});
    const watch = new MutationObserver(() => {
      if (!document.querySelector(selector)) return;
      seen.data = performance.now();
      watch.disconnect();
    });
    watch.observe(document, {childList: true, subtree: true});
  }, sign);
  const answer = await page.goto(`${origin}${path}`);
  if (!answer.ok()) {
    await leave();
    continue;  // a page that this version has not
  }
  await page.waitForFunction(() => window.measured.data !== null);
  await answersIn(page);
  const {data, paint, shift, before, rounds} = await page.evaluate(() => {
    const seen = window.measured;
    const all = [performance.getEntriesByType('navigation')[0], ...performance.getEntriesByType('resource')]
        .filter(({startTime, name}) => startTime < seen.data && new URL(name).origin === location.origin)
        .sort((one, other) => one.startTime - other.startTime);
    const depth = [];
    all.forEach((entry, index) => {
      depth[index] = 1 + Math.max(0, ...all.slice(0, index).map((earlier, place) => earlier.responseEnd > 0 && earlier.responseEnd <= entry.startTime ? depth[place] : 0));
    });
    return {...seen, before: all.filter(({responseEnd}) => responseEnd <= seen.data).length, rounds: Math.max(...depth)};
  });
  console.log(`| \`${path}\` | ${before} | ${rounds} | ${Math.round(data)} | ${Math.round(paint)} | ${shift.toFixed(3)} | ${Math.round(bytes / 1024)} |`);
  await leave();
}
await browser.stop();
