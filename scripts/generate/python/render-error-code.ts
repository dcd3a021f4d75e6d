import type { ErrorFact } from '../clients/facts.js';
import { constantCase, docstring, pythonValue } from './python.js';
import { renderEnum } from './render-enum.js';

/** The error codes of the contract, each with its status, meaning, remedy and exception. */
export function renderErrorCode(errors: readonly ErrorFact[], description: string | undefined): string[] {
  const property = (name: string, type: string, doc: string) => `    @property
    def ${name}(self) -> ${type}:
${docstring(doc, 8)}        return _FACTS[self].${name}
`;
  const methods = [
    property('status', 'int', 'The HTTP status of the response.'),
    property('description', 'str', 'The meaning, in English.'),
    property('remedy', 'str', 'What to do about it, in English.'),
    property(
      'is_retryable',
      'bool',
      'Whether the unchanged request can succeed later without anybody fixing anything.',
    ),
    property('exception', 'type[errors.KGiTONError]', 'The class of the error that is raised for it.'),
  ];
  const facts = errors.map(
    ({ code, status, description: text, remedy, retryable, className }) => `    ErrorCode.${constantCase(code)}: _Facts(
        ${status},
        ${pythonValue(text.trim())},
        ${pythonValue(remedy.trim())},
        ${pythonValue(retryable)},
        errors.${className},
    ),
`,
  );
  const text = `${description?.trim() ?? ''}\n\nEach of them equals its string, so \`error.code == ErrorCode.GATEWAY_ERROR\` works for every error.`;
  return [
    renderEnum('ErrorCode', text, Object.fromEntries(errors.map((error) => [error.code, error.description])), methods),
    `\n\nclass _Facts(NamedTuple):
    status: int
    description: str
    remedy: str
    is_retryable: bool
    exception: type[errors.KGiTONError]


_FACTS = {
${facts.join('')}}
`,
  ];
}
