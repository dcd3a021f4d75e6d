import { createRequire } from 'node:module';

/** A JSON Schema of a document. */
export interface Schema {
  $ref?: string;
  description?: string;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  [keyword: string]: unknown;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
}

type Body = Readonly<Record<string, { schema: Schema }>>;

interface Described {
  operationId: string;
  summary: string;
  description: string;
  parameters?: readonly (Parameter | { $ref: string })[];
  requestBody?: { content: Body };
  responses: Readonly<Record<string, { content?: Body }>>;
}

interface Document {
  servers: readonly { url: string }[];
  paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  components: { schemas: Readonly<Record<string, Schema>> };
}

const read = (name: string): Document => createRequire(import.meta.url)(name);

/** The Partner Payment API, and the API that controls a sandbox. */
const contract = read('@kgiton/contract/openapi.json');
const control = read('@kgiton/sandbox/openapi.json');

/** The hosts that take real payments. */
export const PRODUCTION_HOSTS = contract.servers.map(({ url }) => new URL(url).host);

/** An operation of one of the documents, without references. */
export interface Operation {
  id: string;
  title: string;
  description: string;
  method: string;
  path: string;
  parameters: readonly Parameter[];
  /** The schema of its JSON body, if it has one. */
  body: Schema | undefined;
  /** The schema of what it returns when it succeeds. */
  success: Schema;
  /** The schema of what it returns when it fails. */
  error: Schema;
}

/** @throws {TypeError} when neither document has it */
export function operationOf(id: string): Operation {
  for (const document of [contract, control]) {
    for (const [path, item] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        if (operation.operationId === id) return described(document, { method, path, operation });
      }
    }
  }
  throw new TypeError(`There is no operation ${id}.`);
}

function described(
  document: Document,
  { method, path, operation }: { method: string; path: string; operation: Described },
): Operation {
  const { summary, description, parameters = [], requestBody, responses } = operation;
  const [, success] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  const plain = (schema: Schema | undefined) => schema && withoutReferences(schema, document);
  return {
    id: operation.operationId,
    title: summary,
    description: oneParagraphEach(description),
    method: method.toUpperCase(),
    path,
    parameters: parameters.map((given) => {
      const parameter = '$ref' in given ? at<Parameter>(given.$ref, document) : given;
      const description = oneParagraphEach(parameter.description ?? '');
      return { ...parameter, description, schema: withoutReferences(parameter.schema, document) };
    }),
    body: plain(jsonOf(requestBody?.content)),
    success: plain(jsonOf(success?.content)) ?? { type: 'object', properties: {} },
    error: errorSchema(document),
  };
}

const jsonOf = (content: Body | undefined) => content?.['application/json']?.schema;

const errorSchema = (document: Document) => withoutReferences({ $ref: '#/components/schemas/ErrorResponse' }, document);

/** The schema of the errors of this server, which have the shape of those of the sandbox. */
export const ERROR = errorSchema(control);

/** A schema of a property of the contract's request. */
export function propertyOfRequest(name: string): Schema {
  const { [name]: schema } = operationOf('generatePayment').body?.properties ?? {};
  if (!schema) throw new TypeError(`The request has no property ${name}.`);
  return schema;
}

/** What to do about an error, by its code. */
export function remedyOf(code: string): string | undefined {
  return (contract.components.schemas.ErrorCode?.['x-remedies'] as Record<string, string> | undefined)?.[code];
}

/**
 * The same schema in one piece, and without what only the documentation needs. What the values of an enumeration mean becomes
 * part of its description. The documents have no circular references.
 */
function withoutReferences(schema: Schema, document: Document): Schema {
  const { $ref, ...own } = schema;
  const whole: Schema = $ref === undefined ? own : { ...at<Schema>($ref, document), ...own };
  if (whole.$ref !== undefined) return withoutReferences(whole, document);
  const kept = Object.entries(whole).filter(([keyword]) => !/^x-|^examples?$/.test(keyword));
  return {
    ...Object.fromEntries(kept.map(([keyword, value]) => [keyword, inside(keyword, value, document)])),
    ...(whole.description && { description: withMeanings(whole) }),
  };
}

function inside(keyword: string, value: unknown, document: Document): unknown {
  const plain = (one: unknown) => withoutReferences(one as Schema, document);
  if (keyword === 'items') return plain(value);
  if (keyword === 'oneOf') return (value as Schema[]).map(plain);
  if (keyword === 'additionalProperties' && typeof value === 'object') return plain(value);
  if (keyword !== 'properties') return value;
  return Object.fromEntries(Object.entries(value as object).map(([name, schema]) => [name, plain(schema)]));
}

function withMeanings({ description = '', 'x-enumDescriptions': meanings = {} }: Schema): string {
  const lines = Object.entries(meanings as object).map(
    ([value, meaning]) => `- ${value}: ${oneParagraphEach(meaning)}`,
  );
  return [oneParagraphEach(description), ...lines].join('\n');
}

/** The documents break lines for those who edit them. */
function oneParagraphEach(text: string): string {
  return text.trim().replaceAll(/(?<!\n)\n(?!\n)/g, ' ');
}

function at<Value>(reference: string, document: Document): Value {
  const steps = reference.slice('#/'.length).split('/');
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], document) as Value;
}
