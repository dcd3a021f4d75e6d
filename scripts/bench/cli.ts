import { benchGenerate } from './generate.js';
import { benchMock } from './mock.js';
import { report } from './report.js';
import { benchSdk } from './sdk.js';
import { benchWebhooks } from './webhooks.js';

const BENCHES = { generate: benchGenerate, mock: benchMock, sdk: benchSdk, webhooks: benchWebhooks };

const isBench = (name: string): name is keyof typeof BENCHES => Object.hasOwn(BENCHES, name);

const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked.filter(isBench) : Object.keys(BENCHES).filter(isBench);

if (names.length < asked.length) {
  const unknown = asked.find((name) => !isBench(name));
  console.error(
    `bench: there is no "${unknown}"; choose from ${Object.keys(BENCHES).join(', ')}, or name none for all.`,
  );
  process.exitCode = 1;
} else {
  console.log('Only the ratios mean something: all of a line comes from one run. All of it takes about two minutes.\n');
  for (const name of names) (await BENCHES[name]()).forEach(report);
}
