import { describe, expect, test } from 'vitest';
import { spread } from '../../test/support/spread.js';
import { createWorkspace } from '../../test/support/workspace.js';
import { contractDiff } from './contract-diff.js';
import { DOCUMENT } from './releases.js';

// `npm test` runs the command itself on this document.
describe('contract:diff', () => {
  const released = 'version: 1.0.0';
  const rows = [
    {
      given: 'a breaking change',
      from: 'minimum: 1000\n',
      to: 'minimum: 2000\n',
      refused: ['1.1.0', '1.0.1', '1.0.0'],
      accepted: '2.0.0',
    },
    {
      given: 'a new optional property',
      from: '        customer_phone:\n          type',
      to: '        note:\n          type: string\n        customer_phone:\n          type',
      refused: ['1.0.1', '1.0.0'],
      accepted: '1.1.0',
    },
    {
      given: 'a lower maximum for a payment type',
      from: 'QRIS: 10000000\n',
      to: 'QRIS: 5000000\n',
      refused: ['1.1.0'],
      accepted: '2.0.0',
    },
    {
      given: 'a property that is null for more payment types',
      from: 'x-null-for:\n            - QRIS\n',
      to: 'x-null-for:\n            - QRIS\n            - CHECKOUT_PAGE\n',
      refused: ['1.1.0'],
      accepted: '2.0.0',
    },
    {
      given: 'an error code that goes',
      from: '        - LICENSE_EXPIRED\n',
      to: '',
      refused: ['1.1.0'],
      accepted: '2.0.0',
    },
    {
      given: 'an error code that another status has',
      from: '            LICENSE_EXPIRED:\n              $ref: "#/components/examples/LICENSE_EXPIRED"\n',
      to: '            INVALID_LICENSE:\n              $ref: "#/components/examples/INVALID_LICENSE"\n',
      refused: ['1.1.0'],
      accepted: '2.0.0',
    },
    {
      given: 'an error code that comes',
      from: '        - LICENSE_EXPIRED\n',
      to: '        - LICENSE_EXPIRED\n        - LICENSE_PAUSED\n',
      refused: ['1.0.1'],
      accepted: '1.1.0',
    },
    {
      given: 'a change of words',
      from: 'Shown to the customer.',
      to: 'Shown to customers.',
      refused: ['1.0.0'],
      accepted: '1.0.1',
    },
  ];
  test.each(spread(rows))('lets $given pass only as $accepted', async ({ from, to, refused, accepted }) => {
    await using workspace = await createWorkspace();
    // The released document that this test compares with is today's, whatever has been released since.
    await workspace.write(
      'openapi/releases/1.0.0.yaml',
      (await workspace.read(DOCUMENT)).replace(/version: .*/, released),
    );
    const original = await workspace.read('openapi/releases/1.0.0.yaml');
    expect(original).toContain(from);
    // The highest version that is refused comes first.
    const versions = [...spread(refused, 1), accepted];
    const results = versions.map(async (version) => {
      await using copy = await createWorkspace();
      await copy.remove('openapi/releases');
      await copy.write('openapi/releases/1.0.0.yaml', original);
      await copy.write(DOCUMENT, original.replace(from, to).replace(released, `version: ${version}`));
      return (await contractDiff(copy.root)).exitCode;
    });
    expect(await Promise.all(results)).toEqual(versions.map((version) => (version === accepted ? 0 : 1)));
  });
});
