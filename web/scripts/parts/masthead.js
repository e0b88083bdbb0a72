// The bar at the top: the name, the lines to travel on, and the person.
import {h, safeUrl} from '../dom.js';
import {logOut, sentenceOf} from '../session.js';
import {notice} from './notices.js';

const kLines = [['/time-machine', 'Time machine'], ['/dashboard', 'Dashboard'], ['/playlists', 'Playlists'], ['/analytics', 'Analytics'], ['/search', 'Search']];

/** The name stands in the page already; lines and person are for those who are logged in. */
export function masthead(me) {
  if (me) document.getElementById('masthead').append(lines(), account(me.user));
}

function lines() {
  const here = location.pathname;
  const link = ([path, name]) => {
    const current = here === path ? 'page' : here.startsWith(`${path}/`) ? 'true' : null;
    return h('a', {href: path, 'aria-current': current}, name);
  };
  return h('nav', {class: 'lines', 'aria-label': 'Main'}, kLines.map(link));
}

function account(user) {
  const name = user.display_name ?? user.spotify_user_id;
  const picture = safeUrl(user.image_url);
  const menu = h('details', {class: 'account'},
      h('summary', {},
          picture ? h('img', {src: picture, alt: ''}) : initial(name),
          h('span', {class: 'unseen'}, 'Account of '), h('span', {class: 'who'}, name)),
      h('div', {class: 'menu'},
          h('a', {href: '/sources'}, 'Sources and imports'),
          h('a', {href: '/settings'}, 'Settings'),
          h('button', {type: 'button', onclick: leave}, 'Log out')));
  const close = () => { menu.open = false; };
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    close();
    menu.querySelector('summary').focus();
  });
  document.addEventListener('click', (event) => menu.contains(event.target) || close());
  menu.addEventListener('focusout', (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && close());
  return menu;
}

const initial = (name) => h('span', {class: 'initial', 'aria-hidden': 'true'}, [...name][0]?.toUpperCase() ?? '');

async function leave({currentTarget}) {
  currentTarget.disabled = true;
  try {
    await logOut();
  } catch (problem) {
    currentTarget.disabled = false;
    notice('away', sentenceOf(problem));
  }
}
