import { all } from './dom.js';
import { partBeingRead } from './reading-place.js';

/** The other language begins where the reader is: both have the same anchors. */
export function activateLanguageSwitch(): void {
  for (const link of all<HTMLAnchorElement>('a.language')) {
    const address = link.href;
    const keepPlace = () => {
      link.href = address + placeOnPage();
    };
    for (const event of ['pointerenter', 'focus', 'click']) link.addEventListener(event, keepPlace);
  }
}

/** The fragment of what is read: that of an operation, or of the part of the page. */
function placeOnPage(): string {
  const { view = 'overview' } = document.body.dataset;
  if (view !== 'overview') return location.hash;
  const part = partBeingRead(all('main [id]:is(h2, h3, section)'));
  return part && window.scrollY > 0 ? `#${part.id}` : '';
}
