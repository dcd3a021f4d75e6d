<?php

/**
 * Plugin Name: KGiTON Payments
 * Description: Sends customers to the checkout page of KGiTON, and completes orders when its signed webhook arrives.
 * Version: 1.0.0
 * Requires PHP: 8.1
 * Requires Plugins: woocommerce
 */

use KGiTON\Payments\Exception\KGiTONException;
use KGiTON\Payments\Exception\TransactionNotFoundException;
use KGiTON\Payments\Exception\WebhookSignatureException;
use KGiTON\Payments\KGiTON;
use KGiTON\Payments\PaymentStatus;
use KGiTON\Payments\PaymentSuccessEvent;

defined('ABSPATH') || exit;

require __DIR__ . '/vendor/autoload.php'; // composer require kgiton/payments, in this folder

// KGITON_API_KEY, KGITON_WEBHOOK_SECRET and KGITON_LICENSE_KEY are constants of wp-config.php: options of WordPress end up in
// exports and backups.
function kgiton_client(): KGiTON
{
    return new KGiTON(
        apiKey: KGITON_API_KEY,
        webhookSecret: KGITON_WEBHOOK_SECRET,
        baseUrl: defined('KGITON_BASE_URL') ? KGITON_BASE_URL : null,
    );
}

// payment_id is a primary key, so each payment counts once.
register_activation_hook(__FILE__, function (): void {
    global $wpdb;
    $wpdb->query("CREATE TABLE IF NOT EXISTS {$wpdb->prefix}kgiton_payments (payment_id VARCHAR(64) PRIMARY KEY, order_id BIGINT)");
});

add_filter('woocommerce_payment_gateways', fn (array $gateways): array => [...$gateways, 'KGiTON_Gateway']);

add_action('plugins_loaded', function (): void {
    if (!class_exists('WC_Payment_Gateway')) {
        return;
    }

    class KGiTON_Gateway extends WC_Payment_Gateway
    {
        public function __construct()
        {
            $this->id = 'kgiton';
            $this->method_title = 'KGiTON Payments';
            $this->title = 'QRIS, e-wallet, transfer bank';
            $this->enabled = get_woocommerce_currency() === 'IDR' ? 'yes' : 'no';
        }

        public function process_payment($order_id): array
        {
            $order = wc_get_order($order_id);
            try {
                $payment = kgiton_client()->partnerPayment->generateCheckoutPage(
                    transactionId: kgiton_transaction_id($order),
                    amount: (int) round((float) $order->get_total()), // whole rupiah
                    licenseKey: KGITON_LICENSE_KEY,
                    webhookUrl: WC()->api_request_url('kgiton'),
                    backUrl: $this->get_return_url($order), // no proof of payment: the webhook is
                );
            } catch (KGiTONException $error) {
                wc_get_logger()->error("Order $order_id: $error->errorCode {$error->getMessage()}");
                wc_add_notice('Pembayaran belum dapat dibuat. Silakan coba lagi.', 'error');

                return ['result' => 'failure'];
            }

            return ['result' => 'success', 'redirect' => $payment->paymentUrl];
        }
    }
});

/**
 * The id of the payment that the customer can pay now. It is saved before the request: a second click takes no second token.
 * A payment that has ended, or an order whose total has changed, gets a new one.
 */
function kgiton_transaction_id(WC_Order $order): string
{
    $total = (int) round((float) $order->get_total());
    $attempt = (int) $order->get_meta('_kgiton_attempt') ?: 1;
    if ((int) $order->get_meta('_kgiton_total') !== $total && $order->get_meta('_kgiton_total') !== '') {
        $attempt++;
    } else {
        try {
            $status = kgiton_client()->partnerPayment->checkStatus("WC-{$order->get_id()}-$attempt")->paymentStatus;
            $attempt += in_array($status, [PaymentStatus::Expired, PaymentStatus::Failed], true) ? 1 : 0;
        } catch (TransactionNotFoundException) {
            // The first request of this attempt has not arrived.
        }
    }
    $order->update_meta_data('_kgiton_attempt', $attempt);
    $order->update_meta_data('_kgiton_total', $total);
    $order->save();

    return "WC-{$order->get_id()}-$attempt";
}

// https://shop.example/wc-api/kgiton/
add_action('woocommerce_api_kgiton', function (): void {
    if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
        kgiton_respond(405, 'POST');
    }
    try {
        // The raw body: the signature covers its exact bytes. $_SERVER has the header as WordPress leaves it.
        $event = kgiton_client()->webhooks->unwrap(file_get_contents('php://input'), $_SERVER);
    } catch (WebhookSignatureException $error) {
        kgiton_respond(401, $error->reason->value);
    } catch (KGiTONException $error) {
        kgiton_respond(400, $error->errorCode);
    }
    if ($event instanceof PaymentSuccessEvent) {
        kgiton_receive($event);
    }
    kgiton_respond(200, 'OK'); // an event of a later version, too
});

/** Counts a payment once, in one transaction with its order. If it fails, KGiTON sends the webhook again. */
function kgiton_receive(PaymentSuccessEvent $event): void
{
    global $wpdb;
    $order = preg_match('/^WC-(\d+)-\d+$/', $event->transactionId, $match) ? wc_get_order((int) $match[1]) : false;
    $wpdb->query('START TRANSACTION');
    $added = $wpdb->query($wpdb->prepare(
        "INSERT IGNORE INTO {$wpdb->prefix}kgiton_payments VALUES (%s, %d)",
        $event->paymentId,
        $order ? $order->get_id() : 0,
    ));
    if ($added === false) {
        $wpdb->query('ROLLBACK');
        kgiton_respond(500, 'The payment could not be stored.');
    }
    if ($added === 1) {
        if ($order && (int) round((float) $order->get_total()) === $event->amount && $order->needs_payment()) {
            $order->payment_complete($event->paymentId);
        } else {
            // Another attempt would bring the same: a person has to look.
            wc_get_logger()->warning("$event->transactionId: Rp $event->amount paid, for no order that waits for it.");
        }
    }
    $wpdb->query('COMMIT');
}

function kgiton_respond(int $status, string $text): never
{
    status_header($status);
    exit($text);
}
