import createParser, { type MarkdownIt, type Token } from 'markdown-it';
import alerts from 'markdown-it-github-alerts';
import type { Messages } from '../messages.js';
import { escapeText, highlight } from './highlight.js';
import { anchors, type Heading, tableCells, tasks, unbroken } from './rules.js';

export interface RenderOptions {
  messages: Messages;
  /** Returns the address on the site for a link of the Markdown. */
  resolveLink(target: string): string;
}

export interface Rendered {
  html: string;
  /** What of it stands before the first heading. */
  introduction: string;
  headings: readonly Heading[];
  tokens: readonly Token[];
}

/**
 * Renders Markdown as the body of a page. Anchors stand at the end of headings, as in `## Retries {#retries}`, of tasks, and of
 * the first cell of a row. Fenced code may have a label after its language, which tells it apart in a group of tabs.
 */
export function renderMarkdown(markdown: string, { messages, resolveLink }: RenderOptions): Rendered {
  const parser = parserFor(messages);
  const env = { headings: [] as Heading[] };
  const tokens = parser.parse(markdown, env);
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    const target = token.type === 'link_open' ? token.attrGet('href') : null;
    if (target) token.attrSet('href', resolveLink(String(target)));
  }
  const heading = tokens.findIndex(({ type }) => type === 'heading_open');
  const first = heading < 0 ? tokens.length : heading;
  const [introduction, rest] = [tokens.slice(0, first), tokens.slice(first)].map((part) =>
    parser.renderer.render(part, parser.options, env),
  ) as [string, string];
  return { html: introduction + rest, introduction, headings: env.headings, tokens };
}

function parserFor(messages: Messages): MarkdownIt {
  const parser = createParser({ html: true, linkify: false, typographer: false });
  parser.core.ruler.push(
    'anchors',
    anchors((name) => messages.get('link', { name })),
  );
  for (const rule of [tasks, unbroken, tableCells]) parser.core.ruler.push(rule.name, rule);
  const titles = { note: messages.get('note'), tip: messages.get('tip'), warning: messages.get('warning') };
  parser.use(alerts, { titles, icons: { note: '', tip: '', warning: '' } });
  const { rules } = parser.renderer;
  rules.fence = (tokens, index) => codeBlock(tokens[index] as Token, messages);
  rules.code_inline = (tokens, index) => inlineCode((tokens[index] as Token).content);
  rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
  rules.table_close = () => '</table></div>\n';
  return parser;
}

/** The longest name that is never broken over two lines, in characters. It fits any phone. */
const LONGEST_NAME = 24;

function inlineCode(content: string): string {
  const isName = content.length <= LONGEST_NAME && !content.includes(' ');
  const text = escapeText(content);
  // A long path breaks between its segments.
  return isName ? `<code class="name">${text}</code>` : `<code>${text.replaceAll('/', '/<wbr>')}</code>`;
}

function codeBlock({ info, content }: Token, messages: Messages): string {
  const [language = '', ...rest] = info.trim().split(/\s+/);
  const label = rest.filter((word) => word !== 'no-run').join(' ');
  const caption = label ? `<figcaption>${escapeText(label)}</figcaption>` : '';
  const code = highlight(content.trimEnd(), language);
  // Focusable, so that long lines can be scrolled with the keyboard.
  return `<figure class="code" data-language="${escapeText(language)}">${caption}<pre tabindex="0"><code>${code}</code></pre><button type="button" class="copy" hidden>${messages.get('copy')}</button></figure>\n`;
}
