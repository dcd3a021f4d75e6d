import type { Schema } from './document.js';
import { type Language, languageTag } from './languages.js';
import type { Messages } from './messages.js';

/** Numbers from here on are the bounds of a number type, not of what is meant. */
export const TYPE_BOUND = 2 ** 31 - 1;

/** What a property may be, in a few words of Markdown: its type and what narrows it. */
export function describeType(schema: Schema, messages: Messages, language: Language): string {
  const types = [schema.type ?? schema.oneOf?.map(({ type = '' }) => type) ?? ''].flat(2);
  const [type = ''] = types.filter((type) => type !== 'null');
  const { format, items } = schema;
  const constant = schema['x-const'];
  if (constant !== undefined) return `${messages.get('table.always')} \`${JSON.stringify(constant)}\``;
  const values = schema.enum ?? schema['x-extensible-enum'] ?? [];
  if (values.length === 1) return `${messages.get('table.always')} \`${values[0]}\``;
  if (values.length > 1) {
    return `${messages.get('table.one-of')} ${values.map((value) => `\`${value}\``).join(', ')}`;
  }
  const known = messages.group('types');
  const name = (format && known[format]) || known[type] || type || known[items ? 'array' : 'object'] || '';
  const orNull = types.includes('null') ? messages.get('table.or-null') : '';
  return [[name, orNull].filter(Boolean).join(' '), range(schema, language)].filter(Boolean).join(', ');
}

function range({ minimum, maximum, pattern, format }: Schema, language: Language): string {
  const number = new Intl.NumberFormat(languageTag(language));
  const most = maximum !== undefined && maximum < TYPE_BOUND ? number.format(maximum) : undefined;
  if (minimum !== undefined && most) return `${number.format(minimum)}–${most}`;
  if (minimum !== undefined) return `≥ ${number.format(minimum)}`;
  if (most) return `≤ ${most}`;
  return pattern && !format ? `\`${pattern}\`` : '';
}
