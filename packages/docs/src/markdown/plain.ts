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
    .replace(/^<p class="try">.*<\/p>\n*/gm, '')
    .replace(/^<\/?div[^>]*>\n*/gm, '')
    .replace(/ *<br> */g, ' ')
    .replace(/<\/?small[^>]*>/g, '')
    .replace(/\n{3,}/g, '\n\n');
}

/** Only its first line changes: whoever copies the program has it as it is. */
function plainCode(block: string): string {
  return block.replace(/^(`{3,}\w+) +no-run$/m, '$1').replace(/^(`{3,}\w+) +(\S.*)$/m, '**$2**\n\n$1');
}
