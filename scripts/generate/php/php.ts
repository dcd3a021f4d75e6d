import { fill, filledLines } from '../clients/text.js';
import { camelCase } from '../typescript.js';

const WIDTH = 113;

/** A PHP file of one class. */
export interface PhpClass {
  /** Without the namespace. */
  name: string;
  /** Below `KGiTON\Payments`. */
  namespace?: string;
  /** Names with their namespaces. */
  uses?: string[];
  body: string;
}

export function phpFile({ namespace = '', uses = [], body }: PhpClass, header: string): string {
  const imports = [...new Set(uses)].sort().map((name) => `use ${name};\n`);
  return `<?php

// ${header}

declare(strict_types=1);

namespace ${NAMESPACE}${namespace && `\\${namespace}`};
${imports.length > 0 ? `\n${imports.join('')}` : ''}
${body.trimEnd()}
`;
}

export const NAMESPACE = 'KGiTON\\Payments';

/** A doc comment. The lines of the text are filled again, because they stand further to the right than in the document. */
export function phpDoc(text: string | undefined, indent: number, tags: string[] = []): string {
  const margin = ' '.repeat(indent);
  const lines = filledLines(text?.replaceAll('*/', '* /'), WIDTH - indent);
  const all = [
    ...lines.filter((line, index) => line || index > 0),
    ...(text?.trim() && tags.length > 0 ? [''] : []),
    ...tags.flatMap((tag) => (tag ? fill(tag, WIDTH - indent) : [''])),
  ];
  if (all.length === 0) return '';
  if (all.length === 1) return `${margin}/** ${all[0]} */\n`;
  return `${margin}/**\n${all.map((line) => `${margin} * ${line}`.trimEnd()).join('\n')}\n${margin} */\n`;
}

/** A map with a line for each entry. */
export function phpMap(value: object, indent: number): string {
  const margin = ' '.repeat(indent);
  const lines = Object.entries(value).map(([key, each]) => `${margin}    ${phpValue(key)} => ${phpValue(each)},\n`);
  return `[\n${lines.join('')}${margin}]`;
}

/** A value as PHP: a number, a string, a list or a map. */
export function phpValue(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (Array.isArray(value)) return `[${value.map(phpValue).join(', ')}]`;
  if (typeof value !== 'object' || !value) return JSON.stringify(value);
  return `[${Object.entries(value)
    .map(([key, each]) => `${phpValue(key)} => ${phpValue(each)}`)
    .join(', ')}]`;
}

/** A description with its property names, which stand in backticks, as PHP has them. */
export function inCamelCase(text: string | undefined): string | undefined {
  return text?.replace(/`[a-z0-9]+(_[a-z0-9]+)+`/g, (name) => camelCase(name));
}
