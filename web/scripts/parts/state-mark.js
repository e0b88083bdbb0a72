// The state of a playlist or a capture as a word with a mark.
import {h} from '../dom.js';

const kWords = {
  draft: 'Kept here', publishing: 'On its way to Spotify', published: 'On Spotify', partial: 'In part', failed: 'Failed',
  waiting: 'Waiting', running: 'Running', done: 'Done',
};

export const stateMark = (state) => h('span', {class: `state ${state}`}, kWords[state] ?? state);
