/** A picture as Markdown: its title, and its list. */
export function diagramMarkdown(figure: string): string {
  const title = /<figcaption>(.*?)<\/figcaption>/.exec(figure)?.[1] ?? '';
  const items = [...figure.matchAll(/<li[^>]*>(.*?)<\/li>/g)].map(([, item = '']) => item);
  const bullet = (index: number) => (figure.includes('<ol>') ? `${index + 1}.` : '-');
  const lines = [`${title}:`, '', ...items.map((item, index) => `${bullet(index)} ${item}`)].join('\n');
  return lines
    .replace(/<\/?code>/g, '`')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
