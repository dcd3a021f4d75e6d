/**
 * The Markdown of a page for programs and assistants: with its title, and without what only the site can show (anchors
 * of headings, buttons, groups of tabs; the label of a tab goes above its code).
 */
export function plainMarkdown(title: string, markdown: string): string {
  const body = markdown
    .replace(/^(#{1,6} .*?)\s*\{#[\w-]+\}$/gm, '$1')
    .replace(/^<p class="try">.*<\/p>\n*/gm, '')
    .replace(/^<\/?div[^>]*>\n*/gm, '')
    .replace(/^(`{3,})(\w+) +no-run$/gm, '$1$2')
    .replace(/^(`{3,})(\w+) +(\S.*)$/gm, '**$3**\n\n$1$2')
    .replace(/<br>/g, ' ')
    .replace(/<\/?small>/g, '')
    .replace(/\n{3,}/g, '\n\n');
  return `# ${title}\n\n${body.trim()}\n`;
}
