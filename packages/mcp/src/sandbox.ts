import { PRODUCTION_HOSTS } from './documents.js';
import { ToolError } from './tool.js';

/** A sandbox that tools may send requests to. */
export interface Connection extends AsyncDisposable {
  /** Its base URL, without a slash at its end. */
  url: string;
}

/** The sandbox of a session, and the account that its tools use. */
export class Session implements AsyncDisposable {
  readonly #open: () => Promise<Connection>;
  #opening: Promise<Connection> | undefined;
  #apiKey: string | undefined;

  /** @param open called with the first call that needs a sandbox, and again after a failure */
  constructor(open: () => Promise<Connection>, apiKey?: string) {
    this.#open = open;
    this.#apiKey = apiKey;
  }

  async url(): Promise<string> {
    this.#opening ??= this.#open().catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return (await this.#opening).url;
  }

  /** @throws {ToolError} when no account was created */
  get apiKey(): string {
    if (this.#apiKey === undefined) {
      throw new ToolError('NO_ACCOUNT', 'This session has no account yet. Call create_account first.');
    }
    return this.#apiKey;
  }

  /** From now on, tools use this account. */
  use(apiKey: string): void {
    this.#apiKey = apiKey;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.[Symbol.asyncDispose]();
  }
}

/** Where the sandbox is, from the environment. The variables of the partner's own program are not read. */
export interface Environment {
  KGITON_SANDBOX_URL?: string | undefined;
  KGITON_SANDBOX_API_KEY?: string | undefined;
  KGITON_SANDBOX_WEBHOOK_SECRET?: string | undefined;
}

/** The session that an environment describes: with the sandbox at its URL, or with one of its own. */
export function sessionFrom(environment: Environment): Session {
  // Clients write settings that nobody has filled in as empty texts.
  const [url, apiKey, webhookSecret] = [
    environment.KGITON_SANDBOX_URL,
    environment.KGITON_SANDBOX_API_KEY,
    environment.KGITON_SANDBOX_WEBHOOK_SECRET,
  ].map((value) => value || undefined);
  return new Session(url === undefined ? () => startOwn(webhookSecret) : () => connectTo(url), apiKey);
}

/** Only programs of this machine reach it. */
async function startOwn(webhookSecret: string | undefined): Promise<Connection> {
  const { startSandbox } = await import('@kgiton/sandbox');
  return startSandbox({ port: 0, webhookSecret });
}

/** Milliseconds that a sandbox may take to say that it is one. */
const PROBE_TIMEOUT = 10_000;

const HOW_TO_START =
  'Start one with npx @kgiton/sandbox, or leave KGITON_SANDBOX_URL out: this server then starts its own.';

/**
 * Connects to the sandbox at a URL. Sends no API key until what responds there has shown that it is a sandbox.
 *
 * @throws {ToolError} when there is none
 */
export async function connectTo(given: string): Promise<Connection> {
  const refuse = (code: string, why: string, options?: ErrorOptions) =>
    new ToolError(code, `KGITON_SANDBOX_URL: ${why}`, options);
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw refuse('INVALID_URL', 'expected an http or https address such as http://127.0.0.1:4020.');
  }
  if (PRODUCTION_HOSTS.includes(url.host)) {
    throw refuse('NOT_A_SANDBOX', `${url.host} takes real payments. This server works with sandboxes only.`);
  }
  const base = url.href.replace(/\/$/, '');
  let health: unknown;
  try {
    const response = await fetch(`${base}/_sandbox/health`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(PROBE_TIMEOUT),
    });
    health = response.ok ? await response.json().catch(() => undefined) : undefined;
  } catch (cause) {
    throw refuse('SANDBOX_UNREACHABLE', `nothing responds at ${base}. ${HOW_TO_START}`, { cause });
  }
  const { status, contract_version: version } = (health ?? {}) as Record<string, unknown>;
  if (status !== 'ok' || typeof version !== 'string') {
    throw refuse('NOT_A_SANDBOX', `what responds at ${base} is not a KGiTON sandbox. ${HOW_TO_START}`);
  }
  return { url: base, [Symbol.asyncDispose]: async () => {} };
}
