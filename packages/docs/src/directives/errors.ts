import { errorExamplesOf } from '../document.js';
import type { Locale } from '../locale.js';
import { anchored, table } from '../markdown/write.js';
import type { Directive } from './directive.js';

/** What the contract says about an error code. */
export interface DescribedError {
  code: string;
  status: string;
  meaning: string;
  remedy: string;
  isRetryable: boolean;
}

/** Every error code of the contract, by status. @throws {Error} when the contract does not fully describe one */
export function errorsOf({ contract }: Pick<Locale, 'contract'>): DescribedError[] {
  const { ErrorCode } = contract.components.schemas;
  const examples = errorExamplesOf(contract);
  const errors = (ErrorCode?.['x-extensible-enum'] ?? []).map((code) => {
    const status = examples.find((example) => example.code === code)?.status;
    const meaning = ErrorCode?.['x-enumDescriptions']?.[code];
    const remedy = ErrorCode?.['x-remedies']?.[code];
    if (!status || !meaning || !remedy)
      throw new Error(`ErrorCode.yaml: expected a status, a description and a remedy for ${code}.`);
    return { code, status, meaning, remedy, isRetryable: ErrorCode?.['x-retryable-codes']?.includes(code) ?? false };
  });
  return errors.sort((a, b) => Number(a.status) - Number(b.status));
}

/** `{{errors}}`: a table of all codes. Each one is an anchor of the page. */
export const errors: Directive = (_, locale) => {
  const { messages } = locale;
  const head = ['code-status', 'meaning', 'remedy', 'retry'].map((name) => messages.get(`table.${name}`));
  const rows = errorsOf(locale).map(({ code, status, meaning, remedy, isRetryable }) => [
    // The status stands below the code: five columns would be too narrow.
    anchored(`\`${code}\`<br><small>${status}</small>`, code),
    meaning,
    remedy,
    messages.get(isRetryable ? 'table.yes' : 'table.no'),
  ]);
  return table(head, rows);
};
