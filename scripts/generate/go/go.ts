import { fill } from '../clients/text.js';
import { HEADER } from '../files.js';

const WIDTH = 113;

/** Words that Go writes in capitals. */
const INITIALISMS = new Set(['api', 'id', 'ms', 'qr', 'qris', 'url']);

/** A Go file. The first line has the form by which Go's tools recognize generated code. */
export function goFile(packageName: string, imports: readonly string[], declarations: readonly string[]): string {
  const header = HEADER.replace(/^Generated/, 'Code generated').replace('Do not edit.', 'DO NOT EDIT.');
  const body = declarations.join('\n');
  const used = imports.filter((path) => new RegExp(`\\b${nameOfPackage(path)}\\.[A-Z]`).test(body));
  return [`// ${header}\n`, `package ${packageName}\n`, ...(used.length > 0 ? [importBlock(used)] : []), body].join(
    '\n',
  );
}

const nameOfPackage = (path: string) => (path === MODULE ? 'kgiton' : (path.split('/').pop() as string));

function importBlock(paths: readonly string[]): string {
  const [own, standard] = [paths.filter((path) => path.includes('.')), paths.filter((path) => !path.includes('.'))];
  const lines = (group: readonly string[]) => [...group].sort().map((path) => `\t"${path}"\n`);
  return `import (\n${[lines(standard).join(''), lines(own).join('')].filter(Boolean).join('\n')})\n`;
}

/** The path of the module. Go wants the major version in it from 2 on. */
export const MODULE = 'github.com/kgiton/kgiton-go/v2';

/** An exported name: `PaymentID` for `payment_id`, `QRISCode` for `QrisCode`, `InvalidAmount` for `INVALID_AMOUNT`. */
export function exported(name: string): string {
  return wordsOf(name).map(inName).join('');
}

/** A name that the package keeps for itself: `defaultTimeout` for `DEFAULT_TIMEOUT`. */
export function unexported(name: string): string {
  const [first = '', ...rest] = wordsOf(name);
  const own = first + rest.map(inName).join('');
  return KEYWORDS.has(own) ? `${own}_` : own;
}

const KEYWORDS = new Set(['type', 'range', 'func', 'map', 'package', 'select', 'default']);

function wordsOf(name: string): string[] {
  const split = /^[A-Z0-9_]+$/.test(name) ? name : name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return split
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

const inName = (word: string) =>
  INITIALISMS.has(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1);

/** A doc comment, which begins with the name that it documents. The lines are filled again. */
export function goDoc(text: string | undefined, indent = ''): string {
  return (text ?? '')
    .trim()
    .split(/\n{2,}/)
    .filter(Boolean)
    .flatMap((paragraph, index) => [...(index > 0 ? [''] : []), ...fill(paragraph, WIDTH - indent.length * 4)])
    .map((line) => `${indent}${`// ${line}`.trimEnd()}\n`)
    .join('');
}

/** A description as Go's comments begin: `PaymentItem is one line item of the bill.` */
export function described(name: string, description: string | undefined): string {
  const text = inGo(description)?.trim() ?? '';
  const rest = `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
  if (/^an? \w+ has /.test(rest)) return `${name} means that ${rest}`;
  return /^(an?|the|one|what|how|why|whether) /.test(rest) ? `${name} is ${rest}` : `${name}: ${rest}`;
}

/** A string of Go on one line. */
export function goString(value: string): string {
  return JSON.stringify(value);
}

/** A description with its property names, which stand in backticks, as Go has them, and without backticks. */
export function inGo(text: string | undefined): string | undefined {
  return text?.replace(/`([^`]+)`/g, (_, name: string) =>
    /^[a-z0-9]+(_[a-z0-9]+)+$/.test(name) ? exported(name) : name,
  );
}

/** The variable for `errors.Is`: `ErrLicense` for `LicenseError`. */
export const errorVariable = (className: string): string => `Err${className.replace(/Error$/, '')}`;
