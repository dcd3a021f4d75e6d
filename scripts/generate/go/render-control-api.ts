import type { OpenAPI3 } from 'openapi-typescript';
import { type ControlOperation, controlOperations } from '../clients/control-operations.js';
import type { Models } from '../clients/models.js';
import { exported, goDoc, goString, inGo, unexported } from './go.js';
import { naming, typeName } from './render-model.js';

/** A method for each operation of the control API. The API key is that of the client. */
export function renderControlApi(document: OpenAPI3, { classes }: Models): string[] {
  return controlOperations(document, (name) => classes.has(name)).map((operation) => method(operation, classes));
}

function method(operation: ControlOperation, classes: Models['classes']): string {
  const { operationId, method: verb, path, parameters, body, result, summary } = operation;
  const name = exported(operationId);
  const type = ({ type: each }: (typeof parameters)[number]) => typeName(each, {}, naming(classes, 'control'));
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const options = `${name}Options`;
  const struct = `${goDoc(`${options} has the options of [Client.${name}]. What is zero is left out.`)}type ${options} struct {
${query.map((each) => `${goDoc(inGo(each.description), '\t')}\t${exported(each.name)} ${type(each)}\n`).join('\n')}}

func (o ${options}) query() url.Values {
	values := url.Values{}
${query.map((each) => `\tsetQuery(values, ${goString(each.name)}, o.${exported(each.name)})\n`).join('')}	return values
}

`;
  const signature = [
    'ctx context.Context',
    ...inPath.map((parameter) => `${unexported(parameter.name)} ${type(parameter)}`),
    ...(body ? [`body ${exported(body)}`] : []),
    ...(query.length > 0 ? [`options ${options}`] : []),
  ];
  const at = inPath
    .reduce((text, each) => text.replace(`{${each.name}}`, `"+url.PathEscape(${unexported(each.name)})+"`), `"${path}"`)
    .replace(/\+""$/, '');
  const args = [
    'ctx',
    goString(verb),
    at,
    query.length > 0 ? 'options.query()' : 'nil',
    body ? 'body' : 'nil',
    result ? '&result' : 'nil',
  ];
  const call = `c.do(${args.join(', ')})`;
  const returned = result ? `(*${exported(result)}, error)` : 'error';
  const code = result
    ? `	var result ${exported(result)}
	if err := ${call}; err != nil {
		return nil, err
	}
	return &result, nil
`
    : `	return ${call}\n`;
  const docs = [
    `${name}: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}`,
    ...inPath.map((parameter) => `The ${unexported(parameter.name)} is ${lowerFirst(inGo(parameter.description))}`),
  ];
  return `${query.length > 0 ? struct : ''}${goDoc(docs.join(' '))}func (c *Client) ${name}(${signature.join(', ')}) ${returned} {
${code}}
`;
}

const lowerFirst = (text = '') => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
