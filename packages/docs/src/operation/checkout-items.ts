/** How the programs of a language send the items of a bill. */
interface Style {
  /** Where they stand: an empty place at the start of a line. */
  at: RegExp;
  /** In front of their first line, and what each level adds. */
  indent: readonly [string, string];
  list: readonly [string, string];
  item: readonly [string, string];
  property(name: string, value: string): string;
  /** Behind the last item. @default the same as between two */
  last?: '';
  /** What declares them, and where. */
  declaration?: readonly [at: RegExp, lines: string];
}

const BEFORE_DESCRIPTION = /^(?= *["']?description["']?(?::| =>) )/m;
const JSON_STYLE = {
  at: BEFORE_DESCRIPTION,
  list: ['"items": [', '],'],
  property: (name: string, value: string) => `"${name}": ${value}`,
} as const;

const STYLES: Readonly<Record<string, Style>> = {
  shell: { ...JSON_STYLE, indent: ['  ', '  '], item: ['{ ', ' }'], last: '' },
  java: { ...JSON_STYLE, indent: [' '.repeat(18), '  '], item: ['{ ', ' }'], last: '' },
  python: { ...JSON_STYLE, indent: [' '.repeat(8), '    '], item: ['{', '}'] },
  typescript: {
    at: BEFORE_DESCRIPTION,
    indent: ['    ', '  '],
    list: ['items: [', '],'],
    item: ['{ ', ' }'],
    property: (name, value) => `${name}: ${singleQuoted(value)}`,
  },
  php: {
    at: BEFORE_DESCRIPTION,
    indent: [' '.repeat(8), '    '],
    list: ["'items' => [", '],'],
    item: ['[', ']'],
    property: (name, value) => `'${name}' => ${singleQuoted(value)}`,
  },
  go: {
    // Behind the others: gofmt aligns no values across a list.
    at: /(?<=^\t\tWebhookURL:.*\n)/m,
    indent: ['\t\t', '\t'],
    list: ['Items: []item{', '},'],
    item: ['{', '}'],
    property: (name, value) => `${goName(name)}: ${value}`,
    declaration: [
      /(?<=`json:"webhook_url,omitempty"`\n)\}\n/,
      `\tItems         []item \`json:"items"\`
}

type item struct {
	ID       string \`json:"id"\`
	Name     string \`json:"name"\`
	Price    int64  \`json:"price"\` // whole rupiah
	Quantity int    \`json:"quantity"\`
}
`,
    ],
  },
};

/**
 * A program that sends the items of a bill with its payment.
 *
 * @param lang the language of the program, in any case
 * @throws {Error} if the program has no place for them
 */
export function withItems(source: string, lang: string, items: readonly Readonly<Record<string, unknown>>[]): string {
  const style = STYLES[lang.toLowerCase()];
  if (!style?.at.test(source)) throw new Error(`A program in ${lang} has no place for items.`);
  const { at, indent, list, item, property, last = ',', declaration } = style;
  const [start, deeper] = indent;
  const lines = items.map((one, index) => {
    const properties = Object.entries(one).map(([name, value]) => property(name, JSON.stringify(value)));
    return `${start}${deeper}${item[0]}${properties.join(', ')}${item[1]}${index < items.length - 1 ? ',' : last}\n`;
  });
  const block = [`${start}${list[0]}\n`, ...lines, `${start}${list[1]}\n`].join('');
  const declared = declaration ? source.replace(...declaration) : source;
  return declared.replace(at, () => block);
}

const singleQuoted = (value: string) => value.replaceAll('"', "'");

const goName = (name: string) => (name === 'id' ? 'ID' : `${name[0]?.toUpperCase()}${name.slice(1)}`);
