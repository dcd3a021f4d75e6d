"""The shop beside the sandbox: python manage.py test. KGITON_SANDBOX_URL names a running sandbox; else one is started."""

from django.test import Client, LiveServerTestCase, override_settings

from kgiton import Webhooks
from kgiton.testing import FaultKind, Sandbox

from . import payments
from .models import Order, Payment, ReceivedPayment


class ShopTest(LiveServerTestCase):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.sandbox = Sandbox.start()
        cls.addClassCleanup(cls.sandbox.stop)

    def setUp(self) -> None:
        self.account = self.sandbox.create_account()
        self.addCleanup(self.account.close)
        settings = override_settings(
            KGITON_API_KEY=self.account.api_key,
            KGITON_BASE_URL=self.account.url,
            PUBLIC_URL=self.live_server_url,
        )
        settings.enable()
        self.addCleanup(settings.disable)
        payments.kgiton.cache_clear()
        self.addCleanup(lambda: payments.kgiton().close())
        self.order = Order.objects.create(description="Cuci 5 kg", total=50_000)

    def post(self, action: str) -> int:
        return self.client.post(f"/orders/{self.order.pk}/{action}").status_code

    def current(self) -> Order:
        return Order.objects.get(pk=self.order.pk)

    def test_an_order_is_paid_once_its_webhook_has_arrived(self) -> None:
        page = self.client.post(f"/orders/{self.order.pk}/pay")
        self.assertContains(page, "QRIS code")
        transaction_id = Payment.objects.get().transaction_id
        self.account.pay_payment(transaction_id)
        self.account.wait_for_delivery(transaction_id)
        self.assertIsNotNone(self.current().paid_at)

    def test_a_second_click_takes_no_second_token(self) -> None:
        self.post("pay")
        self.post("pay")
        self.assertEqual(len(self.account.list_payments().payments), 1)

    def test_a_webhook_that_is_repeated_counts_once(self) -> None:
        self.post("pay")
        transaction_id = Payment.objects.get().transaction_id
        self.account.fault(FaultKind.DUPLICATE)
        self.account.pay_payment(transaction_id)
        delivery = self.account.wait_for_delivery(transaction_id)
        self.account.redeliver(delivery.id)
        self.account.wait_for_delivery(transaction_id)
        self.assertEqual(ReceivedPayment.objects.count(), 1)

    def test_an_order_that_was_paid_without_a_webhook_is_not_cancelled(self) -> None:
        self.account.fault(FaultKind.NEVER)
        self.post("pay")
        self.account.pay_payment(Payment.objects.get().transaction_id)
        self.assertIsNone(self.current().paid_at)
        self.assertEqual(self.post("cancel"), 409)
        self.assertIsNotNone(self.current().paid_at)
        self.assertIsNone(self.current().cancelled_at)

    def test_an_unpaid_order_is_cancelled(self) -> None:
        self.post("pay")
        self.assertEqual(self.post("cancel"), 302)
        self.assertIsNotNone(self.current().cancelled_at)

    def test_nothing_is_cancelled_while_kgiton_does_not_respond(self) -> None:
        self.post("pay")
        self.account.fault(FaultKind.GARBAGE)
        self.assertEqual(self.post("cancel"), 503)
        self.assertIsNone(self.current().cancelled_at)

    def test_an_expired_code_is_replaced_by_a_new_one(self) -> None:
        self.post("pay")
        self.account.advance(minutes=31)
        self.post("pay")
        self.assertEqual(
            list(Payment.objects.values_list("transaction_id", "has_ended")),
            [(f"ORDER-{self.order.pk}-1", True), (f"ORDER-{self.order.pk}-2", False)],
        )

    def test_only_the_webhook_is_exempt_from_csrf_and_only_a_signed_one_counts(self) -> None:
        browser = Client(enforce_csrf_checks=True)
        self.assertEqual(browser.post(f"/orders/{self.order.pk}/pay").status_code, 403)
        forged = browser.post(
            "/webhook/payment",
            data=b'{"event":"payment.success"}',
            content_type="application/json",
            headers={"X-KGiTON-Signature": Webhooks.sign(b"{}", "forged")},
        )
        self.assertEqual((forged.status_code, forged.content), (401, b"mismatch"))
