import { EVENTS_PATH } from '../paths.js';
import { FORMS_SCRIPT } from './forms.js';
import { LIVE_SCRIPT } from './live.js';
import { MORPH_SCRIPT } from './morph.js';
import { TIME_SCRIPT } from './time.js';

/**
 * The script of the dashboard, for what is better with one: the page renews itself, forms are sent without a reload, and
 * times count down. It shows nothing but what the server has rendered.
 */
export const DASHBOARD_SCRIPT = `'use strict';
document.documentElement.classList.add('scripted');
const EVENTS_PATH = '${EVENTS_PATH}';
const find = (id) => document.getElementById(id);
const main = find('main');
${MORPH_SCRIPT}
${TIME_SCRIPT}
${LIVE_SCRIPT}
${FORMS_SCRIPT}`;
