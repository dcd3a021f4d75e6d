/** `'transaction_id'` as `'transactionId'`: the SDK's name of a member of the contract. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, character: string) => character.toUpperCase());
}
