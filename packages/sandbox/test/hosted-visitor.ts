const COOKIE = /^((?:__Host-)?kgiton_sandbox_session)=([^;]*)/;

/** A browser without a screen: it keeps the session cookie, and reads tokens from forms. */
export function visitor({ url }: { url: string }) {
  let cookie = '';
  const visit = {
    get cookie() {
      return cookie;
    },
    set cookie(given: string) {
      cookie = given;
    },
    async send(path: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
      const headers = { ...(cookie && { cookie }), ...init.headers };
      const response = await fetch(url + path, { redirect: 'manual', ...init, headers });
      const set = COOKIE.exec(response.headers.get('set-cookie') ?? '');
      if (set) cookie = set[2] ? `${set[1]}=${set[2]}` : '';
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    post: (path: string, fields: Record<string, string>, headers = {}) =>
      visit.send(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
    async token(path = '/') {
      const { text } = await visit.send(path);
      return /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? '';
    },
    async logIn(key: string, path = '/_dashboard/session') {
      return visit.post(path, { key, form_token: await visit.token() });
    },
  };
  return visit;
}
