import { WARNING_HEADER } from '@kgiton/sandbox';
import { errorsOf } from './directives/errors.js';
import { sandboxLicenses } from './directives/sandbox.js';
import { LOCAL_WEBHOOK, sandboxUrl } from './directives/values.js';
import { jsonBody, operationOf } from './document.js';
import { factsOf } from './facts.js';
import type { Locale } from './locale.js';

/** What the panel that tries requests is filled with, as packages/docs/browser/site-data.d.ts declares it. */
export function tryData(locale: Locale): object {
  const { contract } = locale;
  const { API_KEY_HEADER, REQUEST_ID_HEADER } = factsOf(contract);
  const { examples = {} } = jsonBody(operationOf(contract, 'generatePayment').requestBody);
  const statuses = new Map(errorsOf(locale).map(({ code, status }) => [code, status]));
  return {
    endpoint: Object.keys(contract.paths)[0],
    apiKeyHeader: API_KEY_HEADER,
    apiKey: contract.components.securitySchemes?.ApiKey['x-example'],
    sandbox: sandboxUrl(locale),
    examples: Object.entries(examples).map(([name, { summary = name, value }]) => ({
      name,
      summary,
      body: { ...(value as object), webhook_url: LOCAL_WEBHOOK },
    })),
    licenses: sandboxLicenses.map(({ key, code }) => ({ key, code, status: code ? statuses.get(code) : '200' })),
    headers: [REQUEST_ID_HEADER, WARNING_HEADER],
  };
}
