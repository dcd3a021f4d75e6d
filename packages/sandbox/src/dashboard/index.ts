export { changeEvents } from './change-events.js';
export { dashboardContentSecurityPolicy } from './content-security-policy.js';
export { faultOf, licenseStateOf, numberOf, worldOf } from './form-values.js';
export { renderDashboardPage } from './page.js';
export { DASHBOARD_PATH, EVENTS_PATH, pageAddress } from './paths.js';
export { readView, type Visible } from './read-view.js';
export type { DashboardView } from './view.js';
