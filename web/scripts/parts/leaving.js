// Logging out, of this browser or of all.
import {h} from '../dom.js';
import {logOut} from '../session.js';
import {section} from './section.js';
import {troubleSpot} from './trouble.js';

export function leavingSection() {
  const trouble = troubleSpot();
  const way = (text, everywhere) => {
    const button = h('button', {class: 'button', type: 'button', onclick: () => trouble.run(button, () => logOut(everywhere))}, text);
    return button;
  };
  return section({id: 'leaving', title: 'Log out'},
      h('p', {class: 'soft'}, '“Log out” ends this session, “Log out everywhere” those of all your devices. Your music and playlists stay.'),
      h('div', {class: 'row'}, way('Log out', false), way('Log out everywhere', true)), trouble.element);
}
