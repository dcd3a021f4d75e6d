<?php

// What examples/woocommerce calls of WordPress and WooCommerce, over SQLite, and a router for its test.

declare(strict_types=1);

define('ABSPATH', __DIR__);
foreach (['KGITON_API_KEY', 'KGITON_WEBHOOK_SECRET', 'KGITON_LICENSE_KEY', 'KGITON_BASE_URL'] as $name) {
    define($name, getenv($name));
}

$pdo = new PDO('sqlite:' . __DIR__ . '/shop.sqlite3', null, null, [PDO::ATTR_TIMEOUT => 30]);
$pdo->exec('CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, total INTEGER, meta TEXT, status TEXT, completed INTEGER, payment_id TEXT)');

final class wpdb
{
    public string $prefix = 'wp_';

    public function query(string $sql): int|bool
    {
        global $pdo;
        $dialect = ['START TRANSACTION' => 'BEGIN IMMEDIATE', 'INSERT IGNORE' => 'INSERT OR IGNORE'];

        return $pdo->exec(strtr($sql, $dialect));
    }

    public function prepare(string $sql, mixed ...$values): string
    {
        global $pdo;
        foreach ($values as $value) {
            $sql = preg_replace('/%[sd]/', is_int($value) ? (string) $value : $pdo->quote($value), $sql, 1);
        }

        return $sql;
    }
}
$wpdb = new wpdb();

class WC_Order
{
    public function __construct(private int $id)
    {
    }

    private function column(string $name): mixed
    {
        global $pdo;

        return $pdo->query("SELECT $name FROM orders WHERE id = $this->id")->fetchColumn();
    }

    private function set(string $name, mixed $value): void
    {
        global $pdo;
        $pdo->prepare("UPDATE orders SET $name = ? WHERE id = $this->id")->execute([$value]);
    }

    public function get_id(): int
    {
        return $this->id;
    }

    public function get_total(): string
    {
        return $this->column('total') . '.00';
    }

    public function get_meta(string $key): mixed
    {
        return json_decode($this->column('meta'), true)[$key] ?? '';
    }

    public function update_meta_data(string $key, mixed $value): void
    {
        $this->set('meta', json_encode([$key => (string) $value] + json_decode($this->column('meta'), true)));
    }

    public function save(): void
    {
    }

    public function needs_payment(): bool
    {
        return $this->column('status') === 'pending';
    }

    public function payment_complete(string $paymentId): void
    {
        $this->set('status', 'processing');
        $this->set('completed', $this->column('completed') + 1);
        $this->set('payment_id', $paymentId);
    }
}

abstract class WC_Payment_Gateway
{
    public string $id = '';
    public string $title = '';
    public string $method_title = '';
    public string $enabled = 'no';

    abstract public function process_payment($order_id): array;

    public function get_return_url(WC_Order $order): string
    {
        return getenv('PUBLIC_URL') . "/checkout/order-received/{$order->get_id()}/";
    }
}

function wc_get_order(int $id): WC_Order|false
{
    global $pdo;

    return $pdo->query("SELECT id FROM orders WHERE id = $id")->fetchColumn() ? new WC_Order($id) : false;
}

function WC(): object
{
    return new class () {
        public function api_request_url(string $name): string
        {
            return getenv('PUBLIC_URL') . "/wc-api/$name/";
        }
    };
}

function wc_get_logger(): object
{
    return new class () {
        public function __call(string $level, array $arguments): void
        {
            error_log("$level: $arguments[0]");
        }
    };
}

function wc_add_notice(string $text, string $kind): void
{
    error_log("$kind: $text");
}

function get_woocommerce_currency(): string
{
    return 'IDR';
}

function status_header(int $status): void
{
    http_response_code($status);
}

$hooks = [];

function add_action(string $name, callable $callback): void
{
    global $hooks;
    $hooks[$name][] = $callback;
}

function add_filter(string $name, callable $callback): void
{
    add_action($name, $callback);
}

function register_activation_hook(string $file, callable $callback): void
{
    $callback();
}

function apply(string $name, mixed ...$arguments): mixed
{
    global $hooks;
    foreach ($hooks[$name] ?? [] as $callback) {
        $result = $callback(...$arguments);
    }

    return $result ?? null;
}

require __DIR__ . '/kgiton-payments.php';
apply('plugins_loaded');

if ($_SERVER['REQUEST_URI'] === '/wc-api/kgiton/') {
    apply('woocommerce_api_kgiton');
}
$id = $_GET['id'] ?? '';
if (isset($_GET['place'])) {
    $pdo->prepare("INSERT INTO orders (total, meta, status, completed) VALUES (?, '{}', 'pending', 0)")->execute([$_GET['total']]);
    $result = ['id' => $pdo->lastInsertId()];
} elseif (isset($_GET['change'])) {
    $pdo->prepare('UPDATE orders SET total = ? WHERE id = ?')->execute([$_GET['total'], $id]);
    $result = [];
} elseif (isset($_GET['checkout'])) {
    [$class] = apply('woocommerce_payment_gateways', []);
    $gateway = new $class();
    $result = $gateway->enabled === 'yes' ? $gateway->process_payment((int) $id) : ['result' => 'disabled'];
} elseif (isset($_GET['order'])) {
    $result = $pdo->query('SELECT status, completed, payment_id AS paymentId FROM orders WHERE id = ' . (int) $id)->fetch(PDO::FETCH_ASSOC);
} elseif (isset($_GET['count'])) {
    $count = $pdo->prepare('SELECT count(*) FROM wp_kgiton_payments WHERE payment_id = ?');
    $count->execute([$id]);
    $result = ['count' => $count->fetchColumn()];
} else {
    $result = [];
}
header('Content-Type: application/json');
echo json_encode($result);
