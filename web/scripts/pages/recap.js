// The recap of a year, a month, a week or any days, as stories over the whole window.
import {get} from '../api.js';
import {h} from '../dom.js';
import {recapStories} from '../parts/recap-facts.js';
import {stories} from '../parts/stories.js';
import {nameOf} from '../parts/date-bar.js';
import {empty} from '../parts/states.js';
import {dayFrom, spanOf} from '../periods.js';
import {page} from '../shell.js';

page(async ({user}) => {
  const period = location.pathname.split('/').at(-1);
  // Word for word what the browser has asked already (src/api/pages.cpp).
  let recap;
  try {
    recap = await get(`/api/v1/recap?period=${period}${location.search.replace('?', '&')}`);
  } catch (problem) {
    if (problem.status !== 422) throw problem;
    return document.getElementById('main').replaceChildren(empty('No recap of these days', 'A recap is of a year, a month, a week, or of any days that are not too many.',
        h('a', {class: 'button go', href: '/recaps'}, 'All recaps')));
  }
  const {range} = recap;
  const asked = range.period ? {period: range.period} : {from: range.from, to: range.to};
  const name = nameOf(spanOf(new URLSearchParams(asked)), dayFrom(recap.today));
  document.title = `${name} · Recap · Music Time Machine`;
  const close = `/recaps${location.search}`;
  document.getElementById('recap').replaceWith(stories({name, close, all: recapStories(recap, {name, asked, user})}));
});
