// What is ended or deleted for good.
import {deleting} from '../parts/deleting.js';
import {page} from '../shell.js';

page((me) => document.getElementById('settings').replaceChildren(...deleting(me)));
