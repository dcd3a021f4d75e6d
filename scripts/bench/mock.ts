import { readFile } from 'node:fs/promises';
import autocannon from 'autocannon';
import { DOCUMENT_JSON, DOCUMENT_YAML } from '../paths.js';
import { startPrism } from '../prism.js';
import { alternate } from './measure.js';
import type { Comparison } from './report.js';

/** Requests per second of our mock against the Prism CLI with default logging, for the QRIS example. */
export async function benchMock(): Promise<Comparison[]> {
  const document = JSON.parse(await readFile(DOCUMENT_JSON, 'utf8'));
  const { name, 'x-example': key } = document.components.securitySchemes.ApiKey;
  const { webhook_url: _, ...request } = document.components.examples.QrisRequest.value;
  const [quiet, chatty] = await Promise.all([
    startPrism({ document: DOCUMENT_YAML }),
    startPrism({ document: DOCUMENT_YAML, logLevel: 'info' }),
  ]);
  const load = async (url: string) => {
    const result = await autocannon({
      url: url + Object.keys(document.paths)[0],
      method: 'POST',
      headers: { [name]: key, 'content-type': 'application/json' },
      body: JSON.stringify(request),
      connections: 10,
      duration: 4,
    });
    if (result.non2xx > 0 || result.errors > 0)
      throw new Error(`${url}: ${result.non2xx} not 2xx, ${result.errors} errors.`);
    return result.requests.average;
  };
  try {
    const { mock, prism } = await alternate({ mock: () => load(quiet.url), prism: () => load(chatty.url) }, 3);
    return [
      {
        name: 'mock, throughput against Prism CLI with default logging',
        ours: mock,
        theirs: prism,
        unit: 'requests/s',
        how: '10 connections, 4 s, median of 3',
      },
    ];
  } finally {
    await Promise.all([quiet.stop(), chatty.stop()]);
  }
}
