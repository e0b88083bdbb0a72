// An address that leads nowhere: only the masthead needs to know who asks.
import {page} from '../shell.js';

page(() => {}, {guests: true});
