import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSessions } from '../src/hosted/sessions.js';
import type { RunningSandbox } from '../src/index.js';
import { newAccount, startHosted } from './hosted-account.js';
import { visitor } from './hosted-visitor.js';

describe('the session of the dashboard', () => {
  let sandbox: RunningSandbox;
  let own = '';
  beforeAll(async () => {
    sandbox = await startHosted();
    own = await newAccount(sandbox);
  });
  afterAll(() => sandbox?.close());

  test('is a cookie that no script and no other site gets, and that hides the key', async () => {
    const visit = visitor(sandbox);
    const { headers } = await visit.logIn(own);
    const cookie = headers.get('set-cookie') ?? '';
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=43200']) expect(cookie).toContain(part);
    const value = visit.cookie.split('=')[1] ?? '';
    const readable = [value, ...['base64url', 'hex'].map((one) => Buffer.from(value, one as 'hex').toString('latin1'))];
    for (const text of readable) expect(text).not.toContain(own.slice(7));
  });

  test('is Secure, and out of reach of neighbouring domains, behind https', async () => {
    await using secure = await startHosted({}, { publicUrl: 'https://sandbox.example' });
    const visit = visitor(secure);
    const { headers, status } = await visit.logIn(await newAccount(secure));
    expect(status).toBe(303);
    expect(headers.get('set-cookie')).toMatch(/^__Host-kgiton_sandbox_session=.*; Secure/);
    expect((await visit.send('/')).status).toBe(200);
  });

  test('is a new one after the key was given: nobody can have planted it', async () => {
    const attacker = visitor(sandbox);
    const planted = await attacker.token();
    const victim = visitor(sandbox);
    victim.cookie = attacker.cookie;
    const fixed = attacker.cookie;
    await victim.post('/_dashboard/session', { key: own, form_token: planted });
    expect((await victim.send('/')).status).toBe(200);
    expect(victim.cookie).not.toBe(fixed);
    attacker.cookie = fixed;
    expect((await attacker.send('/')).status).toBe(401);
    // Not even the token of its forms is known.
    expect((await victim.post('/_dashboard/advance', { minutes: '1', form_token: planted })).status).toBe(403);
  });

  test('cannot be begun from another site', async () => {
    const visit = visitor(sandbox);
    const form_token = await visit.token();
    const site = { 'sec-fetch-site': 'cross-site' };
    expect((await visit.post('/_dashboard/session', { key: own, form_token }, site)).status).toBe(403);
    expect((await visit.post('/_dashboard/session', { key: own })).status).toBe(403);
    expect((await visitor(sandbox).post('/_dashboard/session', { key: own, form_token })).status).toBe(403);
  });

  test('cannot be changed, taken from another secret, or outlive its time', async () => {
    const visit = visitor(sandbox);
    await visit.logIn(own);
    const [name, value = ''] = visit.cookie.split('=');
    const bytes = Buffer.from(value, 'base64url');
    for (const place of [0, 12, 28, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      const { status } = await visitor(sandbox).send('/', {
        headers: { cookie: `${name}=${changed.toString('base64url')}` },
      });
      expect(status).toBe(401);
    }
    for (const other of ['', 'x', bytes.subarray(0, 20).toString('base64url')]) {
      expect((await visitor(sandbox).send('/', { headers: { cookie: `${name}=${other}` } })).status).toBe(401);
    }
    let now = Date.now();
    const [sessions, others] = [createSessions('one secret', () => now), createSessions('another secret')];
    const sealed = sessions.seal(sessions.begin(own));
    expect(sessions.open(sealed)?.apiKey).toBe(own);
    expect(others.open(sealed)).toBeUndefined();
    now += 12 * 60 * 60 * 1000;
    expect(sessions.open(sealed)).toBeUndefined();
  });

  test('is known to every instance that has the secret', () => {
    const [one, another] = [createSessions('shared'), createSessions('shared')];
    const session = one.begin(own);
    expect(another.open(one.seal(session))).toEqual(session);
    expect(another.isFormToken(one.formToken(session), session)).toBe(true);
  });

  test('ends with log out, which needs the token, and with its account', async () => {
    const visit = visitor(sandbox);
    const apiKey = await newAccount(sandbox);
    await visit.logIn(apiKey);
    expect((await visit.post('/_dashboard/session/end', {})).status).toBe(403);
    expect((await visit.send('/')).status).toBe(200);
    const kept = visit.cookie;
    expect((await visit.post('/_dashboard/session/end', { form_token: await visit.token() })).status).toBe(303);
    expect(visit.cookie).toBe('');
    expect((await visit.send('/')).status).toBe(401);
    await sandbox.reset(apiKey);
    expect((await visitor(sandbox).send('/', { headers: { cookie: kept } })).status).toBe(401);
  });
});
