import type { OpenAPI3 } from 'openapi-typescript';
import { type ControlOperation, type ControlParameter, controlOperations } from '../clients/control-operations.js';
import { capitalized, javadoc, javaName } from './java.js';
import { javaType } from './render-model.js';

/** A class with a method for each operation of the control API, and one with the options of each that has some. */
export function renderControlApi(document: OpenAPI3, isClass: (name: string) => boolean): Record<string, string> {
  const operations = controlOperations(document, isClass);
  const withOptions = operations.filter(({ parameters }) => parameters.some(isQuery));
  return {
    ControlApi: `/** The operations of the sandbox's control API. The API key is that of the account. */
abstract class ControlApi {
${operations.map(methods).join('\n')}
    /** Sends a request, and returns the JSON object of the response; an empty one if there is none. */
    abstract Map<String, Object> send(
            String method, String path, Map<String, Object> query, Map<String, Object> body);

    /** A text as one segment of a path. */
    abstract String segment(String text);
}
`,
    ...Object.fromEntries(withOptions.map((operation) => [optionsOf(operation), renderOptions(operation)])),
  };
}

const isQuery = (parameter: ControlParameter) => parameter.in === 'query';

const optionsOf = ({ operationId }: ControlOperation) => `${capitalized(operationId)}Options`;

function methods(operation: ControlOperation): string {
  const { operationId, method, path, summary, parameters, body, result } = operation;
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const hasOptions = parameters.some(isQuery);
  const own = [
    ...inPath.map(({ name, type }) => `${javaType(type)} ${javaName(name)}`),
    ...(body ? [`${body} body`] : []),
  ];
  const tags = [
    ...inPath.map(({ name, description }) => `@param ${javaName(name)} ${lowerFirst(description)}`),
    '@throws SandboxException if the sandbox refuses it, or does not respond',
  ];
  const at = inPath
    .reduce((text, { name }) => text.replace(`{${name}}`, `" + segment(${javaName(name)}) + "`), `"${path}"`)
    .replace(/ \+ ""$/, '');
  const query = hasOptions ? 'options.toMap()' : 'Map.of()';
  const call = `send("${method}", ${at}, ${query}, ${body ? 'body.toMap()' : 'null'})`;
  const statement = result ? `return ${result}.fromMap(${call});` : `${call};`;
  const docs = javadoc(summary, 4, tags);
  const full = `${docs}    public ${result ?? 'void'} ${operationId}(${[...own, ...(hasOptions ? [`${optionsOf(operation)} options`] : [])].join(', ')}) {
        ${statement}
    }
`;
  if (!hasOptions) return full;
  const args = [...inPath.map(({ name }) => javaName(name)), ...(body ? ['body'] : [])];
  return `${docs}    public ${result ?? 'void'} ${operationId}(${own.join(', ')}) {
        ${result ? 'return ' : ''}${operationId}(${[...args, `new ${optionsOf(operation)}()`].join(', ')});
    }

${full}`;
}

function renderOptions(operation: ControlOperation): string {
  const name = optionsOf(operation);
  const setters = operation.parameters.filter(isQuery).map(({ name: wire, type, description }) => {
    const own = javaName(wire);
    return `${javadoc(description, 4)}    public ${name} ${own}(${javaType(type)} ${own}) {
        query.put("${wire}", ${own});
        return this;
    }
`;
  });
  return `/** The options of {@link SandboxClient#${operation.operationId}}. What is not set is left out. */
public final class ${name} {
    private final Map<String, Object> query = new LinkedHashMap<>();

    /** Nothing is set. */
    public ${name}() {}

${setters.join('\n')}
    Map<String, Object> toMap() {
        return query;
    }
}
`;
}

const lowerFirst = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
