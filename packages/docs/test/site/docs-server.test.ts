import { expect, inject, test } from 'vitest';
import { serveDocs } from '../../src/docs-server.js';

test('the commands and programs of the guides have the port of the sandbox that npm start was given', async () => {
  for (const [sandbox, host] of [
    ['http://localhost:5020', 'localhost:5020'],
    [undefined, 'localhost:4020'],
  ] as const) {
    const server = await serveDocs(inject('site').folder, 0, sandbox ? { sandbox } : {});
    try {
      for (const path of ['quickstart.html', 'en/quickstart.html', 'en/testing.html']) {
        const page = await (await fetch(`http://127.0.0.1:${server.port}/${path}`)).text();
        expect(new Set(page.match(/localhost:[45]020/g)), path).toEqual(new Set([host]));
      }
    } finally {
      await server.stop();
    }
  }
});
