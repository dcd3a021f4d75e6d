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
    describeProperty(property.schema, locale),
  ]);
  return table(
    ['field', 'type', 'description'].map((key) => messages.get(`table.${key}`)),
    rows,
  );
}

function describeProperty(schema: Schema, locale: TableLocale): string {
  const { 'x-enumDescriptions': meanings } = schema;
  const description = describeMeaning(schema, locale);
  const values = Object.entries(meanings ?? {}).map(([value, meaning]) => `<br>\`${value}\`: ${meaning}`);
  // Longer lists, such as the error codes, have a table of their own.
  return values.length > 4 ? description : [description, ...values].join(' ');
}

/**
 * What a property means: its description without the sentences that say what its type does ({@link describeType}). Those are
 * for who reads the description alone, as in an editor: `Limits: …`, and `Always …` of a property with a single value.
 */
export function describeMeaning(schema: Schema, { messages }: TableLocale, description = schema.description): string {
  const isFixed = schema['x-const'] !== undefined || schema['x-null-for'] || valuesOf(schema).length === 1;
  const beginnings = [
    messages.get('limits.begin-limits'),
    ...(isFixed ? [`${messages.get('limits.begin-constant')} \``] : []),
  ];
  const said = new RegExp(`(?<=^|\\s)(?:${beginnings.join('|')}).*?\\.(?:\\s+|$)`, 'gs');
  return (description ?? '').replace(said, '').trim();
}

/** Maximums from here on are the limit of a number type, not a rule of the API. */
const TYPE_BOUND = 2 ** 31 - 1;

/** The type of a value and its limits, in words of Markdown: "integer, 1,000 to 10,000,000". */
export function describeType(schema: Schema, locale: TableLocale): string {
  const { messages } = locale;
  const constant = schema['x-const'];
  if (constant !== undefined) return `${messages.get('table.always')} \`${JSON.stringify(constant)}\``;
  const values = valuesOf(schema);
  if (values.length === 1) return `${messages.get('table.always')} \`${values[0]}\``;
  if (values.length > 1) return `${messages.get('table.one-of')} ${values.map((value) => `\`${value}\``).join(', ')}`;
  return [describeKind(schema, locale), describeLimits(schema, locale)].filter(Boolean).join(', ');
}

/** The values that a property is known to have. */
export function valuesOf(schema: Schema): readonly string[] {
  return schema.enum ?? schema['x-extensible-enum'] ?? [];
}

/** What kind of value it is, and whether it can be null. */
export function describeKind({ format, items, ...schema }: Schema, { messages }: TableLocale): string {
  const types = [schema.type ?? schema.oneOf?.map(({ type = '' }) => type) ?? ''].flat(2);
  const [type = ''] = types.filter((type) => type !== 'null');
  const known = messages.group('types');
  const name = (format && known[format]) || known[type] || type || known[items ? 'array' : 'object'] || '';
  const nullFor = schema['x-null-for']?.map((each) => `\`${each}\``).join(', ');
  const orNull = nullFor ? messages.get('limits.null-for', { types: nullFor }) : messages.get('table.or-null');
  return types.includes('null') ? `${name} ${orNull}` : name;
}

function describeLimits(schema: Schema, { messages, language }: TableLocale): string {
  const { minimum, maximum, minLength, maxLength, maxItems, pattern, format } = schema;
  const number = new Intl.NumberFormat(languageTag(language));
  const range = (least: number | undefined, most: number | undefined): string => {
    const values = { least: number.format(least ?? 0), most: number.format(most ?? 0) };
    if (least !== undefined && most !== undefined) return messages.get('limits.range', values);
    if (least !== undefined) return messages.get('limits.least', values);
    return most === undefined ? '' : messages.get('limits.most', values);
  };
  if (maxLength !== undefined) return `${range(minLength, maxLength)} ${messages.get('table.characters')}`;
  if (maxItems !== undefined) return `${range(undefined, maxItems)} ${messages.get('table.entries')}`;
  const [, set = '', least, most = least] = CHARACTERS.exec(pattern ?? '') ?? [];
  const characters = messages.group('characters')[set];
  if (least && characters) {
    const count = least === most ? number.format(Number(least)) : range(Number(least), Number(most));
    return `${count} ${characters}`;
  }
  const limit = range(minimum, maximum !== undefined && maximum < TYPE_BOUND ? maximum : undefined);
  const maximums = Object.entries(schema['x-maximums'] ?? {});
  if (maximums.length > 0) {
    const forTypes = [...new Set(maximums.map(([, most]) => most))].map((most) => {
      const types = maximums.filter(([, other]) => other === most).map(([type]) => `\`${type}\``);
      return messages.get('limits.for-type', { types: types.join(', '), limit: range(minimum, most) });
    });
    // Unless the general limit is that of one of these types.
    const isGeneral = !maximums.some(([, most]) => most === maximum);
    return `${forTypes.join('; ')}${isGeneral ? `, ${messages.get('limits.otherwise', { limit })}` : ''}`;
  }
  if (limit || format || !pattern) return limit;
  const [, beginning] = /^\^(\w+)$/.exec(pattern) ?? [];
  return beginning ? messages.get('limits.begins', { beginning: `\`${beginning}\`` }) : `\`${pattern}\``;
}

/** A pattern that only says which characters there are, and how many. */
const CHARACTERS = /^\^\[([^\]]+)\]\{(\d+)(?:,(\d+))?\}\$$/;
