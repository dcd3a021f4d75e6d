package com.kgiton.payments.spring;

import com.kgiton.payments.Contract;
import com.kgiton.payments.KGiTON;
import com.kgiton.payments.KGiTONException;
import com.kgiton.payments.WebhookEvent;
import com.kgiton.payments.Webhooks;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Reads the raw body, because the signature covers its exact bytes, and verifies it before the
 * method of a controller runs. It refuses a webhook by itself: no exception handler of the
 * application can turn that into a success.
 */
class WebhookInterceptor implements HandlerInterceptor {
    /** How long a body may be. No webhook of KGiTON is longer. */
    static final int LONGEST_BODY = 1 << 20;

    private static final System.Logger LOGGER = System.getLogger("com.kgiton.payments");

    private final ObjectProvider<KGiTON> kgiton;

    WebhookInterceptor(ObjectProvider<KGiTON> kgiton) {
        this.kgiton = kgiton;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        MethodParameter parameter =
                handler instanceof HandlerMethod method
                        ? EventArgumentResolver.eventOf(method).orElse(null)
                        : null;
        // The attribute is there when Spring dispatches the request again, for a method that
        // responds asynchronously.
        if (parameter == null || request.getAttribute(EventArgumentResolver.ATTRIBUTE) != null) {
            return true;
        }
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            return refuse(response, 413, "the body is longer than " + LONGEST_BODY + " bytes");
        }
        WebhookEvent event;
        try {
            event =
                    kgiton.getObject()
                            .webhooks()
                            .unwrap(wasRead(request, body) ? null : body, headers(request));
        } catch (KGiTONException e) {
            return refuse(response, Webhooks.statusOf(e), e.getMessage());
        }
        if (!parameter.getParameterType().isInstance(event)) {
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "A webhook is acknowledged and ignored: its event is new.");
            return false;
        }
        request.setAttribute(EventArgumentResolver.ATTRIBUTE, event);
        return true;
    }

    /** Whether a filter has read the body before. */
    private static boolean wasRead(HttpServletRequest request, byte[] body) {
        return body.length == 0 && request.getContentLengthLong() > 0;
    }

    private static Map<String, List<String>> headers(HttpServletRequest request) {
        return Map.of(
                Contract.SIGNATURE_HEADER,
                Collections.list(request.getHeaders(Contract.SIGNATURE_HEADER)));
    }

    private static boolean refuse(HttpServletResponse response, int status, String reason) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "A webhook is refused with status {0}: {1}",
                status,
                reason);
        response.setStatus(status);
        return false;
    }
}
