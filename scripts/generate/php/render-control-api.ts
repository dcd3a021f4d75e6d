import type { OpenAPI3 } from 'openapi-typescript';
import { type Body, type Operation, operationsOf, resolve } from '../document.js';
import { camelCase } from '../typescript.js';
import { inCamelCase, type PhpClass, phpDoc, phpValue } from './php.js';
import { declaration } from './render-model.js';
import { nameOf, type Schema, typeOf } from './schema.js';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  description?: string;
  required?: boolean;
  schema: Schema;
}

/** A method for each operation of the control API. The API key is that of the account. */
export function renderControlApi(document: OpenAPI3, classes: ReadonlyMap<string, string>): PhpClass {
  const methods = operationsOf(document)
    .filter(({ responses }) => !responses.some(([, body]) => body.content?.['text/plain']))
    .map((operation) => method(document, operation, classes));
  return {
    name: 'ControlApi',
    namespace: 'Testing',
    body: `/** The operations of the sandbox's control API. */
trait ControlApi
{
${methods.join('\n')}
    /**
     * @param array<string, string|int|null> $query without those that are null
     *
     * @return array<mixed> the JSON object of the response
     */
    abstract protected function request(string $method, string $path, array $query = [], ?\\JsonSerializable $body = null): array;
}
`,
  };
}

function method(document: OpenAPI3, operation: Operation, classes: ReadonlyMap<string, string>): string {
  const { operationId, method: verb, path, responses } = operation;
  const parameters = (operation.parameters as Parameter[]).filter((parameter) => parameter.in !== 'header');
  const body = schemaOf(operation.requestBody);
  const success = responses.find(([status]) => status.startsWith('2'))?.[1];
  const result = nameOf(schemaOf(success));
  const type = (parameter: Parameter, isOptional: boolean) =>
    declaration(
      typeOf(
        document,
        {
          ...resolve<Schema>(document, parameter.schema),
          ...(nameOf(parameter.schema) && { $ref: parameter.schema.$ref as string }),
        },
        (name) => classes.has(name),
      ),
      false,
      isOptional,
    );
  const required = parameters.filter((parameter) => parameter.required);
  const optional = parameters.filter((parameter) => !parameter.required);
  const signature = [
    ...required.map((parameter) => `${type(parameter, false)} $${camelCase(parameter.name)}`),
    ...(body ? [`${nameOf(body)} $body`] : []),
    ...optional.map((parameter) => `${type(parameter, true)} $${camelCase(parameter.name)} = null`),
  ];
  const at = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, { name }) => text.replace(`{${name}}`, `' . rawurlencode($${camelCase(name)}) . '`), `'${path}'`)
    .replace(/ \. ''$/, '');
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => {
      const value = `$${camelCase(parameter.name)}`;
      const isEnum = typeOf(document, parameter.schema, (name) => classes.has(name)).kind === 'enum';
      return `${phpValue(parameter.name)} => ${isEnum ? `${value}${parameter.required ? '' : '?'}->value` : value}`;
    });
  const args = [
    phpValue(verb),
    at,
    ...(query.length > 0 || body ? [`[${query.join(', ')}]`] : []),
    ...(body ? ['$body'] : []),
  ];
  const call = `$this->request(${args.join(', ')})`;
  const docs = [...required, ...optional].map(
    (parameter) =>
      `@param ${type(parameter, !parameter.required)} $${camelCase(parameter.name)} ${(inCamelCase(parameter.description) ?? '').trim().replace(/\s+/g, ' ')}`,
  );
  return `${phpDoc(summaryOf(document, operationId), 4, docs)}    public function ${operationId}(${signature.join(', ')}): ${result ?? 'void'}
    {
        ${result ? `return ${result}::fromArray(${call})` : call};
    }
`;
}

function schemaOf(body: Body | undefined): Schema | undefined {
  return body?.content?.['application/json']?.schema as Schema | undefined;
}

function summaryOf(document: OpenAPI3, id: string): string {
  for (const item of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(item) as { operationId?: string; summary?: string }[]) {
      if (operation?.operationId === id && operation.summary) return `${operation.summary.replace(/\.$/, '')}.`;
    }
  }
  return '';
}
