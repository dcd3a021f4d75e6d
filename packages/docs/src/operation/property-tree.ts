import type { Schema } from '../document.js';
import { languageTag } from '../languages.js';
import type { Locale } from '../locale.js';
import { anchored } from '../markdown/write.js';
import { describeKind, describeMeaning, describeType, valuesOf } from '../properties.js';

type TreeLocale = Pick<Locale, 'messages' | 'language'>;

export interface PropertyTreeOptions {
  /** Before the names in the anchors: `request` makes `#request-amount`. @default there are no anchors */
  prefix?: string | undefined;
  /** Whether the reader sends it, and so needs to know what is required; else what may be absent. */
  isSent: boolean;
  /** Whether the meaning of each value is said. @default true */
  hasMeanings?: boolean;
}

/** A property, a parameter or a header of the tree. */
export interface Branch {
  name: string;
  schema: Schema;
  isRequired: boolean;
  /** @default that of its schema */
  description?: string | undefined;
  /** Where a parameter stands. */
  place?: string;
  example?: unknown;
}

/** The properties of an object, as branches. */
export function branchesOf({ properties = {}, required = [] }: Schema): Branch[] {
  return Object.entries(properties).map(([name, schema]) => ({ name, schema, isRequired: required.includes(name) }));
}

/** Properties as a nested list in Markdown: each with its type, limits and default, what it means, and an example. */
export function propertyTree(branches: readonly Branch[], locale: TreeLocale, options: PropertyTreeOptions): string {
  if (branches.length === 0) return '';
  const items = branches.map((branch) => item(branch, locale, options, 0));
  return `<div class="properties">\n\n${items.join('\n\n')}\n\n</div>`;
}

function item(branch: Branch, locale: TreeLocale, options: PropertyTreeOptions, depth: number): string {
  const { name, schema, isRequired, place, description } = branch;
  const { messages } = locale;
  const prefix = options.prefix && `${options.prefix}-${name.replaceAll(/\W+/g, '-')}`;
  const type = [place && messages.get(`places.${place}`), typeOf(schema, locale, options), defaultOf(schema, locale)];
  const badge = (label: string) => `<small class="${label}">${messages.get(`table.${label}`)}</small> `;
  const badges = [
    options.isSent && isRequired ? badge('required') : '',
    !options.isSent && !isRequired ? badge('optional') : '',
    schema.deprecated ? badge('deprecated') : '',
  ].join('');
  const line = `\`${name}\` ${badges}<small>${type.filter(Boolean).join(' · ')}</small>`;
  const parts = [
    prefix ? anchored(line, prefix) : line,
    describeMeaning(schema, locale, description),
    meanings(schema, options),
    exampleOf(branch, locale),
    children(schema, locale, { ...options, prefix }, depth),
  ];
  return parts.filter(Boolean).join('\n\n').replace(/^/gm, '  ').replace(/^ {2}/, '- ').replace(/ +$/gm, '');
}

/** More values than this are not listed in a line. */
const FEW = 4;

function typeOf(schema: Schema, locale: TreeLocale, { hasMeanings = true }: PropertyTreeOptions): string {
  if (valuesOf(schema).length <= FEW) return describeType(schema, locale);
  const kind = describeKind(schema, locale);
  return hasMeanings ? `${kind}, ${locale.messages.get('limits.one-of-these')}` : kind;
}

function meanings({ 'x-enumDescriptions': known = {}, ...schema }: Schema, options: PropertyTreeOptions): string {
  if (options.hasMeanings === false || valuesOf(schema).length < 2) return '';
  return Object.entries(known)
    .map(([value, meaning]) => `- \`${value}\`: ${meaning.trim().replaceAll('\n', ' ')}`)
    .join('\n');
}

function defaultOf({ 'x-defaults': defaults, default: value }: Schema, { messages, language }: TreeLocale): string {
  const number = new Intl.NumberFormat(languageTag(language));
  const said = (one: unknown) => (typeof one === 'number' ? number.format(one) : `\`${JSON.stringify(one)}\``);
  const each = Object.entries(defaults ?? {}).map(([type, one]) =>
    messages.get('limits.default-for', { value: said(one), type: `\`${type}\`` }),
  );
  if (value === undefined && each.length === 0) return '';
  return `${messages.get('limits.default')} ${each.length > 0 ? each.join(', ') : said(value)}`;
}

/** Longer ones would hide what is said of the property. The samples have them. */
const LONGEST_EXAMPLE = 48;

function exampleOf({ schema, example = schema.examples?.[0] }: Branch, { messages }: TreeLocale): string {
  const isPlain = typeof example === 'string' || typeof example === 'number';
  const isFixed = schema['x-const'] !== undefined || valuesOf(schema).length > 0;
  if (!isPlain || isFixed || String(example).length > LONGEST_EXAMPLE) return '';
  return `<small class="example">${messages.get('table.example')} \`${example}\`</small>`;
}

/** What is in the property. Only the first level is open: a deeper tree is longer than any reader wants. */
function children(schema: Schema, locale: TreeLocale, options: PropertyTreeOptions, depth: number): string {
  const inner = schema.items ?? schema.oneOf?.[0] ?? schema;
  const branches = branchesOf(inner);
  if (branches.length === 0) return '';
  const label = locale.messages.get(schema.items ? 'limits.of-each' : 'limits.of-it');
  const items = branches.map((branch) => item(branch, locale, options, depth + 1));
  const summary = `<details${depth < 1 ? ' open' : ''}><summary>${label}</summary>`;
  return [summary, ...items, '</details>'].join('\n\n');
}
