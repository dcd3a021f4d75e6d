import { DOCUMENT_JSON } from '../../../scripts/paths.js';
import { type Prism, startPrism } from '../../../scripts/prism.js';
import type { Contract } from '../../support/document.js';
import { type Mutation, startMutatingProxy } from '../../support/mutating-proxy.js';
import { send as sendTo, type Target, type TargetResponse } from '../../support/target.js';

/** One thing that has to hold. `run` rejects when it does not. */
export interface Check {
  name: string;
  run(): void | Promise<void>;
}

/** Checks about one concern. */
export interface CheckGroup {
  /** Comes before the names of its checks. */
  name: string;
  /** Whether the checks apply to a server. @default the group checks the document alone and always applies */
  appliesTo?(target: Target): boolean;
  checks(subject: Subject): Check[];
}

/** What is checked: a document, and a server that should keep it. */
export interface Subject extends AsyncDisposable {
  contract: Contract;
  target: Target;
  /** Sends to the server as a partner does, or to another one. */
  send(
    path: string,
    body: unknown,
    headers?: Record<string, string | undefined>,
    to?: Partial<Target>,
  ): Promise<TargetResponse>;
  /** A validating proxy in front of the server, started on first use. */
  validatingProxy(): Promise<ValidatingProxy>;
}

export interface ValidatingProxy {
  url: string;
  /** Changes every response of the server before the proxy sees it, until it is called again. */
  mutate(mutation?: Mutation): void;
}

/** @param documentPath where the document of the contract is, for the validating proxy */
export function subjectOf(contract: Contract, target: Target, documentPath = DOCUMENT_JSON): Subject {
  const apiKeyHeader = contract.document.components.securitySchemes.ApiKey.name;
  let mutation: Mutation = (response) => response;
  let started: Promise<{ prism: Prism; upstream: AsyncDisposable }> | undefined;
  const start = async () => {
    const upstream = await startMutatingProxy(target.url, (response, request) => mutation(response, request));
    return {
      upstream,
      prism: await startPrism({ document: documentPath, upstream: upstream.url, logLevel: 'silent' }),
    };
  };
  return {
    contract,
    target,
    send: (path, body, headers, to) => sendTo({ ...target, apiKeyHeader, ...to }, path, body, headers),
    async validatingProxy() {
      started ??= start();
      return {
        url: (await started).prism.url,
        mutate(next = (response) => response) {
          mutation = next;
        },
      };
    },
    async [Symbol.asyncDispose]() {
      const running = await started;
      await running?.prism.stop();
      await running?.upstream[Symbol.asyncDispose]();
    },
  };
}

/** The request examples of the one operation, and the path to send them to. */
export function requestsOf({ outcomes, bodies }: Contract) {
  const path = outcomes[0]?.path ?? '';
  const examples = bodies.find(({ place }) => place.endsWith('generate request'))?.body.examples ?? {};
  return { path, examples };
}

/** The example of a QRIS request without a `webhook_url`, so that nothing is called back. */
export function qrisRequest(contract: Contract): Record<string, unknown> {
  const { webhook_url: _, ...request } = requestsOf(contract).examples.QRIS?.value ?? {};
  return request;
}
