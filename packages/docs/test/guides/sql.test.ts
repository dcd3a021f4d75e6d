import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { describeInLanguage, type Language, languages } from '../../../../test/end-to-end/samples/languages.js';
import { blockAt, blocksIn } from './pages.js';

const python = languages.find(({ label }) => label === 'Python') as Language;

/** Runs the statements on orders that wait, once for each webhook, and prints how many rows each one changed. */
const PROGRAM = `import json, sqlite3, sys
given = json.load(sys.stdin)
db = sqlite3.connect(":memory:", isolation_level=None)
db.execute("CREATE TABLE webhooks (payment_id TEXT UNIQUE, body TEXT)")
db.execute("CREATE TABLE orders (transaction_id TEXT, amount INTEGER, status TEXT)")
db.execute("INSERT INTO orders VALUES ('ORDER-1', 50000, 'waiting'), ('ORDER-2', 50000, 'waiting')")
changes = []
for payment_id, transaction_id, amount in given["webhooks"]:
    begin, insert, update, commit = given["statements"]
    db.execute(begin)
    stored = db.execute(insert, (payment_id, "{}")).rowcount
    paid = db.execute(update, (transaction_id, amount)).rowcount if stored else None
    db.execute(commit)
    changes.append([stored, paid])
paid = [row[0] for row in db.execute("SELECT transaction_id FROM orders WHERE status = 'paid'")]
print(json.dumps({"changes": changes, "paid": paid}))
`;

test('both languages show the same SQL, in one place', () => {
  expect(blocksIn('sql', 'en').map(({ place }) => place)).toEqual(['webhooks#duplicates']);
  expect(blocksIn('sql', 'id')).toEqual(blocksIn('sql', 'en'));
});

// The SQLite that comes with Python.
const withSqlite: Language = { ...python, tools: [['python3', '-c', 'import sqlite3']] };

describeInLanguage(withSqlite, 'the SQL of the webhooks guide', () => {
  const statements = blockAt('webhooks#duplicates', 'sql')
    .code.replaceAll(/\$\d/g, '?')
    .split(/;\n+/)
    .filter((statement) => statement !== '');

  function receive(...webhooks: [paymentId: string, transactionId: string, amount: number][]): unknown {
    const input = JSON.stringify({ statements, webhooks });
    const { stdout, stderr } = spawnSync('python3', ['-c', PROGRAM], { input, encoding: 'utf8' });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  }

  test('marks the order as paid, and only that one', () => {
    expect(receive(['PAY-1', 'ORDER-1', 50_000])).toEqual({ changes: [[1, 1]], paid: ['ORDER-1'] });
  });

  test('changes no row when the webhook comes again', () => {
    const changes = [
      [1, 1],
      [0, null],
    ];
    expect(receive(['PAY-1', 'ORDER-1', 50_000], ['PAY-1', 'ORDER-1', 50_000])).toMatchObject({ changes });
  });

  test.each([
    ['another amount', 'ORDER-1', 49_000],
    ['no order', 'ORDER-3', 50_000],
  ])('stores a webhook of %s, and changes no order', (_, transactionId, amount) => {
    expect(receive(['PAY-1', transactionId, amount])).toEqual({ changes: [[1, 0]], paid: [] });
  });

  test('stores a second payment of a paid order, and changes nothing', () => {
    const changes = [
      [1, 1],
      [1, 0],
    ];
    expect(receive(['PAY-1', 'ORDER-1', 50_000], ['PAY-2', 'ORDER-1', 50_000])).toMatchObject({ changes });
  });
});
