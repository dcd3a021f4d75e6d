import { trusted } from './html.js';

/** The strokes of the documentation's logo, in a square of 24. */
const STROKES = 'M8 6.5v11M16 6.5 8.5 12.7l7.5 4.8';

/** The logo, in the colours of the page. */
export const logo = trusted(
  `<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="6"/><path d="${STROKES}"/></svg>`,
);

/** The same for a browser's tab. */
export const favicon = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><rect width='24' height='24' rx='6' fill='%230f6b5c'/><path d='${STROKES}' fill='none' stroke='white' stroke-width='2.4' stroke-linecap='round' stroke-linejoin='round'/></svg>`;
