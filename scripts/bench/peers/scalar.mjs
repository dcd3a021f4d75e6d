// As its README recommends: served by @hono/node-server.
import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { createMockServer } from '@scalar/mock-server';

const [, , port, document] = process.argv;
const app = await createMockServer({ specification: JSON.parse(readFileSync(document, 'utf8')) });
serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' });
