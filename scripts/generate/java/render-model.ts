import type { OpenAPI3 } from 'openapi-typescript';
import type { Model } from '../clients/models.js';
import { type Property, propertiesOf } from '../clients/properties.js';
import type { Schema, ValueType } from '../clients/schema.js';
import { resolve } from '../document.js';
import { capitalized, constantCase, javadoc, javaName } from './java.js';

interface JavaProperty extends Property {
  name: string;
  /** What the getter returns, and the builder takes. */
  javaType: string;
  /** Whether the field may be null. */
  isOptional: boolean;
}

/** The methods set the type of a payment. */
const SET_BY_METHOD = 'PartnerPaymentRequest.payment_type';

/** An immutable class for an object schema. What is received is read strictly from JSON; what is sent has a builder. */
export function renderModel(
  document: OpenAPI3,
  { name, schema, isSent, isReceived, isResponse, isEvent }: Model,
  isClass: (name: string) => boolean,
  superType?: { name: string; getters: readonly string[] },
): string {
  const properties = propertiesOf(document, schema, isClass).map((property): JavaProperty => {
    const isOptional = !property.isRequired || property.type.isNullable || `${name}.${property.wire}` === SET_BY_METHOD;
    const constraints = resolve<Constraints>(document, schema.properties?.[property.wire]);
    return { ...property, name: javaName(property.wire), javaType: javaType(property.type, constraints), isOptional };
  });
  const keepsRaw = isReceived && !isSent;
  const implemented = [...(superType ? [superType.name] : []), ...(isEvent ? ['WebhookEvent'] : [])];
  const overridden = [...(superType?.getters ?? []), ...(isEvent ? ['event'] : [])];
  const parts = [
    fields(properties, keepsRaw, isResponse),
    ...(isSent ? [builderConstructor(name, properties)] : []),
    ...(isReceived ? [reader(name, properties, keepsRaw, isResponse)] : []),
    ...(isSent
      ? [
          `    /** Returns an empty builder. */
    public static Builder builder() {
        return new Builder();
    }
`,
          toBuilder(properties),
        ]
      : []),
    ...properties.map((property) => getter(property, overridden.includes(property.wire))),
    ...(isResponse ? [requestId(superType !== undefined)] : []),
    keepsRaw ? raw(implemented.length > 0) : toMap(properties),
    identity(name, keepsRaw ? 'raw' : 'toMap()'),
    ...(isSent ? [builder(name, properties)] : []),
  ];
  const clause = implemented.length > 0 ? ` implements ${implemented.join(', ')}` : '';
  return `${javadoc(schema.description)}public final class ${name}${clause} {
${parts.join('\n')}}
`;
}

interface Constraints {
  format?: string;
  maximum?: number;
}

export function javaType({ kind, name = '', of }: ValueType, constraints: Constraints = {}): string {
  switch (kind) {
    case 'int':
      return constraints.format === 'int64' || (constraints.maximum ?? 0) > 2 ** 31 ? 'long' : 'int';
    case 'number':
      return 'double';
    case 'bool':
      return 'boolean';
    case 'dateTime':
      return 'Instant';
    case 'enum':
    case 'object':
      return name;
    case 'list':
      return `List<${boxed(javaType(of as ValueType))}>`;
    case 'map':
      return 'Map<String, Object>';
    default:
      return 'String';
  }
}

const BOXES: Record<string, string> = { int: 'Integer', long: 'Long', double: 'Double', boolean: 'Boolean' };

export const boxed = (type: string): string => BOXES[type] ?? type;

/** What a field holds: an enumeration as its text, so that unknown values stay. */
const fieldType = ({ type, javaType: own, isOptional }: JavaProperty) =>
  type.kind === 'enum' ? 'String' : isOptional ? boxed(own) : own;

function fields(properties: JavaProperty[], keepsRaw: boolean, isResponse: boolean): string {
  return [
    ...properties.map((property) => `    private final ${fieldType(property)} ${property.name};\n`),
    ...(isResponse ? ['    private final String requestId;\n'] : []),
    ...(keepsRaw ? ['    private final Map<String, Object> raw;\n'] : []),
  ].join('');
}

function builderConstructor(name: string, properties: JavaProperty[]): string {
  const lines = properties.map((property) => {
    const given = `builder.${property.name}`;
    return `        this.${property.name} = ${property.isOptional ? given : `RequestMap.required("${property.name}", ${given})`};\n`;
  });
  return `    private ${name}(Builder builder) {\n${lines.join('')}    }\n`;
}

function reader(name: string, properties: JavaProperty[], keepsRaw: boolean, isResponse: boolean): string {
  const lines = properties.map((property) => `        this.${property.name} = ${readExpression(property)};\n`);
  const id = isResponse ? ', String requestId' : '';
  return `    ${isResponse ? '' : 'private '}${name}(JsonObject json${id}) {
${lines.join('')}${isResponse ? '        this.requestId = requestId;\n' : ''}${keepsRaw ? '        this.raw = json.raw();\n' : ''}    }

    /**
     * Reads a JSON object.
     *
     * @throws IllegalArgumentException if a property is missing or has another type
     */
    public static ${name} fromMap(Map<String, Object> properties) {
        return new ${name}(new JsonObject(properties)${isResponse ? ', null' : ''});
    }

    /**
     * Reads a JSON object.
     *
     * @throws IllegalArgumentException if it is no JSON object, or if a property is missing or has another type
     */
    public static ${name} fromJson(String json) {
        return fromMap(Json.parseObject(json));
    }
`;
}

function readExpression({ wire, type, javaType: own, isRequired }: JavaProperty): string {
  const key = `"${wire}"`;
  if (type.only) return `json.exactly(${key}, "${type.only}")`;
  const value = `json.${method(type, own)}(${[key, ...readerArguments(type)].join(', ')})`;
  if (!isRequired) return `json.isAbsent(${key}) ? null : ${value}`;
  return type.isNullable ? `json.isNull(${key}) ? null : ${value}` : value;
}

function method({ kind, of }: ValueType, own: string): string {
  switch (kind) {
    case 'int':
      return own === 'int' ? 'int32' : 'int64';
    case 'list':
      return of?.kind === 'object' ? 'objects' : 'strings';
    case 'enum':
      return 'string';
    case 'dateTime':
      return 'time';
    default:
      return kind;
  }
}

function readerArguments({ kind, name, of }: ValueType): string[] {
  if (kind === 'object') return [`${name}::fromMap`];
  return kind === 'list' && of?.kind === 'object' ? [`${of.name}::fromMap`] : [];
}

function getter(property: JavaProperty, isOverride: boolean): string {
  const { name, type, javaType: own, isOptional, isDeprecated, description } = property;
  const isEnum = type.kind === 'enum';
  const annotations = `${isOverride ? '    @Override\n' : ''}${isDeprecated ? '    @Deprecated\n' : ''}`;
  const getterName = getterOf(name, own, isOptional);
  const tags = isDeprecated ? ['@deprecated The header has the signature that counts.'] : [];
  const value = isEnum ? (type.only ? `${own}.${constantCase(type.only)}` : `${own}.of(${name})`) : name;
  const optional = isEnum ? `Optional.ofNullable(${name}).map(${own}::of)` : `Optional.ofNullable(${name})`;
  const main = `${javadoc(description, 4, tags)}${annotations}    public ${isOptional ? `Optional<${boxed(own)}>` : own} ${getterName}() {
        return ${isOptional ? optional : value};
    }
`;
  if (!isEnum || type.only) return main;
  return `${main}
    /** Returns the same as text, also if this version does not know the value. */
${isOverride ? '    @Override\n' : ''}    public ${isOptional ? 'Optional<String>' : 'String'} ${getterName}AsString() {
        return ${isOptional ? `Optional.ofNullable(${name})` : name};
    }
`;
}

export function getterOf(name: string, type: string, isOptional = false): string {
  if (type === 'boolean' && !isOptional) return /^is[A-Z]/.test(name) ? name : `is${capitalized(name)}`;
  return `get${capitalized(name)}`;
}

const requestId = (
  isOverride: boolean,
) => `    /** Returns KGiTON's id of the request, if the response had one. Quote it when you contact support. */
${isOverride ? '    @Override\n' : ''}    public Optional<String> getRequestId() {
        return Optional.ofNullable(requestId);
    }
`;

const raw = (isOverride: boolean) => `    /**
     * Returns the JSON object as received, with properties that this version does not know: strings, {@code Long},
     * {@code Double}, {@code Boolean}, {@code null}, and maps and lists of these, which cannot be changed.
     */
${isOverride ? '    @Override\n' : ''}    public Map<String, Object> raw() {
        return raw;
    }
`;

function toMap(properties: JavaProperty[]): string {
  const lines = properties.map(({ wire, name, type: { kind, name: own, of } }) => {
    if (kind === 'object') return `        map.put("${wire}", ${name}, ${own}::toMap);\n`;
    if (of?.kind === 'object') return `        map.putAll("${wire}", ${name}, ${of.name}::toMap);\n`;
    return `        map.put("${wire}", ${name});\n`;
  });
  return `    /** Returns the JSON object that is sent: what was left out is left out. */
    public Map<String, Object> toMap() {
        RequestMap map = new RequestMap();
${lines.join('')}        return map.toMap();
    }
`;
}

const identity = (name: string, map: string) => `    @Override
    public boolean equals(Object other) {
        return other instanceof ${name} && ${map}.equals(((${name}) other).${map});
    }

    @Override
    public int hashCode() {
        return ${map}.hashCode();
    }

    /** Returns the properties without keys and without what they say of a customer. */
    @Override
    public String toString() {
        return Json.shown("${name}", ${map});
    }
`;

function toBuilder(properties: JavaProperty[]): string {
  return `    /** Returns a builder with these properties. */
    public Builder toBuilder() {
        Builder builder = new Builder();
${properties.map(({ name }) => `        builder.${name} = ${name};\n`).join('')}        return builder;
    }
`;
}

function builder(name: string, properties: JavaProperty[]): string {
  const setters = properties.map(({ name: own, javaType: type, type: { kind }, description }) => {
    const given =
      kind === 'enum'
        ? `${own}.toString()`
        : kind === 'list'
          ? `List.copyOf(${own})`
          : kind === 'map'
            ? `Map.copyOf(${own})`
            : own;
    return `${javadoc(description, 8)}        public Builder ${own}(${type} ${own}) {
            this.${own} = ${given};
            return this;
        }
`;
  });
  return `    /** Builds the object. */
    public static final class Builder {
${properties.map((each) => `        private ${boxed(fieldType(each))} ${each.name};\n`).join('')}
        private Builder() {}

${setters.join('\n')}
        /**
         * Returns the object.
         *
         * @throws IllegalArgumentException if a property is missing that has to be there
         */
        public ${name} build() {
            return new ${name}(this);
        }
    }
`;
}

/** The schema of an interface's property, for what several classes have in common. */
export function commonGetters(properties: Property[], schema: Schema, document: OpenAPI3): string {
  return properties
    .map(({ wire, type, description }) => {
      const constraints = resolve<Constraints>(document, schema.properties?.[wire]);
      const own = javaType({ ...type, only: undefined }, constraints);
      return `${javadoc(description, 4)}    ${own} ${getterOf(javaName(wire), own)}();\n`;
    })
    .join('\n');
}
