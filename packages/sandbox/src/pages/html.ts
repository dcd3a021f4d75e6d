import { html as escaped, raw } from 'hono/html';

/** Markup that goes into a page as it is. Only `html` and `trusted` make it, so a plain string never passes for it. */
export type Html = ReturnType<typeof raw>;

/** What a template of `html` takes: text, which is escaped; markup, which is not; `undefined`, which renders nothing. */
export type Content = string | number | Html | readonly Html[] | undefined;

/**
 * A template of markup. Every value is escaped, for text and for quoted attributes alike, unless it is `Html`.
 *
 * The template of Hono, with two things it lacks: values have a type, and text arrives as it was sent.
 */
export function html(markup: TemplateStringsArray, ...values: readonly Content[]): Html {
  // Only a value that is a promise would make the markup one.
  return escaped(markup, ...values.map((value) => (typeof value === 'string' ? intact(value) : value))) as Html;
}

/** Marks markup of the sandbox's own as safe. Never for anything that a partner sent. */
export function trusted(markup: string): Html {
  return raw(markup);
}

/** Text that keeps its direction to itself: an Arabic name, or one with a bidi override, reorders nothing around it. */
export function isolated(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

// HTML parsers turn a plain CR into LF and drop NUL, and UTF-8 cannot encode half of a surrogate pair.
function intact(text: string): string | (string | Html)[] {
  // Almost no text holds any of these, and a page has thousands of texts.
  if (!/[\0\r\ud800-\udfff]/.test(text)) return text;
  const [first = '', ...lines] = text.replace(/\0|\p{Surrogate}/gu, '\ufffd').split('\r');
  return [first, ...lines.flatMap((line) => [raw('&#13;'), line])];
}
