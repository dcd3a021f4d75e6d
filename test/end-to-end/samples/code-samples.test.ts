import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { bundle } from '../../../scripts/generate/bundle.js';
import { ROOT } from '../../../scripts/paths.js';
import { contractDiff } from '../../../scripts/release/contract-diff.js';
import { createWorkspace } from '../../support/workspace.js';
import { requests, webhooks } from './code-samples.js';
import { languages, languagesWithPackage } from './languages.js';

const everyOperation = [...requests, ...webhooks];

test.each(everyOperation)(
  '$operation.summary: has a sample in each language, with our package and without, in the same order everywhere',
  ({ samples }) => {
    // Those that send different examples of an operation stand together.
    const shown = samples.map(({ lang, label }) => `${lang}: ${label.split(' · ').slice(0, 2).join(' · ')}`);
    const wanted = languages.flatMap(({ lang, label }) =>
      [...languagesWithPackage.filter((one) => one.lang === lang), { lang, label }].map(
        (one) => `${one.lang}: ${one.label}`,
      ),
    );
    expect([...new Set(shown)]).toEqual(wanted);
  },
);

test('the samples with a package have one for each example of a payment', () => {
  const [payment] = requests;
  const examples = Object.keys(payment?.operation.requestBody?.content['application/json']?.examples ?? {});
  for (const { label } of languagesWithPackage) {
    const labels = payment?.samples.map((sample) => sample.label).filter((one) => one.startsWith(`${label} · `));
    expect(labels).toEqual(examples.map((example) => `${label} · ${example}`));
  }
});

test('every file of openapi/samples is shown once, unchanged', async () => {
  const entries = await readdir(join(ROOT, 'openapi/samples'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const shown = everyOperation.flatMap(({ samples }) => samples.map(({ source }) => source));
  expect(texts.sort()).toEqual(shown.sort());
});

test('no sample holds a key, a secret or a URL of the sandbox', () => {
  for (const { source } of everyOperation.flatMap(({ samples }) => samples)) {
    expect(source).not.toMatch(/kgiton_\w{8}|whsec_|SANDB-|:4020|:4010/);
  }
});

test('a sample that nothing shows fails lint', async () => {
  await using workspace = await createWorkspace();
  await workspace.write('openapi/samples/generate-payment/generate-payment.rb', 'puts "Nobody sees me."\n');
  await expect(bundle(workspace.root)).rejects.toThrow(
    'Nothing refers to samples/generate-payment/generate-payment.rb.',
  );
});

test('a new sample needs no more than a patch version of the contract', async () => {
  await using workspace = await createWorkspace();
  const bundled = 'packages/contract/openapi.yaml';
  const document = parse(await workspace.read(bundled));
  const [post] = Object.values(document.paths as Record<string, { post: object }>).map((path) => path.post);
  const { 'x-codeSamples': samples, ...unsampled } = post as { 'x-codeSamples': unknown[] };
  const write = (file: string, version: string, changed: object) =>
    workspace.write(
      file,
      stringify({
        ...document,
        info: { ...document.info, version },
        paths: { [Object.keys(document.paths)[0] ?? '']: { post: changed } },
      }),
    );
  await workspace.remove('openapi/releases');
  await write('openapi/releases/1.0.0.yaml', '1.0.0', unsampled);
  await write(bundled, '1.0.1', { ...unsampled, 'x-codeSamples': samples.slice(1) });
  expect(await contractDiff(workspace.root)).toMatchObject({ exitCode: 0 });
  await write('openapi/releases/1.0.1.yaml', '1.0.1', { ...unsampled, 'x-codeSamples': samples.slice(1) });
  await write(bundled, '1.0.2', { ...unsampled, 'x-codeSamples': samples });
  expect(await contractDiff(workspace.root)).toMatchObject({ exitCode: 0 });
});
