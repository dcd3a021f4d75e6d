import type { OpenAPI3 } from 'openapi-typescript';
import { type ControlOperation, type ControlParameter, controlOperations } from '../clients/control-operations.js';
import { docstring, entry, pythonValue, snakeCase } from './python.js';
import { declaration, optional } from './render-model.js';

/** A method for each operation of the control API. The API key is that of the account. */
export function renderControlApi(document: OpenAPI3, classes: ReadonlySet<string>): string {
  const methods = controlOperations(document, (name) => classes.has(name)).map(method);
  return `\n\nclass ControlApi:
    """The operations of the sandbox's control API."""

${methods.join('\n')}
    def _request(
        self,
        method: str,
        path: str,
        query: Optional[Mapping[str, Union[str, int, None]]] = None,
        body: Optional[Mapping[str, Any]] = None,
    ) -> Mapping[str, Any]:
        """The JSON object of the response. What is None in \`query\` is left out."""
        raise NotImplementedError
`;
}

function method({ operationId, method: verb, path, summary, parameters, body, result }: ControlOperation): string {
  const type = ({ type, isRequired }: ControlParameter) => {
    const declared = declaration(type, false);
    return isRequired ? declared : optional(declared);
  };
  const required = parameters.filter(({ isRequired }) => isRequired);
  const optionals = parameters.filter(({ isRequired }) => !isRequired);
  const signature = [
    'self',
    ...required.map((parameter) => `${snakeCase(parameter.name)}: ${type(parameter)}`),
    ...(body ? [`body: ${body}`] : []),
    ...(optionals.length > 0 ? ['*'] : []),
    ...optionals.map((parameter) => `${snakeCase(parameter.name)}: ${type(parameter)} = None`),
  ];
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const at = inPath.reduce((text, { name }) => text.replace(`{${name}}`, `{segment(${snakeCase(name)})}`), path);
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => `${pythonValue(name)}: ${snakeCase(name)}`);
  const args = [
    pythonValue(verb),
    `${inPath.length > 0 ? 'f' : ''}${pythonValue(at)}`,
    ...(query.length > 0 ? [`{${query.join(', ')}}`] : []),
    ...(body ? ['body=body.to_dict()'] : []),
  ];
  const docs = parameters.flatMap(({ name, description }) => entry(snakeCase(name), description, 8));
  const call = `self._request(${args.join(', ')})`;
  const line = result ? `return ${result}.from_dict(${call})` : call;
  const exploded = `self._request(\n${args.map((each) => `                ${each},\n`).join('')}            )`;
  const statement =
    line.length <= 112
      ? line
      : `return ${result}.from_dict(\n            ${call.length <= 108 ? call : exploded}\n        )`;
  return `    def ${snakeCase(operationId)}(${wrapped(signature, `    def ${snakeCase(operationId)}() -> ${result ?? 'None'}:`)}) -> ${result ?? 'None'}:
${docstring(summary, 8, docs.length > 0 ? ['Args:', ...docs] : [])}        ${statement}
`;
}

/** Parameters on one line, or on a line each if they do not fit. */
function wrapped(signature: string[], around: string): string {
  const line = signature.join(', ');
  return line.length + around.length <= 120
    ? line
    : `\n${signature.map((each) => `        ${each},\n`.replace('*,,', '*,')).join('')}    `;
}
