import { join } from 'node:path';
import { ROOT } from '../paths.js';
import { alternate, timeProcess } from './measure.js';
import { benchMock } from './mock.js';

const script = (path: string) => ['--import', 'tsx', join(ROOT, 'scripts', path)];

console.log('Measuring for about a minute. Only the ratios mean something: all of a line comes from one run.\n');

const time = await alternate(
  {
    generate: () => timeProcess([...script('generate/cli.ts'), '--check'], ROOT),
    alone: () => timeProcess(script('bench/openapi-typescript-alone.ts'), ROOT),
  },
  5,
);
report('generate, time against openapi-typescript alone', time.generate / time.alone, [
  `${time.generate.toFixed(0)} ms`,
  `${time.alone.toFixed(0)} ms`,
  'lint, bundle, validate, types, catalogue; whole processes, median of 5',
]);

const throughput = await benchMock();
report('mock, throughput against Prism CLI with default logging', throughput.mock / throughput.prism, [
  `${throughput.mock.toFixed(0)} requests/s`,
  `${throughput.prism.toFixed(0)} requests/s`,
  '10 connections, 4 s, median of 3',
]);

function report(name: string, ratio: number, [ours, theirs, how]: [string, string, string]): void {
  console.log(`${ratio.toFixed(2)}×  ${name}\n       ${ours} : ${theirs}; ${how}`);
}
