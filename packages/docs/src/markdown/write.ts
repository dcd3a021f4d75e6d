/** A table in Markdown. A cell may hold Markdown; its line breaks become spaces. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function cell(text: string): string {
  return text
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|');
}

/** A fenced block of code. The label tells it apart from the others of its group. */
export function fence(language: string, code: string, label = ''): string {
  return `\`\`\`${language}${label && ` ${label}`}\n${code.trimEnd()}\n\`\`\``;
}

/** Code blocks that the page shows one at a time, behind tabs. */
export function codeTabs(
  blocks: readonly { lang: string; label: string; source: string }[],
  choice: 'sample' | 'example' | 'file' = 'sample',
): string {
  const fences = blocks.map(({ lang, label, source }) => fence(lang.toLowerCase(), source, label));
  return [`<div class="code-tabs" data-choice="${choice}">`, ...fences, '</div>'].join('\n\n');
}

/** Text with an anchor, which becomes the id of its heading, list item or row. */
export function anchored(text: string, id: string): string {
  return `${text} {#${id}}`;
}

/**
 * The Markdown of a page for programs and assistants: with its title, and without what only the site can show (anchors,
 * buttons, groups of tabs; the label of a tab goes above its code).
 */
export function plainMarkdown(title: string, markdown: string): string {
  const parts = markdown.split(/(^`{3,}.*?^`{3,}$)/ms);
  const body = parts.map((part) => (part.startsWith('```') ? plainCode(part) : plainText(part))).join('');
  return `# ${title}\n\n${body.trim()}\n`;
}

function plainText(markdown: string): string {
  return markdown
    .replace(/ *\{#[\w-]+\}(?= *(\||$))/gm, '')
    .replace(/^ *<\/?(?:div|section|details)[^>]*>(?:<summary>.*<\/summary>)?\n*/gm, '')
    .replace(/ *<br> */g, ' ')
    .replace(/<\/?(?:small|span)[^>]*>/g, '')
    .replace(/\n{3,}/g, '\n\n');
}

/** Changes the first line only, so that the program can be copied as it is. */
function plainCode(block: string): string {
  return block.replace(/^(`{3,}\w+) +no-run(?= |$)/m, '$1').replace(/^(`{3,}\w+) +(\S.*)$/m, '**$2**\n\n$1');
}
