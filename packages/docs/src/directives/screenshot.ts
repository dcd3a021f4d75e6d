import { escapeText } from '../markdown/highlight.js';
import { hasScreenshots, SHOTS, type ShotName, shotAddress } from '../sandbox-screenshots.js';
import type { Directive } from './directive.js';

const isShot = (name: string): name is ShotName => Object.hasOwn(SHOTS, name);

/** `{{screenshot dashboard}}`: a page of the sandbox, in the language and the theme of the page. It links to itself, for phones. */
export const screenshot: Directive = ([name = ''], { messages }, form) => {
  if (!isShot(name)) throw new Error(`expected one of ${Object.keys(SHOTS).join(', ')}, got ${JSON.stringify(name)}.`);
  if (!hasScreenshots) return '';
  const { width, height } = SHOTS[name];
  const description = messages.get(`screenshots.${name}`);
  if (form === 'plain') return `![${description}](${shotAddress(name, 'light')})`;
  const alt = escapeText(description);
  const images = (['light', 'dark'] as const).map((theme) => {
    const address = shotAddress(name, theme);
    // The one that is not shown is not loaded.
    return `<a class="in-${theme}" href="${address}"><img src="${address}" alt="${alt}" width="${width}" height="${height}" loading="lazy" decoding="async"></a>`;
  });
  return `<figure class="screenshot shot-${name}">${images.join('')}</figure>`;
};
