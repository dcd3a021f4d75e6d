package com.kgiton.payments;

import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;

import javax.net.ssl.SSLException;

/** Why there was no response. */
final class Failure {
    final String reason;

    /** Whether the request cannot have reached a server. */
    final boolean isUnsent;

    /**
     * Whether a retry is pointless until somebody fixes the certificate, the protocol or the host
     * name.
     */
    final boolean isPermanent;

    private Failure(String reason, boolean isUnsent, boolean isPermanent) {
        this.reason = reason;
        this.isUnsent = isUnsent;
        this.isPermanent = isPermanent;
    }

    static Failure of(Throwable cause) {
        if (has(cause, CertificateException.class)) {
            String advice =
                    "; add its authority to the trust store of Java (javax.net.ssl.trustStore)";
            return new Failure(wordsOf(cause) + advice, true, true);
        }
        // Java 11 wraps it.
        if (has(cause, SSLException.class) && wordsOf(cause).contains("SSL message")) {
            return new Failure(wordsOf(cause) + "; is the base URL http, not https?", true, true);
        }
        if (has(cause, UnresolvedAddressException.class)) {
            // Java remembers for ten seconds that a host name could not be looked up.
            return new Failure("the host name is unknown", true, true);
        }
        if (has(cause, ConnectException.class)) {
            return new Failure(wordsOf(cause), true, false);
        }
        return new Failure(wordsOf(cause), false, false);
    }

    private static boolean has(Throwable cause, Class<? extends Throwable> type) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The first message of the cause and of what it wraps, on one line; that of a refused
     * connection is often null.
     */
    private static String wordsOf(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each.getMessage() != null && !each.getMessage().isBlank()) {
                return each.getMessage().trim().replaceAll("\\s+", " ");
            }
        }
        return cause instanceof ConnectException
                ? "no connection"
                : cause.getClass().getSimpleName();
    }
}
