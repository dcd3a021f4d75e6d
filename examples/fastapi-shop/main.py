"""The shop: uvicorn main:app."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime, timezone
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from orders import Order, Orders

from kgiton import (
    AsyncKGiTON,
    KGiTONError,
    PaymentStatus,
    PaymentSuccessEvent,
    TransactionNotFoundError,
    UnknownEvent,
    WebhookSignatureError,
)

logger = logging.getLogger("shop")


async def webhook_event(request: Request) -> PaymentSuccessEvent | UnknownEvent:
    """The event of a webhook whose signature is right. Others are refused before your function runs."""
    try:
        # The raw body: the signature covers its exact bytes.
        return request.app.state.kgiton.webhooks.unwrap(await request.body(), request.headers)
    except WebhookSignatureError as error:
        logger.warning("webhook refused: %s", error)
        raise HTTPException(401, error.reason) from error
    except KGiTONError as error:
        logger.warning("webhook not understood: %s", error)
        raise HTTPException(400, error.code) from error


def create_app(
    kgiton: AsyncKGiTON | None = None, database: str | None = None, public_url: str | None = None
) -> FastAPI:
    """The shop. Without arguments it reads environment variables, with the sandbox as default."""
    environment = os.environ
    public_url = public_url or environment.get("PUBLIC_URL", "http://localhost:8000")
    license_key = environment.get("KGITON_LICENSE_KEY", "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
    orders = Orders(database or environment.get("DATABASE", "shop.sqlite3"))
    kgiton = kgiton or AsyncKGiTON(
        api_key=environment.get("KGITON_API_KEY", "kgiton_your_api_key_here"),
        base_url=environment.get("KGITON_BASE_URL", "http://localhost:4020"),
        webhook_secret=environment.get("KGITON_WEBHOOK_SECRET", "whsec_test_kgiton"),
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with kgiton:
            yield

    app = FastAPI(title="Laundry", lifespan=lifespan)
    app.state.kgiton = kgiton

    @app.exception_handler(KGiTONError)
    async def unavailable(_: Request, error: KGiTONError) -> JSONResponse:
        logger.error("%s %s (request id %s)", error.code, error, error.request_id)
        return JSONResponse({"detail": "The payment cannot be reached at the moment. Please try again."}, 503)

    def find_order(order_id: int) -> Order:
        order = orders.find(order_id)
        if order is None:
            raise HTTPException(404)
        return order

    FoundOrder = Annotated[Order, Depends(find_order)]  # noqa: N806 - it is a type

    async def check_payments(order: Order) -> Order:
        """Asks KGiTON about the open payments of an order: a webhook may have been missed. Returns it as it is then."""
        for transaction_id in await run_in_threadpool(orders.open_payments, order):
            try:
                status = await kgiton.partner_payment.check_status(transaction_id, timeout=5, max_retries=1)
            except TransactionNotFoundError:
                continue  # Its request never arrived. The next click repeats it.
            if status.payment_status is PaymentStatus.PAID:
                paid_at = status.paid_at or datetime.now(timezone.utc)
                await run_in_threadpool(orders.receive, status.payment_id, transaction_id, status.amount, paid_at)
            elif isinstance(status.payment_status, PaymentStatus) and status.payment_status.is_final:
                await run_in_threadpool(orders.end_payment, transaction_id)
        return await run_in_threadpool(find_order, order.id)

    @app.post("/webhook/payment")
    async def webhook(event: Annotated[Any, Depends(webhook_event)]) -> dict[str, bool]:
        if isinstance(event, PaymentSuccessEvent):
            await run_in_threadpool(orders.receive, event.payment_id, event.transaction_id, event.amount, event.paid_at)
        # An event that this version does not know is acknowledged too.
        return {"received": True}

    @app.post("/orders", status_code=201)
    def order(description: str = "Cuci 5 kg", total: int = 50_000) -> dict[str, Any]:
        return asdict(orders.create(description, total))

    @app.get("/orders/{order_id}")
    def show(order: FoundOrder) -> dict[str, Any]:
        return asdict(order)

    @app.post("/orders/{order_id}/pay")
    async def pay(order: FoundOrder) -> dict[str, Any]:
        # The code of an earlier click may have expired, or may have been paid without a webhook.
        order = await check_payments(order)
        if order.paid_at or order.cancelled_at:
            raise HTTPException(409, "It has been paid or cancelled.")
        # However often this is called, it takes one token: KGiTON responds to the same id and body with the same payment.
        payment = await kgiton.partner_payment.generate_qris(
            transaction_id=await run_in_threadpool(orders.start_payment, order),
            amount=order.total,
            license_key=license_key,
            description=order.description,
            webhook_url=f"{public_url}/webhook/payment",
        )
        return {
            "transaction_id": payment.transaction_id,
            "qr_image_url": payment.qris.qr_image_url,
            "expires_at": payment.expires_at,
        }

    @app.post("/orders/{order_id}/cancel")
    async def cancel(order: FoundOrder) -> dict[str, Any]:
        # If KGiTON does not respond, the order may have been paid, and stays.
        order = await check_payments(order)
        if order.paid_at:
            raise HTTPException(409, "It has been paid.")
        await run_in_threadpool(orders.cancel, order, datetime.now(timezone.utc))
        return asdict(await run_in_threadpool(find_order, order.id))

    if environment.get("DEBUG"):

        @app.get("/webhook/count")
        def count(payment_id: str) -> dict[str, int]:
            """How often a payment has been counted, for `kgiton-sandbox check-webhook --probe`."""
            return {"count": orders.count_received(payment_id)}

    return app


def __getattr__(name: str) -> Any:
    """`main:app` for uvicorn, created when it asks, and not when a test imports this module."""
    if name == "app":
        logging.basicConfig(level=logging.INFO)
        return create_app()
    raise AttributeError(name)
