// As its README recommends: on node:http, with examples for operations without a handler.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { OpenAPIBackend } from 'openapi-backend';

const [, , port, document] = process.argv;
const send = (response, status, body) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

// `quick` skips validating the document against the schema of OpenAPI 3.0; ours is 3.1.
const api = new OpenAPIBackend({ definition: JSON.parse(readFileSync(document, 'utf8')), quick: true });
api.register({
  validationFail: (context, _, response) => send(response, 400, { errors: context.validation.errors }),
  notFound: (_, __, response) => send(response, 404, { error: 'not found' }),
  notImplemented(context, _, response) {
    const { status, mock } = context.api.mockResponseForOperation(context.operation.operationId);
    send(response, status, mock);
  },
});
await api.init();

createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url: path, headers } = request;
    api.handleRequest({ method, path, headers, body: Buffer.concat(chunks).toString() }, request, response);
  });
}).listen(Number(port), '127.0.0.1');
