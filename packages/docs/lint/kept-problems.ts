import createParser from 'markdown-it';

const parser = createParser({ html: true });

/**
 * What a translation lost or changed that is the same in every language: names and values in code, numbers, and the sequence
 * of paragraphs, list items, rows, notes and headings.
 */
export function keptProblems(english: string, translation: string): string[] {
  return [
    ...codeProblems(english, translation),
    ...numberProblems(english, translation),
    ...blockProblems(english, translation),
  ];
}

function codeProblems(english: string, translation: string): string[] {
  const [there, here] = [english, translation].map((text) => counted(codesIn(text)));
  return [...new Set([...(there?.keys() ?? []), ...(here?.keys() ?? [])])]
    .filter((code) => there?.get(code) !== here?.get(code))
    .map(
      (code) => `${code}: the English has it ${there?.get(code) ?? 0} times, the translation ${here?.get(code) ?? 0}.`,
    );
}

/** A translation may write a number in digits where the English has a word, but must not lose one. */
function numberProblems(english: string, translation: string): string[] {
  const here = counted(numbersIn(translation, INDONESIAN));
  return [...counted(numbersIn(english, ENGLISH))]
    .filter(([number, times]) => (here.get(number) ?? 0) < times)
    .map(
      ([number, times]) =>
        `${number}: the English has this number ${times} times, the translation ${here.get(number) ?? 0}.`,
    );
}

function blockProblems(english: string, translation: string): string[] {
  const [there = [], here = []] = [english, translation].map(blocksOf);
  const index = there.findIndex(({ kind }, position) => kind !== here[position]?.kind);
  if (index >= 0) return [`expected ${described(there[index])}, got ${described(here[index])}.`];
  const more = here[there.length];
  return more ? [`${described(more)} is not in the English.`] : [];
}

function codesIn(markdown: string): string[] {
  return (withoutBlocks(markdown).match(/`[^`]+`/g) ?? []).map((code) => code.replace(/\s+/g, ' '));
}

/** How a language writes numbers: its separators of thousands and decimals. */
const ENGLISH = { thousands: /(?<=\d),(?=\d{3}(?!\d))/g, decimal: '.' };
const INDONESIAN = { thousands: /(?<=\d)\.(?=\d{3}(?!\d))/g, decimal: ',' };

/** The numbers of a text, normalised: no separators of thousands, a decimal point. */
function numbersIn(markdown: string, { thousands, decimal }: typeof ENGLISH): string[] {
  const prose = withoutBlocks(markdown).replace(/`[^`]+`|\{\{.*?\}\}|\{#.*?\}|\]\([^)]*\)/g, '');
  const numbers = prose.match(/\d+(?:[.,]\d+)*/g) ?? [];
  return numbers.map((number) => number.replace(thousands, '').replace(decimal, '.'));
}

function withoutBlocks(markdown: string): string {
  return markdown.replace(/^( *)(`{3,}).*?^\1\2$/gms, '');
}

function counted(parts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1);
  return counts;
}

/** A block of a text, and how it begins. */
interface Block {
  kind: string;
  text: string;
}

const KINDS: Readonly<Record<string, string>> = {
  heading_open: 'a heading',
  paragraph_open: 'a paragraph',
  list_item_open: 'a list item',
  tr_open: 'a row',
  blockquote_open: 'a note',
};

function blocksOf(markdown: string): Block[] {
  const tokens = parser.parse(markdown, {});
  return tokens.flatMap(({ type }, index) => {
    const text = tokens.slice(index).find(({ content }) => content)?.content ?? '';
    return KINDS[type] ? { kind: KINDS[type], text } : [];
  });
}

function described(block: Block | undefined): string {
  return block ? `${block.kind} (“${block.text.trim().split('\n', 1)[0]?.slice(0, 50)} …”)` : 'nothing more';
}
