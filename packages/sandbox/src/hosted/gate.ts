import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookiePrefixOptions } from 'hono/utils/cookie';
import { DASHBOARD_PATH, type Place, pageAddress, placeOf, TABS } from '../dashboard/addresses.js';
import { type DashboardEnv, detectLanguage, languageOf } from '../dashboard/detect-language.js';
import type { Gate, Visit } from '../dashboard/gate.js';
import { dashboardHeaders } from '../dashboard/routes.js';
import { TEXTS } from '../dashboard/texts/texts.js';
import type { Origins } from '../http/origins.js';
import { readRequestBody } from '../http/read-body.js';
import type { Language } from '../pages/language.js';
import { accountControl } from './account-control.js';
import type { Guarded } from './hosted.js';
import { renderKeyPage } from './key-page.js';
import { SESSION_SECONDS, type Session, type Sessions } from './sessions.js';

/** More bytes than a form with an API key has. */
const LONGEST_FORM = 10_000;

const COOKIE = 'kgiton_sandbox_session';

export interface GateOptions extends Pick<Guarded, 'control' | 'store'> {
  sessions: Sessions;
  origins: Origins;
  /** Whether browsers reach the sandbox by https. */
  isSecure: boolean;
  isAccount(apiKey: string | undefined): Promise<boolean>;
}

/** The gate, with the routes of its own page. */
export function createGate(options: GateOptions): Gate & { routes: Hono<DashboardEnv> } {
  const { sessions, origins, isSecure, isAccount, control, store } = options;
  // A page of a neighbouring domain can write no cookie with this prefix.
  const prefix: CookiePrefixOptions | undefined = isSecure ? 'host' : undefined;
  const attributes = { path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure, prefix } as const;

  const sessionOf = (context: Context) => sessions.open(getCookie(context, COOKIE, prefix));
  const keep = (context: Context, session: Session) =>
    setCookie(context, COOKIE, sessions.seal(session), { ...attributes, maxAge: SESSION_SECONDS });

  async function visit(context: Context): Promise<Visit | undefined> {
    const session = sessionOf(context);
    if (session?.apiKey === undefined || !(await isAccount(session.apiKey))) return undefined;
    return {
      control: accountControl(session.apiKey, control, store),
      apiKey: session.apiKey,
      formToken: sessions.formToken(session),
      isFormToken: (given) => sessions.isFormToken(given, session),
    };
  }

  async function ask(
    context: Context,
    { place, language, isRefused = false }: { place: Place; language: Language; isRefused?: boolean },
  ): Promise<Response> {
    const session = sessionOf(context) ?? sessions.begin();
    keep(context, session);
    const origin = origins.linkOrigin(new URL(context.req.url).origin);
    const view = { place, language, origin, formToken: sessions.formToken(session), isRefused };
    const page = renderKeyPage(view, { nonce: context.get('secureHeadersNonce') });
    return context.html(page, 401, { 'cache-control': 'no-store' });
  }

  /** The form of a session of this browser; undefined for one that another site has made up. */
  async function formOf(context: Context): Promise<URLSearchParams | undefined> {
    const session = sessionOf(context);
    const bytes = origins.isFromOwnSite(context) && session && (await readRequestBody(context.req.raw, LONGEST_FORM));
    const form = new URLSearchParams(new TextDecoder().decode(bytes || undefined));
    return session && sessions.isFormToken(form.get('form_token'), session) ? form : undefined;
  }

  const routes = new Hono<DashboardEnv>();
  routes.post(`${DASHBOARD_PATH}/session`, dashboardHeaders, detectLanguage, async (context) => {
    const language = languageOf(context);
    const tab = TABS.find((one) => one === context.req.query('tab')) ?? 'payments';
    const place = placeOf(tab, (name) => context.req.query(name));
    const form = await formOf(context);
    if (!form) return context.text(TEXTS[language].foreignForm, 403);
    const apiKey = form.get('key')?.trim() ?? '';
    if (!(await isAccount(apiKey))) return ask(context, { place, language, isRefused: true });
    keep(context, sessions.begin(apiKey));
    return context.redirect(pageAddress(place), 303);
  });
  routes.post(`${DASHBOARD_PATH}/session/end`, detectLanguage, async (context) => {
    if (!(await formOf(context))) return context.text(TEXTS[languageOf(context)].foreignForm, 403);
    deleteCookie(context, COOKIE, attributes);
    return context.redirect('/', 303);
  });

  return { visit, ask, routes };
}
