import type { StateCore } from 'markdown-it';
import { textOf } from './text-of.js';

/** A rule of the parser: each cell says what its column is, for screens where a table is read row by row. */
export function cellLabels({ tokens }: StateCore): void {
  let labels: string[] = [];
  let column = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'thead_open') labels = [];
    if (token.type === 'th_open') labels.push(textOf(tokens[index + 1]));
    if (token.type === 'tr_open') column = 0;
    if (token.type === 'td_open') token.attrSet('data-label', labelOf(labels[column++]));
  }
}

/** A question has its mark already. */
function labelOf(column = ''): string {
  return column.replace(/(?<=[^?])$/, ':');
}
