import type { Schema } from './document.js';
import { languageTag } from './languages.js';
import type { Locale } from './locale.js';
import { anchored, table } from './markdown/write.js';

/** A property of a body, named with its ancestors: `items[].price`. */
export interface Property {
  name: string;
  schema: Schema;
  isRequired: boolean;
}

/** The properties of a schema, each followed by its own. */
export function propertiesOf({ properties = {}, required = [] }: Schema, prefix = ''): Property[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const own = { name: `${prefix}${name}`, schema, isRequired: required.includes(name) };
    const nested = schema.items
      ? propertiesOf(schema.items, `${own.name}[].`)
      : propertiesOf(schema.oneOf?.[0] ?? schema, `${own.name}.`);
    return [own, ...nested];
  });
}

type TableLocale = Pick<Locale, 'messages' | 'language'>;

export interface PropertyTableOptions {
  /** Prefix of the row anchors. @default rows have no anchors */
  prefix?: string;
  /** Whether the partner sends the body, and so needs to know which properties are required. */
  isSent: boolean;
}

/** A Markdown table of the properties of a schema. */
export function propertyTable(schema: Schema, locale: TableLocale, { prefix, isSent }: PropertyTableOptions): string {
  const { messages } = locale;
  const required = `<br><small class="required">${messages.get('table.required')}</small>`;
  const nameCell = ({ name, isRequired }: Property) => {
    const cell = `\`${name}\`${isSent && isRequired ? required : ''}`;
    return prefix === undefined ? cell : anchored(cell, prefix + name.replaceAll(/\W+/g, '-'));
  };
  const rows = propertiesOf(schema).map((property) => [
    nameCell(property),
    describeType(property.schema, locale),
    describeProperty(property.schema),
  ]);
  return table(
    ['field', 'type', 'description'].map((key) => messages.get(`table.${key}`)),
    rows,
  );
}

function describeProperty({ description = '', 'x-enumDescriptions': meanings }: Schema): string {
  const values = Object.entries(meanings ?? {}).map(([value, meaning]) => `<br>\`${value}\`: ${meaning}`);
  // Longer lists, such as the error codes, have a table of their own.
  return values.length > 4 ? description : [description, ...values].join(' ');
}

/** Maximums from here on are the limit of a number type, not a rule of the API. */
const TYPE_BOUND = 2 ** 31 - 1;

/** The type of a value and its constraints, in a few words of Markdown. */
export function describeType(schema: Schema, { messages, language }: TableLocale): string {
  const types = [schema.type ?? schema.oneOf?.map(({ type = '' }) => type) ?? ''].flat(2);
  const [type = ''] = types.filter((type) => type !== 'null');
  const { format, items } = schema;
  const constant = schema['x-const'];
  if (constant !== undefined) return `${messages.get('table.always')} \`${JSON.stringify(constant)}\``;
  const values = schema.enum ?? schema['x-extensible-enum'] ?? [];
  if (values.length === 1) return `${messages.get('table.always')} \`${values[0]}\``;
  if (values.length > 1) return `${messages.get('table.one-of')} ${values.map((value) => `\`${value}\``).join(', ')}`;
  const known = messages.group('types');
  const name = (format && known[format]) || known[type] || type || known[items ? 'array' : 'object'] || '';
  const orNull = types.includes('null') ? messages.get('table.or-null') : '';
  const number = new Intl.NumberFormat(languageTag(language));
  return [[name, orNull].filter(Boolean).join(' '), constraint(schema, number, messages)].filter(Boolean).join(', ');
}

function constraint(
  { minimum, maximum, maxLength, maxItems, pattern, format }: Schema,
  number: Intl.NumberFormat,
  messages: TableLocale['messages'],
): string {
  if (maxLength !== undefined) return `≤ ${number.format(maxLength)} ${messages.get('table.characters')}`;
  if (maxItems !== undefined) return `≤ ${number.format(maxItems)} ${messages.get('table.entries')}`;
  const most = maximum !== undefined && maximum < TYPE_BOUND ? number.format(maximum) : undefined;
  if (minimum !== undefined && most) return `${number.format(minimum)}–${most}`;
  if (minimum !== undefined) return `≥ ${number.format(minimum)}`;
  if (most) return `≤ ${most}`;
  return pattern && !format ? `\`${pattern}\`` : '';
}
