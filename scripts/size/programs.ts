import { fileURLToPath } from 'node:url';

/** A program of a partner, the runtime it is bundled for, and how large it may become. */
export interface Program {
  name: string;
  file: string;
  runtime: 'node' | 'edge';
  /** Bytes after minifying and gzip. */
  limit: number;
}

const program = (file: string) => fileURLToPath(new URL(`programs/${file}`, import.meta.url));

/** The first two limits are promises of the SDK; the others are what it takes today, rounded up to the next 100 bytes. */
export const PROGRAMS: readonly Program[] = [
  {
    name: 'client, one QRIS, its errors',
    file: program('generate-qris.ts'),
    runtime: 'node',
    limit: 6000,
  },
  { name: 'verify and unwrap webhooks', file: program('verify-webhook.ts'), runtime: 'node', limit: 1500 },
  { name: 'webhook handler', file: program('webhook-handler.ts'), runtime: 'node', limit: 2350 },
  { name: 'all of ./webhooks', file: program('all-of-webhooks.ts'), runtime: 'node', limit: 2800 },
  {
    name: 'verify and unwrap webhooks, without node:crypto',
    file: program('verify-webhook.ts'),
    runtime: 'edge',
    limit: 4600,
  },
];
