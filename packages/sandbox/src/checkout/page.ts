import { type Html, html, trusted } from '../server/markup/html.js';
import { formatRupiah } from '../server/markup/money.js';
import { webUrl } from '../server/markup/web-url.js';
import { renderBill, renderDetails } from './order.js';
import { inLanguage, REDIRECT_SECONDS, renderPayment } from './payment.js';
import { CHECKOUT_SCRIPT } from './script.js';
import { CHECKOUT_STYLES } from './styles.js';
import { TEXTS, type Texts } from './texts.js';
import type { CheckoutView, Language } from './view.js';

/** The name of each language, in itself. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { id: 'Bahasa Indonesia', en: 'English' };

const icon =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><rect width='16' height='16' rx='4' fill='%230f6b5c'/><path d='M4 8.5l2.5 2.5L12 5.5' fill='none' stroke='white' stroke-width='2'/></svg>";

/**
 * The checkout page of one payment: a whole HTML document that asks for nothing from elsewhere and works without its
 * script. Serve it with `checkoutContentSecurityPolicy` of the same nonce, and with `Cache-Control: no-store`, or "Back"
 * would show a state and a countdown of the past.
 */
export function renderCheckoutPage(view: CheckoutView, options: { language: Language; nonce: string }): string {
  const { language, nonce } = options;
  const texts = TEXTS[language];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${renderTitle(view, texts)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin">
${renderPlainRedirect(view)}
<link rel="icon" href="${icon}">
<style nonce="${nonce}">${trusted(CHECKOUT_STYLES)}</style>
</head>
<body>
<header>
<p class="sandbox">${texts.sandbox}</p>
<div class="top"><span class="brand" translate="no">KGiTON</span>${renderSwitch(view, language)}</div>
</header>
<main>
${renderBill(view, texts)}
${renderPayment(view, texts, language)}
${renderDetails(view, texts)}
</main>
<script nonce="${nonce}">${trusted(CHECKOUT_SCRIPT)}</script>
</body>
</html>
`.toString();
}

// A title has no <bdi>: U+2068 and U+2069 isolate the name instead.
function renderTitle({ state, merchant, amount }: CheckoutView, texts: Texts): string {
  const what = { pending: formatRupiah(amount), paid: texts.paid, expired: texts.expired }[state];
  return `${what} · \u2068${merchant}\u2069`;
}

function renderSwitch({ actions }: CheckoutView, language: Language): Html {
  const other = language === 'id' ? 'en' : 'id';
  return html`<a id="language" href="${inLanguage(actions.self, other)}" hreflang="${other}" lang="${other}">${LANGUAGE_NAMES[other]}</a>`;
}

// Only where no script runs: a reader must be able to stop a redirect (WCAG 2.2.1), and the script has a button for that.
function renderPlainRedirect({ state, backUrl }: CheckoutView): Html | undefined {
  const address = webUrl(backUrl);
  if (state !== 'paid' || !address) return undefined;
  return html`<noscript><meta http-equiv="refresh" content="${REDIRECT_SECONDS};url=${address}"></noscript>`;
}
