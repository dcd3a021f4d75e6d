import { document, type Operation, operations, type PathItem } from '../../support/document.js';

/** A sample of the document, as readers of the reference see it and copy it. */
export interface CodeSample {
  lang: string;
  label: string;
  source: string;
}

export interface SampledOperation {
  operation: Operation & { 'x-codeSamples'?: CodeSample[] };
  samples: CodeSample[];
}

function withSamples(paths: Record<string, PathItem>): SampledOperation[] {
  return operations(paths).map(({ operation }) => {
    const sampled: SampledOperation['operation'] = operation;
    return { operation, samples: sampled['x-codeSamples'] ?? [] };
  });
}

export const requests = withSamples(document.paths);
export const webhooks = withSamples(document.webhooks);

/**
 * The sample of an operation with this label; of those that send different examples, the one with this example.
 *
 * @default the first operation, a QRIS payment
 */
export function sampleOf(all: SampledOperation[], label: string, operationId?: string, example = 'QRIS'): CodeSample {
  const sampled = all.find(({ operation }) => !operationId || operation.operationId === operationId);
  const sample = sampled?.samples.find((candidate) => [label, `${label} · ${example}`].includes(candidate.label));
  if (!sample) throw new Error(`${sampled?.operation.operationId} has no sample for ${label}.`);
  return sample;
}
