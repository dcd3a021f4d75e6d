import createParser, { type MarkdownIt, type Token } from 'markdown-it';
import alerts from 'markdown-it-github-alerts';
import type { Messages } from '../messages.js';
import { anchors, type Heading } from './anchors.js';
import { cellLabels } from './cell-labels.js';
import { emptyCorners } from './empty-corners.js';
import { escapeText, highlight } from './highlight.js';
import { tasks } from './tasks.js';
import { unbroken } from './unbroken.js';

export interface RenderOptions {
  messages: Messages;
  /** Gives the address that a link of the Markdown leads to on the site. */
  resolveLink(target: string): string;
}

export interface Rendered {
  html: string;
  headings: Heading[];
}

/**
 * Markdown as the HTML of a page's body. Headings carry their anchor at their end, as `## Retries {#retries}`, and so do
 * tasks, and rows of tables in their first cell; fenced code may have a label after its language, by which it is told apart
 * from its neighbours in a group.
 */
export function renderMarkdown(markdown: string, { messages, resolveLink }: RenderOptions): Rendered {
  const parser = parserFor(messages);
  const env = { headings: [] as Heading[] };
  const tokens = parser.parse(markdown, env);
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    const target = token.type === 'link_open' ? token.attrGet('href') : null;
    if (target) token.attrSet('href', resolveLink(String(target)));
  }
  return { html: parser.renderer.render(tokens, parser.options, env), headings: env.headings };
}

function parserFor(messages: Messages): MarkdownIt {
  const parser = createParser({ html: true, linkify: false, typographer: false });
  const titles = { note: messages.get('note'), tip: messages.get('tip'), warning: messages.get('warning') };
  parser.core.ruler.push('anchors', anchors(messages.get('link')));
  parser.core.ruler.push('tasks', tasks);
  parser.core.ruler.push('unbroken', unbroken);
  parser.core.ruler.push('cell-labels', cellLabels);
  parser.core.ruler.push('empty-corners', emptyCorners);
  parser.use(alerts, { titles, icons: { note: '', tip: '', warning: '' } });
  const { rules } = parser.renderer;
  rules.fence = (tokens, index) => codeBlock(tokens[index] as Token, messages);
  rules.code_inline = (tokens, index) => inlineCode((tokens[index] as Token).content);
  rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
  rules.table_close = () => '</table></div>\n';
  return parser;
}

/** Characters up to which a name is not broken over two lines: it fits on any phone. */
const LONGEST_NAME = 24;

function inlineCode(content: string): string {
  const isName = content.length <= LONGEST_NAME && !content.includes(' ');
  const text = escapeText(content);
  // A path is broken between its parts, if it must be.
  return isName ? `<code class="name">${text}</code>` : `<code>${text.replaceAll('/', '/<wbr>')}</code>`;
}

function codeBlock({ info, content }: Token, messages: Messages): string {
  const [language = '', ...rest] = info.trim().split(/\s+/);
  const label = rest.filter((word) => word !== 'no-run').join(' ');
  const caption = label ? `<figcaption>${escapeText(label)}</figcaption>` : '';
  // Whoever uses the keyboard must be able to scroll a long line.
  return `<figure class="code" data-language="${escapeText(language)}">${caption}<pre tabindex="0"><code>${highlight(content.trimEnd(), language)}</code></pre><button type="button" class="copy" hidden>${messages.get('copy')}</button></figure>\n`;
}
