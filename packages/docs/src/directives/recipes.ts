import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../files.js';
import { codeTabs, fence } from '../markdown/write.js';
import type { Directive } from './directive.js';

/** A file of examples/, or a part of it, as a guide shows it. */
interface Shown {
  file: string;
  lang: string;
  label: string;
  /** How the first and the last line that are shown begin. @default the whole file */
  lines?: readonly [first: string, last: string];
}

/** Tests with test runners. The first of a language is named like its samples. */
const TEST_RECIPES: readonly Shown[] = [
  { label: 'Python', lang: 'Python', file: 'test-recipes/test_payment.py' },
  { label: 'PHP', lang: 'PHP', file: 'test-recipes/PaymentTest.php' },
  { label: 'webhook.php', lang: 'PHP', file: 'test-recipes/webhook.php' },
  { label: 'Go', lang: 'Go', file: 'test-recipes/payment_test.go' },
  { label: 'Java', lang: 'Java', file: 'test-recipes/PaymentTest.java' },
];

/** Recipes for frameworks. Tests run each one in its framework, with check-webhook. */
const RECIPES: Readonly<Record<string, readonly Shown[]>> = {
  orders: [typescript('orders.ts')],
  express: [typescript('express.ts')],
  nest: [typescript('nest.ts')],
  next: [
    { ...typescript('next-webhook.ts'), label: 'app/webhook/payment/route.ts' },
    { ...typescript('next-orders.ts'), label: 'app/orders/route.ts' },
  ],
  firebase: [typescript('firebase.ts')],
  lambda: [typescript('lambda.ts')],
  php: ['webhook.php', 'order.php', 'orders.php'].map((name) => ({
    file: `framework-recipes/plain-php/${name}`,
    lang: 'PHP',
    label: name,
  })),
  laravel: [
    {
      file: 'laravel-laundry-shop/app/Payments/StartPayment.php',
      lang: 'PHP',
      label: 'StartPayment.php',
    },
    { file: 'laravel-laundry-shop/app/Listeners/MarkOrderPaid.php', lang: 'PHP', label: 'MarkOrderPaid.php' },
    { file: 'laravel-laundry-shop/routes/web.php', lang: 'PHP', label: 'routes/web.php' },
  ],
  django: [
    {
      file: 'django-shop/shop/views.py',
      lang: 'Python',
      label: 'views.py',
      lines: ['# KGiTON has no CSRF token', '    return HttpResponse("OK")'],
    },
    {
      file: 'django-shop/shop/payments.py',
      lang: 'Python',
      label: 'payments.py',
      lines: ['@lru_cache', '        transaction.on_commit('],
    },
  ],
  fastapi: [
    {
      file: 'fastapi-shop/main.py',
      lang: 'Python',
      label: 'main.py',
      lines: ['async def webhook_event', '        return {"received": True}'],
    },
    {
      file: 'fastapi-shop/orders.py',
      lang: 'Python',
      label: 'orders.py',
      lines: ['    def receive(', '                logger.info('],
    },
  ],
  go: [
    { file: 'go-shop/nethttp.go', lang: 'Go', label: 'net/http' },
    { file: 'go-shop/gin.go', lang: 'Go', label: 'Gin' },
    { file: 'go-shop/echo.go', lang: 'Go', label: 'Echo' },
    { file: 'go-shop/shop.go', lang: 'Go', label: 'shop.go', lines: ['// order takes', '\treturn s.paid('] },
    {
      file: 'go-shop/orders.go',
      lang: 'Go',
      label: 'orders.go',
      lines: ['// pay counts', '\treturn status != "paid"'],
    },
  ],
  spring: [
    spring('PaymentWebhook'),
    spring('Payments'),
    // What counts a payment once.
    { ...spring('Orders'), lines: ['    @Transactional', '    }'] },
  ],
  woocommerce: [{ file: 'woocommerce/kgiton-payments.php', lang: 'PHP', label: 'kgiton-payments.php' }],
};

/** Every file that is shown, below the root of the repository. */
export const RECIPE_FILES = [...TEST_RECIPES, ...Object.values(RECIPES).flat()].map(({ file }) => `examples/${file}`);

function typescript(name: string): Shown {
  return { file: `framework-recipes/${name}`, lang: 'TypeScript', label: name };
}

function spring(name: string): Shown {
  return { file: `spring-shop/src/main/java/com/example/laundry/${name}.java`, lang: 'Java', label: `${name}.java` };
}

/** `{{test-recipes}}`: tests with pytest, PHPUnit, go test and JUnit, as a group of tabs. */
export const testRecipes: Directive = () => codeTabs(TEST_RECIPES.map(withSource));

/** `{{recipe express}}`: what a framework needs, in tabs if that is several files. */
export const recipe: Directive = ([name = '']) => {
  const files = RECIPES[name]?.map(withSource);
  if (!files) throw new Error(`expected one of ${Object.keys(RECIPES).join(', ')}, got ${JSON.stringify(name)}.`);
  const [first, ...others] = files;
  if (first && others.length === 0) return fence(first.lang.toLowerCase(), first.source, first.label);
  return codeTabs(files, 'file');
};

function withSource({ lines, ...shown }: Shown) {
  const source = readFileSync(join(ROOT, 'examples', shown.file), 'utf8');
  return { ...shown, source: lines ? excerpt(source, lines) : source };
}

/** @throws {Error} if the file has no such lines in this order */
function excerpt(source: string, [first, last]: readonly [string, string]): string {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => line.startsWith(first));
  const end = lines.findIndex((line, index) => index > start && line.startsWith(last));
  if (start < 0 || end < 0) throw new Error(`expected lines from "${first}" to "${last}".`);
  return lines.slice(start, end + 1).join('\n');
}
