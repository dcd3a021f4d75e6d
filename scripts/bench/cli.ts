import { benchDocs } from './docs/docs.js';
import { benchGenerate } from './generate.js';
import { benchGo } from './go.js';
import { benchHostile } from './hostile.js';
import { benchJava } from './java.js';
import { benchMock } from './mock.js';
import { benchPhp } from './php.js';
import { benchPython } from './python.js';
import { report } from './report.js';
import { benchMillion } from './sandbox/million.js';
import { benchPaid } from './sandbox/paid.js';
import { benchSandbox } from './sandbox/sandbox.js';
import { benchShared } from './sandbox/shared.js';
import { benchSdk } from './sdk.js';
import { benchWebhooks } from './webhooks.js';

const BENCHES = {
  docs: benchDocs,
  generate: benchGenerate,
  go: benchGo,
  hostile: benchHostile,
  java: benchJava,
  mock: benchMock,
  php: benchPhp,
  python: benchPython,
  sandbox: benchSandbox,
  sdk: benchSdk,
  shared: benchShared,
  webhooks: benchWebhooks,
  million: benchMillion,
  paid: benchPaid,
};

const isBench = (name: string): name is keyof typeof BENCHES => Object.hasOwn(BENCHES, name);

const asked = process.argv.slice(2);
/** Slow benches run only on request. */
const SLOW = ['million', 'paid', 'shared'];
const usual = Object.keys(BENCHES).filter((name) => !SLOW.includes(name));
const names = (asked.length > 0 ? asked : usual).filter(isBench);

if (names.length < asked.length) {
  const unknown = asked.find((name) => !isBench(name));
  console.error(
    `bench: expected ${Object.keys(BENCHES).join(', ')}, got ${JSON.stringify(unknown)}. Without a name, all but ${SLOW.join(', ')} run.`,
  );
  process.exitCode = 1;
} else {
  console.log(
    'Only the ratios are meaningful: both figures of a line come from the same run. All benches take about ten minutes.\n',
  );
  for (const name of names) (await BENCHES[name]()).forEach(report);
}
