import { filledLines } from '../clients/text.js';
import { HEADER } from '../files.js';
import { camelCase } from '../typescript.js';

const WIDTH = 116;
const JOINED = '\0';

/** A Java file with one class: imports what the class uses of `IMPORTS` and of `others`. */
export function javaFile(packageName: string, body: string, others: readonly string[] = []): string {
  const code = body.replace(/\/\*\*[\s\S]*?\*\//g, '').replace(/"(?:[^"\\]|\\.)*"/g, '');
  const used = [...IMPORTS, ...others].filter((name) => {
    const simple = name.split('.').pop() as string;
    return name.slice(0, -simple.length - 1) !== packageName && new RegExp(`(?<![.\\w])${simple}\\b`).test(code);
  });
  const imports = used
    .sort()
    .map((name) => `import ${name};\n`)
    .join('');
  return `// ${HEADER}\npackage ${packageName};\n\n${imports}${imports && '\n'}${body}`;
}

const IMPORTS = [
  'java.time.Instant',
  'java.util.LinkedHashMap',
  'java.util.List',
  'java.util.Map',
  'java.util.Objects',
  'java.util.Optional',
  'java.util.function.BiFunction',
  'com.kgiton.payments.internal.Json',
  'com.kgiton.payments.internal.JsonObject',
  'com.kgiton.payments.internal.RequestMap',
];

/** The package of the client. */
export const PACKAGE = 'com.kgiton.payments';

/** The package for tests. */
export const TESTING_PACKAGE = `${PACKAGE}.testing`;

/** What the methods of every object are called. */
const TAKEN = new Set(['wait', 'notify', 'clone', 'class']);

/** The name of a property or a parameter: `paymentId` for `payment_id`. */
export function javaName(wire: string): string {
  const name = camelCase(wire);
  return TAKEN.has(name) ? `${name}Time` : name;
}

export const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** `WRONG_SECRET` for `wrong-secret`. */
export function constantCase(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

/** A doc comment, and `tags` as lines of their own. */
export function javadoc(text: string | undefined, indent = 0, tags: readonly string[] = []): string {
  const margin = ' '.repeat(indent);
  // A tag stays on one line.
  const paragraphs = filledLines(inJavadoc(text).replaceAll('{@code ', `{@code${JOINED}`), WIDTH - indent).map((line) =>
    line.replaceAll(JOINED, ' '),
  );
  const lines = paragraphs.map((line, index) => (paragraphs[index - 1] === '' ? `<p>${line}` : line));
  const all = [...lines, ...(lines.length > 0 && tags.length > 0 ? [''] : []), ...tags];
  if (all.length === 0) return '';
  if (all.length === 1) return `${margin}/** ${all[0]} */\n`;
  return `${margin}/**\n${all.map((line) => `${margin} * ${line}`.trimEnd()).join('\n')}\n${margin} */\n`;
}

/** A text of the documents, with property names as Java has them. */
function inJavadoc(text: string | undefined): string {
  return (text ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('*/', '*&#47;')
    .replaceAll('@', '&#64;')
    .replace(/`([^`]+)`/g, (_, code: string) =>
      /[&{}]/.test(code)
        ? `<code>${code}</code>`
        : `{@code ${/^[a-z0-9]+(_[a-z0-9]+)+$/.test(code) ? camelCase(code) : code}}`,
    );
}

export const javaString = (value: string): string => JSON.stringify(value.trim().replace(/\s+/g, ' '));
