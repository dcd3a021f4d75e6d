import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { bundle } from '../../../../scripts/generate/bundle.js';
import { ROOT } from '../../../../scripts/paths.js';
import { createWorkspace, type Workspace } from '../../../../test/support/workspace.js';
import { type Documents, reportProblems, translatedDocuments, translationProblems } from '../../lint/lint.js';

const documents = await translatedDocuments(ROOT);

/** What `npm run lint` runs for the translations. */
const lint = (workspace: Workspace) => workspace.run('scripts/lint/translations.ts');

test('the translations of this repository are whole and up to date', async () => {
  expect(await translationProblems(ROOT, documents)).toEqual([]);
});

// `npm run lint` runs the command itself, and it has to exit with 0.
test('the lint confirms it', () => {
  using log = vi.spyOn(console, 'log').mockReturnValue();
  reportProblems([]);
  expect(log.mock.calls).toEqual([['translations: complete and up to date']]);
});

test('the lint names the file and key of a changed description until its translation follows', async () => {
  await using workspace = await createWorkspace();
  // Nothing is generated: lint reads what was edited.
  await workspace.edit('openapi/components/schemas/PaymentId.yaml', 'never reused', 'never given twice');
  const { contract, control } = await bundle(workspace.root);
  const edited = { 'packages/contract/openapi.json': contract, 'packages/sandbox/openapi.json': control };
  const problems = async () => (await translationProblems(workspace.root, edited)).join('\n');
  const output = await problems();
  const key = 'components/schemas/PaymentId/description';
  expect(output).toContain(`packages/docs/i18n/contract.id.yaml: ${key} is stale: the English has changed.`);
  expect(output).toMatch(/never given twice/);

  // The sandbox describes the same schema in its own document, with a translation of its own.
  for (const catalogue of ['packages/docs/i18n/contract.id.yaml', 'packages/docs/i18n/control-api.id.yaml']) {
    const [, wanted] = new RegExp(`${catalogue}: ${key} is stale.*of: "(\\w+)"`).exec(output) ?? [];
    const [, old] = new RegExp(`^${key}:\\n  of: '?(\\w+)'?$`, 'm').exec(await workspace.read(catalogue)) ?? [];
    await workspace.edit(catalogue, `${old}`, `${wanted}`);
  }
  expect(await problems()).toBe('');
});

test('the lint names each new text of the contract that has no translation', async () => {
  const edited = structuredClone(documents) as { 'packages/contract/openapi.json': { tags: object[] } } & Documents;
  edited['packages/contract/openapi.json'].tags.push({ name: 'Refunds', description: 'None.' });
  const output = (await translationProblems(ROOT, edited)).join('\n');
  expect(output).toContain('packages/docs/i18n/contract.id.yaml: tags/Refunds/x-displayName is missing.');
  expect(output).toContain('packages/docs/i18n/contract.id.yaml: tags/Refunds/description is missing.');
});

test('the lint exits with 1 and lists everything to do, file by file', async () => {
  await using workspace = await createWorkspace();
  const catalogue = await workspace.read('packages/docs/i18n/contract.id.yaml');
  await workspace.write(
    'packages/docs/i18n/contract.id.yaml',
    catalogue.replace(/^servers\/0\/description:\n( .*\n)+/m, ''),
  );
  await workspace.edit('packages/docs/guides/en/qris.md', '{#flow}', '{#steps}');
  await workspace.edit('CHANGELOG.md', '### Added\n', '### Added\n\n- A way to pay.\n');
  const { exitCode, output } = await lint(workspace);
  expect(exitCode).toBe(1);
  expect(output).toContain('translations: packages/docs/i18n/contract.id.yaml: servers/0/description is missing.');
  expect(output).toContain('translations: packages/docs/guides/id/qris.md: it translates another version');
  expect(output).toContain(
    'translations: packages/docs/CHANGELOG.id.md: it translates another version of CHANGELOG.md.',
  );
  expect(output).not.toContain('    at '); // no stack trace
});

describe('the translation lint names file and place after', () => {
  let workspace: Workspace;
  const changed = new Map<string, string>();
  beforeAll(async () => {
    workspace = await createWorkspace();
  });
  afterEach(async () => {
    for (const [file, text] of changed) await workspace.write(file, text);
    changed.clear();
  });
  afterAll(() => workspace?.[Symbol.asyncDispose]());

  /** Changes a file, or removes it, until the end of the test. */
  async function change(file: string, edit: (text: string) => string | undefined): Promise<void> {
    const before = await workspace.read(file);
    const after = edit(before);
    expect(after).not.toBe(before);
    changed.set(file, before);
    await (after === undefined ? workspace.remove(file) : workspace.write(file, after));
  }

  const edits: [given: string, file: string, from: string | RegExp, to: string, report: string][] = [
    [
      'a translation of the contract was deleted',
      'packages/docs/i18n/contract.id.yaml',
      /^servers\/0\/description:\n( .*\n)+/m,
      '',
      'packages/docs/i18n/contract.id.yaml: servers/0/description is missing. Translate, with of: "',
    ],
    [
      'a translation of the control API was deleted',
      'packages/docs/i18n/control-api.id.yaml',
      /^info\/summary:\n( .*\n)+/m,
      '',
      'packages/docs/i18n/control-api.id.yaml: info/summary is missing.',
    ],
    [
      'a translation was written for a text that there is not',
      'packages/docs/i18n/contract.id.yaml',
      /^servers\/0\/description:\n/m,
      'servers/1/description:\n  of: "00000000"\n  id: Uji\nservers/0/description:\n',
      'packages/docs/i18n/contract.id.yaml: servers/1/description translates nothing',
    ],
    [
      'a translation of the contract has a word that the glossary refuses',
      'packages/docs/i18n/contract.id.yaml',
      'pelanggan',
      'customer',
      'has "pelanggan" for "customer".',
    ],
    [
      'an English guide has changed',
      'packages/docs/guides/en/qris.md',
      '## How it works {#flow}',
      '## The steps {#flow}',
      'packages/docs/guides/id/qris.md: it translates another version of the English guide.',
    ],
    [
      'a heading of an Indonesian guide has another anchor',
      'packages/docs/guides/id/qris.md',
      '{#flow}',
      '{#alur}',
      'packages/docs/guides/id/qris.md: expected the heading {#flow}, got {#alur}.',
    ],
    [
      'an Indonesian guide has a word that the glossary refuses',
      'packages/docs/guides/id/qris.md',
      'Pelanggan memindai',
      'Kustomer memindai',
      'packages/docs/guides/id/qris.md: "kustomer": the glossary has "pelanggan" for "customer".',
    ],
    [
      'the changelog has a new entry',
      'CHANGELOG.md',
      '### Added\n\n',
      '### Added\n\n- A way to pay.\n',
      'packages/docs/CHANGELOG.id.md: it translates another version of CHANGELOG.md.',
    ],
    [
      'an entry of the translated changelog was deleted',
      'packages/docs/CHANGELOG.id.md',
      /^- .*\n( {2}.*\n)*/m,
      '',
      'packages/docs/CHANGELOG.id.md: expected as many headings and entries as CHANGELOG.md has.',
    ],
    [
      'an English word of the site has changed',
      'packages/docs/i18n/messages.en.yaml',
      'menu: Menu',
      'menu: Contents',
      'packages/docs/i18n/messages.id.yaml translates another version of messages.en.yaml.',
    ],
    [
      'a word of the site was deleted',
      'packages/docs/i18n/messages.id.yaml',
      /^menu: .*\n/m,
      '',
      'packages/docs/i18n/messages.id.yaml: menu is missing.',
    ],
  ];

  test.each(edits)('%s', async (_, file, from, to, report) => {
    await change(file, (text) => text.replace(from, to));
    expect((await translationProblems(workspace.root, documents)).join('\n')).toContain(report);
  });

  const broken: [given: string, file: string, text: string | undefined, report: string][] = [
    [
      'a catalogue became no YAML',
      'packages/docs/i18n/contract.id.yaml',
      'a: b: c\n',
      'packages/docs/i18n/contract.id.yaml: Nested mappings',
    ],
    [
      'the glossary became no YAML',
      'packages/docs/i18n/glossary.yaml',
      'a: b: c\n',
      'packages/docs/i18n/glossary.yaml: Nested',
    ],
    [
      'the words became no YAML',
      'packages/docs/i18n/messages.id.yaml',
      'a: b: c\n',
      'packages/docs/i18n/messages.id.yaml: Nested',
    ],
    [
      'the words were deleted',
      'packages/docs/i18n/messages.id.yaml',
      undefined,
      'packages/docs/i18n/messages.id.yaml is missing.',
    ],
    [
      'the changelog was deleted',
      'packages/docs/CHANGELOG.id.md',
      undefined,
      'packages/docs/CHANGELOG.id.md is missing.',
    ],
    [
      'a guide lost its front matter',
      'packages/docs/guides/id/qris.md',
      '# QRIS\n',
      'packages/docs/guides/id/qris.md: expected front matter with title and description.',
    ],
  ];

  test.each(broken)('%s, and still names the problems of the other files', async (_, file, text, report) => {
    await change('packages/docs/guides/id/errors.md', (guide) => guide.replace('{#form}', '{#bentuk}'));
    await change(file, () => text);
    const problems = (await translationProblems(workspace.root, documents)).join('\n');
    expect(problems).toContain(report);
    expect(problems).toContain('packages/docs/guides/id/errors.md: expected the heading {#form}, got {#bentuk}.');
    expect(problems).not.toContain(workspace.root);
  });

  test.each(['en', 'id'])('a guide in %s was deleted', async (language) => {
    const guide = `packages/docs/guides/${language}/qris.md`;
    await change(guide, () => undefined);
    expect(await translationProblems(workspace.root, documents)).toContain(`${guide} is missing.`);
  });
});
