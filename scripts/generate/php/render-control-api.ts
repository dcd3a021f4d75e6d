import type { OpenAPI3 } from 'openapi-typescript';
import { type ControlOperation, type ControlParameter, controlOperations } from '../clients/control-operations.js';
import { camelCase } from '../typescript.js';
import { inCamelCase, type PhpClass, phpDoc, phpValue } from './php.js';
import { declaration } from './render-model.js';

/** A method for each operation of the control API. The API key is that of the account. */
export function renderControlApi(document: OpenAPI3, classes: ReadonlyMap<string, string>): PhpClass {
  const methods = controlOperations(document, (name) => classes.has(name)).map(method);
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

function method(operation: ControlOperation): string {
  const { operationId, method: verb, path, parameters, body, result } = operation;
  const type = ({ type, isRequired }: ControlParameter) => declaration(type, false, !isRequired);
  const required = parameters.filter(({ isRequired }) => isRequired);
  const optional = parameters.filter(({ isRequired }) => !isRequired);
  const signature = [
    ...required.map((parameter) => `${type(parameter)} $${camelCase(parameter.name)}`),
    ...(body ? [`${body} $body`] : []),
    ...optional.map((parameter) => `${type(parameter)} $${camelCase(parameter.name)} = null`),
  ];
  const at = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, { name }) => text.replace(`{${name}}`, `' . rawurlencode($${camelCase(name)}) . '`), `'${path}'`)
    .replace(/ \. ''$/, '');
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, type: { kind }, isRequired }) => {
      const value = `$${camelCase(name)}`;
      return `${phpValue(name)} => ${kind === 'enum' ? `${value}${isRequired ? '' : '?'}->value` : value}`;
    });
  const args = [
    phpValue(verb),
    at,
    ...(query.length > 0 || body ? [`[${query.join(', ')}]`] : []),
    ...(body ? ['$body'] : []),
  ];
  const call = `$this->request(${args.join(', ')})`;
  const docs = parameters.map(
    (parameter) =>
      `@param ${type(parameter)} $${camelCase(parameter.name)} ${inCamelCase(parameter.description) ?? ''}`,
  );
  return `${phpDoc(operation.summary, 4, docs)}    public function ${operationId}(${signature.join(', ')}): ${result ?? 'void'}
    {
        ${result ? `return ${result}::fromArray(${call})` : call};
    }
`;
}
