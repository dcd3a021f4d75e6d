import { fill, filledLines } from '../clients/text.js';

const WIDTH = 116;

/** A Python module. */
export interface PythonModule {
  description: string;
  /** Whole statements. */
  imports?: string[];
  /** Top-level statements and definitions, each of which ends with a line feed. */
  parts: string[];
}

export function pythonFile({ description, imports = [], parts }: PythonModule, header: string): string {
  const first = `# ${header}\n${docstring(description, 0)}\nfrom __future__ import annotations\n`;
  return [`${first}${imports.length > 0 ? `\n${imports.join('\n')}\n` : ''}`, ...parts].join('');
}

/** The doc comment of a module, class, method or attribute. `sections` are added as they are, line by line. */
export function docstring(text: string | undefined, indent: number, sections: string[] = []): string {
  const margin = ' '.repeat(indent);
  const lines = [...filledLines(text, WIDTH - indent), ...(sections.length > 0 ? ['', ...sections] : [])];
  if (!text?.trim()) return '';
  const escaped = lines.map((line) => line.replaceAll('\\', '\\\\').replaceAll('"""', "'''"));
  if (escaped.length === 1) return `${margin}"""${escaped[0]}"""\n`;
  return `${margin}"""${escaped.map((line, index) => (index > 0 && line ? margin : '') + line).join('\n')}\n${margin}"""\n`;
}

/** An entry of a section of a docstring, such as an argument. */
export function entry(name: string, text: string, indent: number): string[] {
  const [first = '', ...rest] = fill(`${name}: ${text}`, WIDTH - indent - 8);
  return [`    ${first}`, ...rest.map((line) => `        ${line}`)];
}

/** An import of several names. */
export function importFrom(module: string, names: readonly string[]): string {
  return `from ${module} import (\n${[...names]
    .sort()
    .map((name) => `    ${name},\n`)
    .join('')})`;
}

/** A JSON value as Python. What a constant holds cannot be changed, except a dictionary. */
export function pythonValue(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') {
    const json = JSON.stringify(value);
    // As ruff writes it: the quotes that need fewer escapes.
    return value.includes('"') && !value.includes("'") ? `'${json.slice(1, -1).replaceAll('\\"', '"')}'` : json;
  }
  if (Array.isArray(value)) return `(${value.map(pythonValue).join(', ')}${value.length === 1 ? ',' : ''})`;
  if (typeof value !== 'object') return String(value);
  return `{\n${Object.entries(value)
    .map(([key, each]) => `    ${pythonValue(key)}: ${pythonValue(each)},\n`)
    .join('')}}`;
}

/** `INSUFFICIENT_TOKENS` for itself, `WRONG_SECRET` for `wrong-secret`. */
export function constantCase(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

/** `list_payments` for `listPayments`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
