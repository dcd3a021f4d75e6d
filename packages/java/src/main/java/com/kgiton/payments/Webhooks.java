package com.kgiton.payments;

import com.kgiton.payments.internal.Json;
import com.kgiton.payments.internal.JsonObject;
import com.kgiton.payments.internal.PropertyException;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies webhooks. It is safe for use by several threads. */
public class Webhooks {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 64;

    private final List<String> secrets = new ArrayList<>();

    /** Takes your webhook secret from the environment variable KGITON_WEBHOOK_SECRET. */
    public Webhooks() {
        this(KGiTON.builder().secretsOfEnvironment());
    }

    /** Takes your webhook secret, or several during a rotation. */
    public Webhooks(String... secrets) {
        this(Arrays.asList(secrets));
    }

    /** Takes your webhook secrets. */
    public Webhooks(Collection<String> secrets) {
        for (String secret : secrets) {
            // Anybody can sign with an empty secret.
            if (secret != null && !secret.isEmpty()) {
                this.secrets.add(secret);
            }
        }
    }

    List<String> secrets() {
        return secrets;
    }

    /**
     * Returns whether KGiTON sent this webhook: whether the signature matches exactly these bytes
     * and the secret, or one of the secrets. It compares in constant time and never throws.
     */
    public boolean verify(byte[] rawBody, String signature) {
        return rawBody != null
                && whyUnproven(rawBody, signature == null ? List.of() : List.of(signature)) == null;
    }

    /**
     * Verifies a webhook and reads it.
     *
     * @param rawBody the body as received, byte for byte
     * @param signature the header {@link Contract#SIGNATURE_HEADER}; null if it is missing
     * @throws WebhookSignatureException if the webhook is not proven to come from KGiTON
     * @throws KGiTONException with the code {@link ErrorCode#WEBHOOK_PAYLOAD_ERROR} if it is, but
     *     is not JSON, not an event, or lacks properties of one
     */
    public WebhookEvent unwrap(byte[] rawBody, String signature) {
        return unwrapSigned(rawBody, signature == null ? List.of() : List.of(signature));
    }

    /**
     * Verifies a webhook and reads it.
     *
     * @param rawBody the body as received, byte for byte
     * @param headers the headers of the request; their names may be in any case
     * @throws WebhookSignatureException if the webhook is not proven to come from KGiTON
     * @throws KGiTONException with the code {@link ErrorCode#WEBHOOK_PAYLOAD_ERROR} if it is, but
     *     is not JSON, not an event, or lacks properties of one
     */
    public WebhookEvent unwrap(byte[] rawBody, Map<String, List<String>> headers) {
        List<String> signatures = new ArrayList<>();
        headers.forEach(
                (name, values) -> {
                    if (Contract.SIGNATURE_HEADER.equalsIgnoreCase(name)) {
                        signatures.addAll(values);
                    }
                });
        return unwrapSigned(rawBody, signatures);
    }

    private WebhookEvent unwrapSigned(byte[] rawBody, List<String> signatures) {
        WebhookSignatureReason reason =
                rawBody == null
                        ? WebhookSignatureReason.BODY_PARSED
                        : whyUnproven(rawBody, signatures);
        if (reason != null) {
            throw signatureException(reason);
        }
        JsonObject json;
        try {
            json = new JsonObject(Json.parseObject(Json.textOf(rawBody)));
            json.string("event");
        } catch (IllegalArgumentException e) {
            throw payloadException("a missing or wrong event");
        }
        if (!json.string("event").equals(Contract.EVENT_PAYMENT_SUCCESS)) {
            return new UnknownEvent(json);
        }
        try {
            return PaymentSuccessEvent.fromMap(json.raw());
        } catch (PropertyException e) {
            throw payloadException(e.getMessage());
        }
    }

    /**
     * Signs a body as KGiTON does: the HMAC-SHA256 of its exact bytes in lowercase hex, for the
     * header {@link Contract#SIGNATURE_HEADER}. For tests of your endpoint.
     *
     * @throws IllegalArgumentException if the secret is empty
     */
    public static String sign(byte[] rawBody, String secret) {
        return new String(macOf(rawBody, secret), StandardCharsets.US_ASCII);
    }

    /**
     * Returns the status with which to respond to a webhook that {@link #unwrap} refused: 401 if it
     * is not proven to come from KGiTON, and 500 otherwise, after which KGiTON delivers it again. A
     * missing secret and a body that was read before are mistakes of your server, so they are a
     * 500: no payment is lost once they are fixed.
     */
    public static int statusOf(KGiTONException refused) {
        if (!(refused instanceof WebhookSignatureException)) {
            return 500;
        }
        switch (((WebhookSignatureException) refused).getReason()) {
            case BODY_PARSED:
            case NO_SECRET:
                return 500;
            default:
                return 401;
        }
    }

    /** Returns why the webhook is not proven to come from KGiTON; null if it is. */
    private WebhookSignatureReason whyUnproven(byte[] rawBody, List<String> signatures) {
        if (secrets.isEmpty()) {
            return WebhookSignatureReason.NO_SECRET;
        }
        if (signatures.isEmpty() || signatures.size() == 1 && signatures.get(0).isEmpty()) {
            return WebhookSignatureReason.NO_SIGNATURE;
        }
        if (signatures.size() > 1 || !isSignature(signatures.get(0))) {
            return WebhookSignatureReason.MALFORMED_SIGNATURE;
        }
        WebhookSignatureReason reason = WebhookSignatureReason.MISMATCH;
        byte[] given = signatures.get(0).getBytes(StandardCharsets.US_ASCII);
        for (String secret : secrets) {
            if (MessageDigest.isEqual(macOf(rawBody, secret), given)) {
                return null;
            }
            if (!secret.equals(secret.strip())) {
                reason = WebhookSignatureReason.SECRET_WHITE_SPACE;
            }
        }
        return reason;
    }

    private static byte[] macOf(byte[] rawBody, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return hexOf(mac.doFinal(rawBody));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hexOf(byte[] bytes) {
        byte[] hex = new byte[bytes.length * 2];
        for (int i = 0; i < bytes.length; i++) {
            hex[2 * i] = HEX[bytes[i] >> 4 & 15];
            hex[2 * i + 1] = HEX[bytes[i] & 15];
        }
        return hex;
    }

    private static boolean isSignature(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return text.length() == LENGTH;
    }

    private static WebhookSignatureException signatureException(WebhookSignatureReason reason) {
        KGiTONException.Details details = new KGiTONException.Details();
        details.code = ErrorCode.WEBHOOK_SIGNATURE_ERROR.name();
        details.message = messageOf(reason);
        return new WebhookSignatureException(details, reason);
    }

    private static String messageOf(WebhookSignatureReason reason) {
        String header = "The header " + Contract.SIGNATURE_HEADER;
        switch (reason) {
            case BODY_PARSED:
                return "The body was already read: read it only once, and pass its bytes.";
            case NO_SECRET:
                return "No webhook secret: pass it, or set KGITON_WEBHOOK_SECRET.";
            case NO_SIGNATURE:
                return header + " is missing.";
            case MALFORMED_SIGNATURE:
                return header + " is not 64 lowercase hex digits.";
            case SECRET_WHITE_SPACE:
                return "The signature does not match, and the secret has surrounding white space:"
                        + " trim it.";
            default:
                return "The signature does not match: the body was changed, or the secret is"
                        + " wrong.";
        }
    }

    private static KGiTONException payloadException(String problem) {
        KGiTONException.Details details = new KGiTONException.Details();
        details.code = ErrorCode.WEBHOOK_PAYLOAD_ERROR.name();
        details.message = "The signature matches, but the body is not an event: " + problem + ".";
        return new KGiTONException(details);
    }
}
