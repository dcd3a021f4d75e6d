import { operationOf } from '../document.js';
import { anchored } from '../markdown/anchors.js';
import { table } from '../markdown/table.js';
import type { Context, Directive } from './context.js';

/** What the contract says of an error code. */
export interface DescribedError {
  code: string;
  status: string;
  meaning: string;
  remedy: string;
  isRetryable: boolean;
}

/** Every error code of the contract, by its status. @throws {Error} when the contract lacks a part of one */
export function errorsOf({ contract }: Pick<Context, 'contract'>): DescribedError[] {
  const { ErrorCode } = contract.components.schemas;
  const { responses } = operationOf(contract, 'generatePayment');
  const errors = (ErrorCode?.['x-extensible-enum'] ?? []).map((code) => {
    const [status] =
      Object.entries(responses).find(([, { content }]) => content?.['application/json']?.examples?.[code]) ?? [];
    const meaning = ErrorCode?.['x-enumDescriptions']?.[code];
    const remedy = ErrorCode?.['x-remedies']?.[code];
    if (!status || !meaning || !remedy)
      throw new Error(`ErrorCode.yaml: expected a status, a description and a remedy for ${code}.`);
    return { code, status, meaning, remedy, isRetryable: ErrorCode?.['x-retryable-codes']?.includes(code) ?? false };
  });
  return errors.sort((a, b) => Number(a.status) - Number(b.status));
}

/** `{{errors}}`: the table of all. Each code is an anchor of the page. */
export const errors: Directive = (_, context) => {
  const { messages } = context;
  const head = ['code-status', 'meaning', 'remedy', 'retry'].map((name) => messages.get(`table.${name}`));
  const rows = errorsOf(context).map(({ code, status, meaning, remedy, isRetryable }) => [
    // Below the code: five columns would be too narrow to read.
    anchored(`\`${code}\`<br><small>${status}</small>`, code),
    meaning,
    remedy,
    messages.get(isRetryable ? 'table.yes' : 'table.no'),
  ]);
  return table(head, rows);
};
