import { type Html, html, isolated, trusted } from '../server/markup/html.js';
import { renderHeader } from './header.js';
import { pageAddress } from './paths.js';
import { DASHBOARD_SCRIPT } from './script/index.js';
import { renderDeliveries } from './sections/deliveries.js';
import { renderFaults } from './sections/faults.js';
import { renderLicenseKeys } from './sections/license-keys.js';
import { renderPayments } from './sections/payments.js';
import { renderRequests } from './sections/requests.js';
import { DASHBOARD_STYLES } from './styles/index.js';
import type { DashboardView } from './view.js';

const icon =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><rect width='16' height='16' rx='4' fill='%230f6b5c'/><path d='M4 8.5l2.5 2.5L12 5.5' fill='none' stroke='white' stroke-width='2'/></svg>";

/**
 * The dashboard: a whole HTML document that asks for nothing from elsewhere and works without its script. Serve it with
 * `dashboardContentSecurityPolicy` of the same nonce, and with `Cache-Control: no-store`.
 */
export function renderDashboardPage(view: DashboardView, { nonce }: { nonce: string }): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>KGiTON sandbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${icon}">
<style nonce="${nonce}">${trusted(DASHBOARD_STYLES)}</style>
</head>
<body>
${renderHeader(view)}
<main id="main" data-self="${pageAddress(view.apiKey)}" data-now="${view.now}" data-frozen="${String(view.isFrozen)}" data-clocks="${JSON.stringify(view.clocks)}">
<div id="notice" role="alert">${view.problem === undefined ? undefined : renderProblem(view.problem)}</div>
<div class="activity">
${renderPayments(view)}
${renderDeliveries(view)}
${renderRequests(view)}
</div>
<div class="settings-column">
${renderFaults(view)}
${renderLicenseKeys(view)}
</div>
</main>
<script nonce="${nonce}">${trusted(DASHBOARD_SCRIPT)}</script>
</body>
</html>
`.toString();
}

function renderProblem(problem: string): Html {
  return html`<p class="notice">${isolated(problem)}</p>`;
}
