/** What a proxy cannot reach in our place. */
const OWN_NAMES = ['localhost', '127.0.0.1', '::1'];

/**
 * Lets requests to this machine go past a proxy. With `NODE_USE_ENV_PROXY=1`, Node.js ≥ 24 sends those of `fetch` through the
 * proxy of `HTTP_PROXY`, webhooks to a handler at localhost too. It reads `NO_PROXY` anew for each request.
 */
export function bypassProxyOnThisMachine(environment: NodeJS.ProcessEnv): void {
  // Lower case takes precedence.
  const given = environment.no_proxy ?? environment.NO_PROXY;
  environment.no_proxy = [given, ...OWN_NAMES].filter(Boolean).join(',');
}
