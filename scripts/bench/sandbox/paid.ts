import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Comparison } from '../report.js';
import { own } from './servers.js';

const CHUNKS = 10;

/** Whether the heap of a sandbox stays flat over a million payments that are paid, each with its webhook. */
export async function benchPaid(): Promise<Comparison[]> {
  const child = spawn(process.execPath, ['--expose-gc', own('paid.mjs'), String(CHUNKS)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const heaps: number[] = [];
  child.on('message', (heap: number) => {
    heaps.push(heap);
    console.log(
      `       ${(heaps.length * 100_000).toLocaleString('en').padStart(9)} paid payments: heap ${heap.toFixed(1)} MB`,
    );
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`paid.mjs ended with ${code}.`);
  return [
    {
      name: 'sandbox, heap after a million paid payments with webhooks against after 200,000',
      ours: heaps.at(-1) ?? Number.NaN,
      theirs: heaps[1] ?? Number.NaN,
      unit: 'MB',
      how: '5 API keys, without sockets; after a garbage collection',
      aim: { atMost: 1.1 },
    },
  ];
}
