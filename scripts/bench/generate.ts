import { join } from 'node:path';
import { ROOT } from '../paths.js';
import { alternate, timeProcess } from './measure.js';
import type { Comparison } from './report.js';

const script = (path: string) => ['--import', 'tsx', join(ROOT, 'scripts', path)];

/** The time of `npm run generate` with all its checks, against generating the types alone. */
export async function benchGenerate(): Promise<Comparison[]> {
  const { generate, alone } = await alternate(
    {
      generate: () => timeProcess([...script('generate/cli.ts'), '--check'], ROOT),
      alone: () => timeProcess(script('bench/openapi-typescript-alone.ts'), ROOT),
    },
    5,
  );
  return [
    {
      name: 'generate, time against openapi-typescript alone',
      ours: generate,
      theirs: alone,
      unit: 'ms',
      how: 'lint, bundle, validate, types, catalogue; whole processes, median of 5',
    },
  ];
}
