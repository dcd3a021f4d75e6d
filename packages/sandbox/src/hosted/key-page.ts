import { controlOperations } from '../control/generated/operations.js';
import { actionAddress, languageAddress, type Place } from '../dashboard/addresses.js';
import * as program from '../dashboard/generated/program.js';
import { hidden } from '../dashboard/parts.js';
import { TEXTS } from '../dashboard/texts/texts.js';
import { html } from '../pages/html.js';
import { LANGUAGE_NAMES, type Language, otherLanguage } from '../pages/language.js';
import { logo } from '../pages/logo.js';
import { renderPage } from '../pages/page.js';
import { API_KEY_PREFIX } from '../store/store.js';

export interface KeyPageView {
  place: Place;
  language: Language;
  /** Where the sandbox is, without a slash at its end. */
  origin: string;
  formToken: string;
  /** Whether the API key that was given has no account. */
  isRefused: boolean;
}

/** The page that asks for an API key. It needs no script. */
export function renderKeyPage(view: KeyPageView, { nonce }: { nonce?: string }): string {
  const { place, language, origin, formToken, isRefused } = view;
  const { title, apiKey, session: texts } = TEXTS[language];
  const other = otherLanguage(language);
  return renderPage(
    { language, title: `${texts.title} · ${title}`, program: { ...program, SCRIPT: '' }, nonce },
    html`<main class="key-page">
<div class="card">
<p class="brand">${logo}<span translate="no">${title}</span> <a class="language" href="${languageAddress(place, other)}" hreflang="${other}" lang="${other}" title="${LANGUAGE_NAMES[other]}">${other.toUpperCase()}${hidden(` ${LANGUAGE_NAMES[other]}`)}</a></p>
<h1>${texts.title}</h1>
<p class="hint">${texts.explanation}</p>
<form class="fields" method="post" action="${actionAddress('session', place)}">
<input type="hidden" name="form_token" value="${formToken}">
<div class="choice"><label for="api-key">${apiKey}</label><input name="key" id="api-key" type="password" required autofocus autocomplete="current-password" placeholder="${API_KEY_PREFIX}…" spellcheck="false"${isRefused ? html` aria-invalid="true" aria-describedby="refused"` : undefined}></div>
<button class="button primary">${texts.enter}</button>
</form>
${isRefused ? html`<p class="notice" id="refused" role="alert">${texts.refused}</p>` : undefined}
<h2>${texts.noAccount}</h2>
<p class="hint">${texts.create}</p>
<pre tabindex="0" role="group" aria-label="${texts.command}">curl -X POST ${origin}${controlOperations.createAccount.path}</pre>
</div>
</main>`,
  );
}
