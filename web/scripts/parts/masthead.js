// The bar at the top, and the places one can go to: they stand in the page already. What depends on the person and on the
// address is added here.
import {h, safeUrl} from '../dom.js';
import {logOut, sentenceOf} from '../session.js';
import {notice} from './notices.js';

/** Which of the places in the navigations this page is, or is in. */
export function markPlaces() {
  for (const link of document.querySelectorAll('.places a, .tabs a')) {
    const path = link.getAttribute('href');
    const holds = 'alone' in link.dataset ? [] : link.dataset.holds?.split(' ') ?? [path];
    const here = location.pathname;
    if (here === path) link.setAttribute('aria-current', 'page');
    else if (holds.some((place) => here === place || here.startsWith(`${place}/`))) link.setAttribute('aria-current', 'true');
  }
}

/** The key that looks for music, from wherever one is not writing. */
export function listenForSearch() {
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('input, select, textarea, [contenteditable], dialog')) return;
    const link = document.getElementById('find');
    if (!link.checkVisibility()) return;
    event.preventDefault();
    const field = document.querySelector('input[type=search]');
    if (field) field.focus();
    else link.click();
  });
}

/** The places and the search are for those who are logged in; on a page for guests they wait for that. */
export function masthead({user}) {
  delete document.getElementById('main').dataset.guests;
  document.getElementById('account').replaceChildren(account(user));
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
