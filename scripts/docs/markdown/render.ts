import createParser, { type MarkdownIt, type Token } from 'markdown-it';
import alerts from 'markdown-it-github-alerts';
import type { Words } from '../words.js';
import { cellLabels } from './cell-labels.js';
import { emptyCorners } from './empty-corners.js';
import { escapeText, highlight } from './highlight.js';
import { tasks } from './tasks.js';
import { textOf } from './text-of.js';

/** A heading of a page that can be linked to. */
export interface Heading {
  level: number;
  id: string;
  /** Without markup. */
  text: string;
}

export interface RenderOptions {
  words: Words;
  /** Gives the address that a link of the Markdown leads to on the site. */
  resolveLink(target: string): string;
}

export interface Rendered {
  html: string;
  headings: Heading[];
}

/**
 * Markdown as the HTML of a page's body. Headings carry their anchor at their end, as `## Retries {#retries}`; fenced
 * code may have a label after its language, by which it is told apart from its neighbours in a group.
 */
export function renderMarkdown(markdown: string, { words, resolveLink }: RenderOptions): Rendered {
  const parser = parserFor(words);
  const tokens = parser.parse(markdown, {});
  const headings = takeAnchors(tokens);
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    const target = token.type === 'link_open' ? token.attrGet('href') : null;
    if (target) token.attrSet('href', resolveLink(String(target)));
  }
  return { html: parser.renderer.render(tokens, parser.options, {}), headings };
}

function parserFor(words: Words): MarkdownIt {
  const parser = createParser({ html: true, linkify: false, typographer: false });
  const titles = { note: words.get('note'), tip: words.get('tip'), warning: words.get('warning') };
  parser.core.ruler.push('tasks', tasks);
  parser.core.ruler.push('cell-labels', cellLabels);
  parser.core.ruler.push('empty-corners', emptyCorners);
  parser.use(alerts, { titles, icons: { note: '', tip: '', warning: '' } });
  const { rules } = parser.renderer;
  rules.fence = (tokens, index) => codeBlock(tokens[index] as Token, words);
  rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
  rules.table_close = () => '</table></div>\n';
  rules.heading_close = (tokens, index) => {
    const { tag } = tokens[index] as Token;
    const id = tokens[index - 2]?.attrGet('id');
    return id ? `<a class="anchor" href="#${id}" aria-label="${words.get('link')}">#</a></${tag}>\n` : `</${tag}>\n`;
  };
  return parser;
}

/** Takes the anchors out of the text of the headings and makes them their ids. */
function takeAnchors(tokens: readonly Token[]): Heading[] {
  return tokens.flatMap((token, index) => {
    const inline = tokens[index + 1];
    const last = inline?.children?.at(-1);
    if (token.type !== 'heading_open' || !inline || !last) return [];
    const id = /\s*\{#([\w-]+)\}$/.exec(last.content)?.[1];
    if (!id) return [];
    last.content = last.content.replace(/\s*\{#[\w-]+\}$/, '');
    token.attrSet('id', id);
    return [{ level: Number(token.tag.slice(1)), id, text: textOf(inline) }];
  });
}

function codeBlock({ info, content }: Token, words: Words): string {
  const [language = '', ...rest] = info.trim().split(/\s+/);
  const label = rest.filter((word) => word !== 'no-run').join(' ');
  const caption = label ? `<figcaption>${escapeText(label)}</figcaption>` : '';
  // Whoever uses the keyboard must be able to scroll a long line.
  return `<figure class="code" data-language="${escapeText(language)}">${caption}<pre tabindex="0"><code>${highlight(content.trimEnd(), language)}</code></pre><button type="button" class="copy" hidden>${words.get('copy')}</button></figure>\n`;
}
