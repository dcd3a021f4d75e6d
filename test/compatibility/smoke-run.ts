import { expect } from 'vitest';
import type { Finished } from '../support/workspace.js';
import { startSmokeServer } from './smoke-server.js';

/** The smoke program, for `createPartner`: by `import`, by `require`, and what both share. */
export const SMOKE_FILES = ['smoke.mjs', 'smoke.cjs', 'smoke-body.cjs'];

/** Gives the smoke program a server, and makes sure that it got to its end and that its retries sent the same bytes. */
export async function expectSmoke(start: (address: string) => Promise<Finished>): Promise<void> {
  await using server = await startSmokeServer();
  expect(await start(server.url)).toEqual({ exitCode: 0, output: expect.stringMatching(/^smoke ok$/m) });
  for (const id of ['CUT-AT-FIRST', 'BUSY-AT-FIRST']) {
    const bodies = server.bodiesOf(id);
    expect(bodies, `attempts of ${id}`).toHaveLength(2);
    expect(bodies[1]).toBe(bodies[0]);
  }
}
