import type { StateCore } from 'markdown-it';

/** A rule of the parser: `- [ ] text` is a task that a reader ticks off. */
export function tasks({ tokens, Token }: StateCore): void {
  const markup = (content: string) => Object.assign(new Token('html_inline', '', 0), { content });
  for (const [index, { type, children }] of tokens.entries()) {
    const item = tokens[index - 2];
    const first = children?.[0];
    if (type !== 'inline' || item?.type !== 'list_item_open' || !first?.content.startsWith('[ ] ')) continue;
    item.attrJoin('class', 'task');
    first.content = first.content.slice('[ ] '.length);
    children?.unshift(markup('<label><input type="checkbox"><span>'));
    children?.push(markup('</span></label>'));
  }
}
