import { html } from 'hono/html';
import type { Messages } from '../messages.js';

/** A page in the navigation, with the parts of it that have entries of their own. */
export interface NavigationEntry {
  /** The name of its group: the word `groups.<name>`. */
  group: string;
  file: string;
  title: string;
  parts?: readonly NavigationPart[];
}

export interface NavigationPart {
  /** With the file and `#`. */
  href: string;
  title: string;
  /** Of an operation; `event` for a webhook. */
  method: string;
}

interface MenuOptions {
  messages: Messages;
  file: string;
  navigation: readonly NavigationEntry[];
}

/** Guides and references, in one list. */
export function navigationMenu({ messages, file, navigation }: MenuOptions): string {
  const groups = [...new Set(navigation.map(({ group }) => group))];
  return String(
    html`${groups.map(
      (group) => html`<h2>${messages.get(`groups.${group}`)}</h2>
<ul>
${navigation.filter((entry) => entry.group === group).map((entry) => menuItem(entry, file))}</ul>
`,
    )}`,
  );
}

function menuItem({ file, title, parts = [] }: NavigationEntry, current: string) {
  const here = file === current ? html` aria-current="page"` : '';
  const list = parts.length
    ? html`
<ul>
${parts.map(
  ({
    href,
    title,
    method,
  }) => html`<li><a href="${href}"><span>${title}</span><span class="method method-${method.toLowerCase()}">${method}</span></a></li>
`,
)}</ul>`
    : '';
  return html`<li><a href="${file}"${here}>${title}</a>${list}</li>
`;
}
