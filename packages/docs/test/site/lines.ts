import type { Locator } from 'playwright-core';

/** What a reader sees, line by line, without the invisible places where a long name may break, and the links of headings. */
export async function linesOf(part: Locator): Promise<string[]> {
  // Not textContent: the text of the nodes has neither lines nor what CSS hides.
  const text = await part.innerText();
  return text
    .replaceAll('\u200b', '')
    .split(/[\n\t]/)
    .map((line) => line.trim().replace(/(?<=.)#$/, ''))
    .filter((line) => line !== '');
}

/** What a reader sees below the first line that says this. @throws {Error} where there is no such line */
export async function linesBelow(part: Locator, heading: string): Promise<string[]> {
  const lines = await linesOf(part);
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`Expected a line “${heading}”.`);
  return lines.slice(start + 1);
}
