import type { OpenAPI3 } from 'openapi-typescript';
import type { Model } from '../clients/models.js';
import { isSensitive, type Property, propertiesOf } from '../clients/properties.js';
import type { Schema, ValueType } from '../clients/schema.js';
import { pascalCase } from '../clients/text.js';
import { camelCase } from '../typescript.js';
import { inCamelCase, NAMESPACE, type PhpClass, phpDoc, phpValue } from './php.js';

export interface ModelOptions {
  namespace?: string | undefined;
  /** The schemas that are classes in PHP, with the namespace of each below the common one. */
  classes: ReadonlyMap<string, string>;
}

export interface PhpProperty extends Property {
  /** In camelCase. */
  name: string;
}

export function phpProperties(document: OpenAPI3, schema: Schema, classes: ReadonlyMap<string, string>): PhpProperty[] {
  return propertiesOf(document, schema, (name) => classes.has(name)).map((property) => ({
    ...property,
    name: camelCase(property.wire),
    description: inCamelCase(property.description) ?? '',
  }));
}

/** A class for an object schema: what is sent has a constructor, what is received is read from JSON and keeps it. */
export function renderModel(document: OpenAPI3, model: Model, { namespace = '', classes }: ModelOptions): PhpClass {
  const { name, schema, isSent, isReceived, isResponse, isEvent } = model;
  const properties = phpProperties(document, schema, classes);
  const keepsRaw = isReceived && !isSent;
  const uses = [
    ...(isReceived ? [`${NAMESPACE}\\Internal\\JsonObject`] : []),
    ...properties
      .flatMap(({ type }) => namesIn(type))
      .flatMap((each) => {
        const own = classes.get(each);
        return own === undefined || own === namespace ? [] : [[NAMESPACE, own, each].filter(Boolean).join('\\')];
      }),
  ];
  const parameters = properties.map((property) => promoted(property, isReceived, keepsRaw));
  if (isResponse) {
    parameters.push(
      `${phpDoc("KGiTON's id of the request, if the response had one. Quote it when you contact support.", 8)}        public readonly ?string $requestId,\n`,
    );
  }
  if (keepsRaw) {
    parameters.push(
      `${phpDoc('The JSON object as received, with properties that this version does not know.', 8, ['@var array<string, mixed>'])}        public readonly array $raw,\n`,
    );
  }
  const methods = [
    `    ${keepsRaw ? 'private' : 'public'} function __construct(\n${parameters.join('')}    ) {\n    }\n`,
    ...(isReceived ? [reader(properties, keepsRaw, isResponse)] : []),
    keepsRaw
      ? `    /** @return array<string, mixed> the JSON object as received */\n    public function jsonSerialize(): array\n    {\n        return $this->raw;\n    }\n`
      : writer(properties),
  ];
  return {
    name,
    namespace,
    uses,
    body: `${phpDoc(inCamelCase(schema.description), 0)}final class ${name} implements ${isEvent ? 'WebhookEvent' : '\\JsonSerializable'}\n{\n${methods.join('\n')}}\n`,
  };
}

function namesIn(type: ValueType): string[] {
  return [...(type.name ? [type.name] : []), ...(type.of ? namesIn(type.of) : [])];
}

/** What a value is in declarations. What is received may have values that this version does not know. */
export function declared({ kind, name, only }: ValueType, isReceived: boolean): string[] {
  switch (kind) {
    case 'dateTime':
      return ['\\DateTimeImmutable'];
    case 'number':
      return ['int', 'float'];
    case 'enum':
      return isReceived && !only ? [name as string, 'string'] : [name as string];
    case 'object':
      return [name as string];
    case 'list':
    case 'map':
      return ['array'];
    default:
      return [kind];
  }
}

export function declaration(type: ValueType, isReceived: boolean, isOptional: boolean): string {
  const names = declared(type, isReceived);
  if (!type.isNullable && !isOptional) return names.join('|');
  return names.length === 1 ? `?${names[0]}` : [...names, 'null'].join('|');
}

/** What PHP cannot declare, for static analysis. */
export function docType(type: ValueType, isReceived: boolean, isOptional: boolean): string | undefined {
  const own =
    type.kind === 'list' && type.of
      ? `list<${docType(type.of, isReceived, false) ?? declaration(type.of, isReceived, false)}>`
      : type.kind === 'map'
        ? 'array<string, mixed>'
        : undefined;
  return own && (type.isNullable || isOptional) ? `${own}|null` : own;
}

function promoted(property: PhpProperty, isReceived: boolean, keepsRaw: boolean): string {
  const { name, wire, type, isRequired, isDeprecated, description } = property;
  const doc = docType(type, isReceived, !isRequired);
  const tags = [...(doc ? [`@var ${doc}`] : []), ...(isDeprecated ? ['@deprecated'] : [])];
  const sensitive = isSensitive(wire) && !isReceived ? '#[\\SensitiveParameter] ' : '';
  const end = isRequired || keepsRaw ? '' : ' = null';
  return `${phpDoc(description, 8, tags)}        ${sensitive}public readonly ${declaration(type, isReceived, !isRequired)} $${name}${end},\n`;
}

function reader(properties: PhpProperty[], keepsRaw: boolean, isResponse: boolean): string {
  const values = properties.map((property) => `            ${property.name}: ${readExpression(property)},\n`);
  return `    /**
     * @internal
     *
     * @param array<mixed> $data
     */
    public static function fromArray(array $data${isResponse ? ', ?string $requestId = null' : ''}): self
    {
        $json = new JsonObject($data);
        return new self(
${values.join('')}${isResponse ? '            requestId: $requestId,\n' : ''}${keepsRaw ? '            raw: $json->all(),\n' : ''}        );
    }
`;
}

function readExpression({ wire, type, isRequired }: PhpProperty): string {
  const key = phpValue(wire);
  const value = `$json->${method(type)}(${[key, ...readerArguments(type)].join(', ')})`;
  if (!isRequired) return `$json->has(${key}) ? ${value} : null`;
  return type.isNullable ? `$json->isNull(${key}) ? null : ${value}` : value;
}

function method({ kind, of, only }: ValueType): string {
  if (only) return 'exactly';
  if (kind === 'list') return of?.kind === 'object' ? 'objects' : of?.kind === 'string' ? 'strings' : 'list';
  return kind;
}

function readerArguments({ kind, name, of, only }: ValueType): string[] {
  if (only) return [`${name}::${pascalCase(only)}`];
  if (kind === 'enum') return [`${name}::tryFrom(...)`];
  if (kind === 'object') return [`${name}::fromArray(...)`];
  return kind === 'list' && of?.kind === 'object' ? [`${of.name}::fromArray(...)`] : [];
}

function writer(properties: PhpProperty[]): string {
  const lines = properties.map(({ wire, name }) => `            ${phpValue(wire)} => $this->${name},\n`);
  const isWhole = properties.every(({ isRequired, type }) => isRequired && !type.isNullable);
  return `    /** @return array<string, mixed> what is sent${isWhole ? '' : '; what was left out is left out'} */
    public function jsonSerialize(): array
    {
        return ${isWhole ? '' : 'array_filter('}[
${lines.join('')}        ]${isWhole ? '' : ', static fn (mixed $value): bool => isset($value))'};
    }
`;
}
