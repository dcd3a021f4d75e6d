import { all } from './dom.js';

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

/** The fragment of what is read: that of Redoc, or of the last heading that has passed the top of the window. */
function placeOnPage(): string {
  if (location.hash.startsWith('#/')) return location.hash;
  const top = window.innerHeight / 3;
  const passed = all('main [id]:is(h2, h3, section)').filter((part) => part.getBoundingClientRect().top < top);
  const last = passed.filter((part) => part.getClientRects().length > 0).at(-1);
  return last && window.scrollY > 0 ? `#${last.id}` : '';
}
