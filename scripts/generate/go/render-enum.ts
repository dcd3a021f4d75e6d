import type { ErrorFact } from '../clients/facts.js';
import { type Schema, valuesOf } from '../clients/schema.js';
import { described, errorVariable, exported, goDoc, goString, inGo } from './go.js';

/** A string type with a constant for each value that is known. Others stay as they are. */
export function renderEnum(name: string, description: string | undefined, values: Record<string, string>): string {
  const type = exported(name);
  return `${goDoc(described(type, description))}type ${type} string\n\n${constantsOf(type, values)}`;
}

export function constantsOf(type: string, values: Record<string, string>): string {
  const constants = Object.entries(values).map(
    ([value, text]) => `${goDoc(inGo(text), '\t')}\t${type}${exported(value)} ${type} = ${goString(value)}\n`,
  );
  return `const (\n${constants.join('\n')})\n`;
}

/** An enumeration of the document. */
export function renderSchemaEnum(name: string, schema: Schema): string {
  const type = exported(name);
  const descriptions = schema['x-enumDescriptions'] ?? {};
  const values = Object.fromEntries((valuesOf(schema) ?? []).map((value) => [value, descriptions[value] ?? '']));
  const finals = schema['x-final-values']?.map((value) => `${type}${exported(value)}`);
  const isFinal = `
// IsFinal reports whether it never changes again.
func (v ${type}) IsFinal() bool {
	switch v {
	case ${finals?.join(', ')}:
		return true
	}
	return false
}
`;
  return `${renderEnum(name, schema.description, values)}${finals ? isFinal : ''}`;
}

/** The error codes of the contract and of the client, as one type. */
export function renderErrorCode(
  errors: readonly ErrorFact[],
  description: string | undefined,
  own: Record<string, string>,
): string {
  const known = Object.fromEntries(errors.map(({ code, description: text }) => [code, text]));
  const method = (doc: string, name: string, type: string, value: (error: ErrorFact) => string, other: string) =>
    `${goDoc(`${name} ${doc}`)}func (c ErrorCode) ${name}() ${type} {
	switch c {
${errors.map((error) => `\tcase ErrorCode${exported(error.code)}:\n\t\treturn ${value(error)}\n`).join('')}	}
	return ${other}
}
`;
  const text = (value: string | undefined) => goString(inGo(value)?.trim() ?? '');
  return [
    renderEnum('ErrorCode', description, known),
    `// The codes of errors that the client detects itself.\n${constantsOf('ErrorCode', own)}`,
    method(
      'returns the HTTP status of the response; 0 for other codes.',
      'Status',
      'int',
      ({ status }) => `${status}`,
      '0',
    ),
    method('returns the meaning, in English.', 'Description', 'string', (error) => text(error.description), '""'),
    method('returns what to do about it, in English.', 'Remedy', 'string', (error) => text(error.remedy), '""'),
    method(
      'reports whether the unchanged request can succeed later without anybody fixing anything.',
      'IsRetryable',
      'bool',
      ({ retryable }) => String(retryable),
      'false',
    ),
    method(
      'returns the class of a code of the contract; nil for other codes.',
      'class',
      'error',
      ({ className }) => errorVariable(className),
      'nil',
    ),
  ].join('\n');
}
