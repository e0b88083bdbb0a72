// The state of a playlist or a capture as a word with a mark.
import {h} from '../dom.js';

const kWords = {
  draft: 'Kept here', publishing: 'On its way to Spotify', published: 'On Spotify', partial: 'In part', failed: 'Failed',
  waiting: 'Waiting', running: 'Running', done: 'Done', cancelled: 'Cancelled', unread: 'Not read',
  asks: 'Whose is it?', undoing: 'Being undone', open: 'Open', filled: 'Filled',
};

/** What became longer after it was published is on Spotify in part; what Spotify refuses is not missing there. */
export const stateOf = ({state, published_count: there, left_out_count: out, tracks_count: all}) =>
  state === 'published' && there + out !== all ? 'partial' : state;

export const stateMark = (state) => h('span', {class: `state ${state}`}, kWords[state] ?? state);
