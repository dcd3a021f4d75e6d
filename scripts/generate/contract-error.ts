/** The document is broken, and nothing was written. The message is for the person who edits it. */
export class ContractError extends Error {
  override name = 'ContractError' as const;
}
