import type { OpenAPI3 } from 'openapi-typescript';
import type { Model, Models, Origin } from '../clients/models.js';
import { isSensitive, type Property, propertiesOf } from '../clients/properties.js';
import type { Schema, ValueType } from '../clients/schema.js';
import { resolve } from '../document.js';
import { described, exported, goDoc, goString, inGo } from './go.js';

/** How a name of a class is written in a package. */
export type Naming = (name: string) => string;

/** In the package of the client all names are its own; elsewhere those of the contract are `kgiton.…`. */
export function naming(classes: Models['classes'], own: Origin): Naming {
  return (name) => (classes.get(name) === own ? exported(name) : `kgiton.${exported(name)}`);
}

interface GoProperty extends Property {
  name: string;
  /** The type of the field. */
  goType: string;
  /** Whether the field is a pointer, because its zero value means something. */
  isPointer: boolean;
}

/** A struct for an object schema. What is received reads itself from JSON, strictly, and keeps it. */
export function renderModel(document: OpenAPI3, model: Model, { classes }: Models, own: Origin): string {
  const { name, schema, isSent, isReceived, isResponse, isEvent } = model;
  const type = exported(name);
  const named = naming(classes, own);
  const properties = propertiesOf(document, schema, (each) => classes.has(each)).map((property) =>
    goProperty(property, constraintsOf(document, schema, property), named),
  );
  const keepsRaw = isReceived && !isSent;
  const fields = properties.map((property) => field(property));
  if (isResponse) {
    const text = "KGiTON's id of the request, empty if the response had none. Quote it when you contact support.";
    fields.push(`${goDoc(text, '\t')}\tRequestID string \`json:"-"\`\n`);
  }
  if (keepsRaw) {
    const text = 'The JSON object as received, with properties that this version does not know.';
    fields.push(`${goDoc(text, '\t')}\tRaw json.RawMessage \`json:"-"\`\n`);
  }
  const parts = [
    `${goDoc(described(type, schema.description))}type ${type} struct {\n${fields.join('\n')}}\n`,
    ...(isReceived ? [reader(type, properties, keepsRaw, named)] : []),
    ...(keepsRaw ? [writer(type)] : []),
    ...(isResponse ? [requestId(type)] : []),
    ...(isEvent ? [event(type)] : []),
    ...(isSent && !isReceived && properties.some(({ wire }) => isSensitive(wire)) ? [redacted(type, properties)] : []),
  ];
  return parts.join('\n');
}

interface Constraints {
  format?: string;
  minimum?: number;
  maximum?: number;
}

const constraintsOf = (document: OpenAPI3, schema: Schema, { wire }: Property) =>
  resolve<Constraints>(document, schema.properties?.[wire]);

function goProperty(property: Property, constraints: Constraints, named: Naming): GoProperty {
  const { type, isRequired, wire } = property;
  const base = typeName(type, constraints, named);
  // A time that is not there must not become the year 1 in a database, nor a number that is not there 0.
  const isNumber = type.kind === 'int' || type.kind === 'number';
  const needsPointer = ['dateTime', 'object', 'bool'].includes(type.kind) || isNumber;
  const zeroIsAbsent = isNumber && !type.isNullable && (constraints.minimum ?? 0) >= 1;
  const isPointer = (type.isNullable || !isRequired) && needsPointer && !zeroIsAbsent;
  return { ...property, name: exported(wire), goType: isPointer ? `*${base}` : base, isPointer };
}

export function typeName({ kind, name = '', of }: ValueType, constraints: Constraints, named: Naming): string {
  switch (kind) {
    case 'int':
      return constraints.format === 'int64' || (constraints.maximum ?? 0) > 2 ** 31 ? 'int64' : 'int';
    case 'number':
      return 'float64';
    case 'dateTime':
      return 'time.Time';
    case 'enum':
    case 'object':
      return named(name);
    case 'list':
      return `[]${typeName(of as ValueType, {}, named)}`;
    case 'map':
      return 'json.RawMessage';
    default:
      return kind;
  }
}

function field({ name, wire, goType, isRequired, isDeprecated, description, type }: GoProperty): string {
  const text = `${isDeprecated ? 'Deprecated: ' : ''}${inGo(description)?.trim()}`;
  const empty = type.isNullable && type.kind === 'string' ? ' Null reads as an empty string.' : '';
  const omit = isRequired || isDeprecated ? '' : ',omitempty';
  return `${goDoc(`${text}${empty}`, '\t')}\t${name} ${goType} \`json:"${wire}${omit}"\`\n`;
}

function reader(type: string, properties: GoProperty[], keepsRaw: boolean, named: Naming): string {
  const lines = properties.map((property) => `\tv.${property.name} = ${readExpression(property, named)}\n`);
  return `// UnmarshalJSON reads the JSON object. A property that is missing or has another type is an error, one that this
// version does not know is not.
func (v *${type}) UnmarshalJSON(data []byte) error {
	return v.read(jsonobject.Parse(data))
}

func (v *${type}) read(o *jsonobject.Object) error {
${lines.join('')}${keepsRaw ? '\tv.Raw = o.Raw()\n' : ''}	return o.Err()
}
`;
}

function readExpression({ wire, type, goType, isRequired, isPointer }: GoProperty, named: Naming): string {
  const key = goString(wire);
  const own = goType.replace(/^\*/, '');
  if (type.only) return `jsonobject.Exactly(o, ${key}, ${named(type.name as string)}${exported(type.only)})`;
  if (type.isNullable || !isRequired) {
    const presence = isRequired ? 'OrNull' : 'OrAbsent';
    if (isPointer) return `jsonobject.Pointer${presence}(o, ${key}, ${method(type, own)})`;
    return `jsonobject.Value${presence}(o, ${key}, ${method(type, own)})`;
  }
  if (type.kind === 'enum') return `${goType}(o.String(${key}))`;
  const reading = method(type, own);
  return reading.startsWith(METHODS) ? `o.${reading.slice(METHODS.length)}(${key})` : `${reading}(o, ${key})`;
}

const METHODS = '(*jsonobject.Object).';

/** The function that reads a value: `jsonobject.String`. */
function method(type: ValueType, own: string): string {
  switch (type.kind) {
    case 'string':
      return `${METHODS}String`;
    case 'int':
      return `jsonobject.Int[${own}]`;
    case 'number':
      return `${METHODS}Float`;
    case 'bool':
      return `${METHODS}Bool`;
    case 'dateTime':
      return `${METHODS}Time`;
    case 'map':
      return `${METHODS}Map`;
    default:
      return `jsonobject.Value[${own}]`;
  }
}

function writer(type: string): string {
  return `// MarshalJSON returns the JSON object as received, or the fields of a value that was made by hand.
func (v ${type}) MarshalJSON() ([]byte, error) {
	if v.Raw != nil {
		return v.Raw, nil
	}
	type plain ${type}
	return jsonobject.Marshal(plain(v))
}
`;
}

const requestId = (type: string) => `func (v *${type}) setRequestID(id string) { v.RequestID = id }\n`;

const event = (type: string) => `// EventType returns the name of the event.
func (v *${type}) EventType() string { return v.Event }
`;

/** What is printed or logged shows neither keys nor what is known of a customer. */
function redacted(type: string, properties: GoProperty[]): string {
  const lines = properties
    .filter(({ wire }) => isSensitive(wire))
    .map(({ name }) => `\tv.${name} = redactedIfSet(v.${name})\n`);
  return `// Format prints the request without its license key and without what it says of the customer.
func (v ${type}) Format(state fmt.State, verb rune) {
	type plain ${type}
	fmt.Fprintf(state, formatOf(state, verb), plain(v.redacted()))
}

func (v ${type}) redacted() ${type} {
${lines.join('')}	return v
}
`;
}
