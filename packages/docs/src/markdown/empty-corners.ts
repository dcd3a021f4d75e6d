import type { StateCore } from 'markdown-it';
import { textOf } from './text-of.js';

/** A rule of the parser: the corner of a table that says nothing is a cell, since whoever listens to it hears no header. */
export function emptyCorners({ tokens }: StateCore): void {
  for (const [index, open] of tokens.entries()) {
    const close = tokens[index + 2];
    if (open.type !== 'th_open' || close?.type !== 'th_close' || textOf(tokens[index + 1]) !== '') continue;
    open.tag = 'td';
    close.tag = 'td';
  }
}
