import type { OpenAPI3 } from 'openapi-typescript';
import type { Model } from '../clients/models.js';
import { isSensitive, type Property, propertiesOf } from '../clients/properties.js';
import type { ValueType } from '../clients/schema.js';
import { constantCase, docstring, pythonValue } from './python.js';

/** A frozen dataclass for an object schema: what is received is read from JSON and keeps it. */
export function renderModel(document: OpenAPI3, model: Model, classes: ReadonlySet<string>): string {
  const { name, schema, isSent, isReceived, isResponse } = model;
  const properties = propertiesOf(document, schema, (each) => classes.has(each));
  const keepsRaw = isReceived && !isSent;
  const fields = properties.map((property) => attribute(property, isReceived, keepsRaw));
  if (isResponse) {
    fields.push(
      `    request_id: Optional[str]\n${docstring("KGiTON's id of the request, if the response had one. Quote it when you contact support.", 4)}`,
    );
  }
  if (keepsRaw) {
    fields.push(
      `    raw: Mapping[str, Any] = field(repr=False, compare=False)\n${docstring('The JSON object as received, with properties that this version does not know.', 4)}`,
    );
  }
  const methods = [
    ...(isReceived ? [reader(name, properties, keepsRaw, isResponse)] : []),
    ...(isSent ? [writer(properties)] : []),
  ];
  const start = docstring(schema.description, 4);
  return `\n\n@dataclass(frozen=True)\nclass ${name}:\n${start}${start && '\n'}${[...fields, ...methods].join('\n')}`;
}

/** What a value is. What is received may have values that this version does not know. */
export function declaration({ kind, name, of, only, isNullable }: ValueType, isReceived: boolean): string {
  const item = of && declaration(of, isReceived);
  const own = {
    string: 'str',
    int: 'int',
    number: 'float',
    bool: 'bool',
    dateTime: 'datetime',
    enum: only ? `Literal[${name}.${constantCase(only)}]` : isReceived ? `Union[${name}, str]` : (name as string),
    object: name as string,
    list: isReceived ? `tuple[${item}, ...]` : `Sequence[${item}]`,
    map: 'Mapping[str, Any]',
  }[kind];
  return isNullable ? optional(own) : own;
}

/** The type, or None. */
export function optional(type: string): string {
  if (type.startsWith('Optional[')) return type;
  return type.startsWith('Union[') ? `${type.slice(0, -1)}, None]` : `Optional[${type}]`;
}

function attribute(property: Property, isReceived: boolean, keepsRaw: boolean): string {
  const { wire, type, isRequired, isDeprecated, description } = property;
  const own = declaration(type, isReceived);
  const declared = isRequired ? own : optional(own);
  const hasDefault = !isRequired && !keepsRaw;
  const value = isSensitive(wire)
    ? ` = field(${hasDefault ? 'default=None, ' : ''}repr=False)`
    : hasDefault
      ? ' = None'
      : '';
  const text = isDeprecated ? `${description.trim()}\n\nDeprecated.` : description;
  return `    ${wire}: ${declared}${value}\n${docstring(text, 4)}`;
}

function reader(name: string, properties: Property[], keepsRaw: boolean, isResponse: boolean): string {
  const values = properties.map((property) => argument(property.wire, readExpression(property)));
  return `    @classmethod
    def from_dict(cls, data: Mapping[str, Any]${isResponse ? ', request_id: Optional[str] = None' : ''}) -> ${name}:
        """Reads the JSON object of ${isResponse ? 'a response' : 'it'}. Raises a \`ValueError\` if a property is missing or wrong."""
        json = JsonObject(data)
        return cls(
${values.join('')}${isResponse ? '            request_id=request_id,\n' : ''}${keepsRaw ? '            raw=data,\n' : ''}        )
`;
}

function readExpression({ wire, type, isRequired }: Property): string {
  const key = pythonValue(wire);
  const value = `json.${method(type)}(${[key, ...readerArguments(type)].join(', ')})`;
  if (!isRequired) return `${value} if json.has(${key}) else None`;
  return type.isNullable ? `None if json.is_null(${key}) else ${value}` : value;
}

/** An argument on a line of its own, or on three if it is a long condition, as ruff writes it. */
function argument(name: string, value: string): string {
  const line = `            ${name}=${value},\n`;
  return line.length <= 121 ? line : line.replace(/ (if|else) /g, '\n            $1 ');
}

function method({ kind, of, only }: ValueType): string {
  if (only) return 'exactly';
  if (kind === 'list') return of?.kind === 'object' ? 'objects' : 'strings';
  return {
    string: 'string',
    int: 'int',
    number: 'number',
    bool: 'bool',
    dateTime: 'date_time',
    enum: 'enum',
    object: 'object',
    map: 'map',
  }[kind];
}

function readerArguments({ kind, name, of, only }: ValueType): string[] {
  if (only) return [`${name}.${constantCase(only)}`];
  if (kind === 'enum') return [name as string];
  if (kind === 'object') return [`${name}.from_dict`];
  return kind === 'list' && of?.kind === 'object' ? [`${of.name}.from_dict`] : [];
}

function writer(properties: Property[]): string {
  const lines = properties.map(({ wire, type, isRequired }) => {
    const value = `self.${wire}`;
    const written =
      type.kind === 'object'
        ? `${value}.to_dict()`
        : type.kind === 'list' && type.of?.kind === 'object'
          ? `[each.to_dict() for each in ${value}]`
          : value;
    const given = isRequired || written === value ? written : `None if ${value} is None else ${written}`;
    return `                ${pythonValue(wire)}: ${given},\n`;
  });
  return `    def to_dict(self) -> dict[str, Any]:
        """The JSON object that is sent: what was left out is left out."""
        return without_none(
            {
${lines.join('')}            }
        )
`;
}
