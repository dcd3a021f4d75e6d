import { CONTROL_STYLES } from './controls.js';
import { PAGE_STYLES } from './page.js';
import { ROW_STYLES } from './rows.js';

/** The style of the dashboard, in the colours of the checkout page; light or dark, as the device is. */
export const DASHBOARD_STYLES = PAGE_STYLES + CONTROL_STYLES + ROW_STYLES;
