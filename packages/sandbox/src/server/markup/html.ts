/** Markup that goes into a page as it is. Only `html` and `trusted` make it, so a plain string never passes for it. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What a template of `html` takes: text, which is escaped; markup, which is not; `undefined`, which is nothing. */
export type Content = string | number | Html | readonly Html[] | undefined;

/** A template of markup: every value in it is escaped, for text and for quoted attributes alike, unless it is `Html`. */
export function html(markup: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(String.raw({ raw: markup }, ...values.map(render)));
}

/** Markup that the sandbox made itself. Never for anything that a partner sent. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/** Text whose direction stays its own: an Arabic name, or one with a bidi override, reorders nothing around it. */
export function isolated(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

function render(value: Content): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.toString();
  if (Array.isArray(value)) return value.map(render).join('');
  return escapeHtml(String(value));
}

// A parser of HTML turns a plain CR into LF; it has no way at all to say NUL, nor UTF-8 to say half of a surrogate pair.
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\r': '&#13;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\r\0]|\p{Surrogate}/gu, (character) => escapes[character] ?? '\ufffd');
}
