import { responseExamples } from '@kgiton/contract';

export type OperationId = keyof typeof responseExamples;

/** A response of the contract, as an example shows it. */
export interface Example {
  status: number;
  body: unknown;
}

/** Every example of the contract's responses. */
const EXAMPLES: readonly (Example & { operation: string; name: string })[] = Object.entries(responseExamples).flatMap(
  ([operation, statuses]) =>
    Object.entries(statuses).flatMap(([status, examples]) =>
      Object.entries(examples).map(([name, body]) => ({ operation, status: Number(status), name, body })),
    ),
);

/** What a `Prefer` header requests. */
export type Preference = { example: Example } | { problem: string } | undefined;

/** Reads `Prefer: code=402, example=INSUFFICIENT_TOKENS` (either, or both), like Prism. Ignores other preferences. */
export function preference(header: string | undefined, operation: OperationId): Preference {
  if (header === undefined) return undefined;
  const requested = new Map(
    [...header.matchAll(/(?:^|[,;\s])(code|example)\s*=\s*"?([\w.-]+)"?/g)].map(([, name, value]) => [name, value]),
  );
  if (requested.size === 0) return undefined;
  const [code, name] = [requested.get('code'), requested.get('example')];
  const documented = EXAMPLES.filter((candidate) => candidate.operation === operation);
  const example = documented.find(
    (candidate) => (!code || candidate.status === Number(code)) && (!name || candidate.name === name),
  );
  if (example) return { example: { status: example.status, body: example.body } };
  const known = documented.map((candidate) => `code=${candidate.status}, example=${candidate.name}`).join('; ');
  return { problem: `The header Prefer asks for an example that the contract does not have. It has: ${known}.` };
}

/** The example of an error code. */
export function errorExample(code: string): Example {
  const example = EXAMPLES.find(({ name }) => name === code);
  if (!example) throw new Error(`The contract has no example of ${code}.`);
  return example;
}
