import messages from 'site:messages';
import { activateCopyButtons } from '../copy-buttons.js';
import { element, memory } from '../dom.js';
import { LANGUAGES, type SentRequest } from './code.js';
import { field, filled } from './parts.js';

const w = messages.try;

/** The code tabs of the guides keep the choice under the same key. */
const CHOICE = 'kgiton.sample';

/** Shows a request as a program of the reader's language, to copy. @param read the request as it is now */
export function copyRequest(read: () => SentRequest, help = w['as-code-help']) {
  const language = element('select', {}, ...Object.keys(LANGUAGES).map((name) => element('option', {}, name)));
  const code = element('code', {});
  const note = element('p', { class: 'try-note' });
  const figure = element(
    'figure',
    { class: 'code' },
    element('pre', { tabindex: 0 }, code),
    element('button', { type: 'button', class: 'copy' }, messages.copy),
  );
  activateCopyButtons(figure);
  const details = element(
    'details',
    { class: 'try-code' },
    element('summary', {}, w['as-code']),
    field(w.language, language),
    figure,
    note,
  );
  const update = () => {
    if (!details.open) return;
    const request = read();
    code.textContent = LANGUAGES[language.value]?.(request) ?? '';
    note.textContent = filled(help, { sandbox: URL.canParse(request.url) ? new URL(request.url).origin : '' });
  };
  details.addEventListener('toggle', () => {
    const known = memory.get(CHOICE) ?? '';
    if (known in LANGUAGES) language.value = known;
    update();
  });
  language.addEventListener('change', () => {
    memory.set(CHOICE, language.value);
    update();
  });
  return { element: details, update };
}
