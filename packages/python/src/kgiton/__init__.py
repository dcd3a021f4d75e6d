"""KGiTON Partner Payment: QRIS codes and checkout pages in one call, and verified webhooks.

from kgiton import KGiTON

kgiton = KGiTON(api_key="kgiton_your_api_key_here")
payment = kgiton.partner_payment.generate_qris(transaction_id=..., amount=50000, license_key=...)
"""

from __future__ import annotations

from ._client import AsyncKGiTON, KGiTON
from ._clock import Clock
from ._generated import constants
from ._generated.client_rules import SdkErrorCode, WebhookSignatureReason
from ._generated.error_code import ErrorCode
from ._generated.models import (
    CheckoutPagePaymentResponse,
    FieldError,
    PartnerPaymentRequest,
    PartnerPaymentType,
    PaymentItem,
    PaymentStatus,
    PaymentStatusResponse,
    PaymentSuccessEvent,
    QrisCode,
    QrisPaymentResponse,
)
from ._partner_payment import AsyncPartnerPayment, PartnerPayment
from .errors import (
    AuthenticationError,
    ConflictError,
    GatewayError,
    InsufficientTokensError,
    KGiTONError,
    LicenseError,
    NetworkError,
    RateLimitError,
    ServerError,
    TimeoutError,  # noqa: A004 - it is one
    TransactionNotFoundError,
    ValidationError,
    WebhookSignatureError,
)
from .webhooks import UnknownEvent, Webhooks

__version__ = constants.PACKAGE_VERSION

__all__ = [
    "AsyncKGiTON",
    "AsyncPartnerPayment",
    "AuthenticationError",
    "CheckoutPagePaymentResponse",
    "Clock",
    "ConflictError",
    "ErrorCode",
    "FieldError",
    "GatewayError",
    "InsufficientTokensError",
    "KGiTON",
    "KGiTONError",
    "LicenseError",
    "NetworkError",
    "PartnerPayment",
    "PartnerPaymentRequest",
    "PartnerPaymentType",
    "PaymentItem",
    "PaymentStatus",
    "PaymentStatusResponse",
    "PaymentSuccessEvent",
    "QrisCode",
    "QrisPaymentResponse",
    "RateLimitError",
    "SdkErrorCode",
    "ServerError",
    "TimeoutError",
    "TransactionNotFoundError",
    "UnknownEvent",
    "ValidationError",
    "WebhookSignatureError",
    "WebhookSignatureReason",
    "Webhooks",
    "__version__",
    "constants",
]
