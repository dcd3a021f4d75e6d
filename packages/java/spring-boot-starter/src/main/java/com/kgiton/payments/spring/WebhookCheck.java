package com.kgiton.payments.spring;

import com.kgiton.payments.KGiTON;
import com.kgiton.payments.WebhookSignatureException;
import com.kgiton.payments.WebhookSignatureReason;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Finds at the start what would otherwise fail with the first payment. */
class WebhookCheck implements SmartInitializingSingleton {
    private final ObjectProvider<RequestMappingHandlerMapping> mappings;
    private final ObjectProvider<KGiTON> kgiton;

    WebhookCheck(
            ObjectProvider<RequestMappingHandlerMapping> mappings, ObjectProvider<KGiTON> kgiton) {
        this.mappings = mappings;
        this.kgiton = kgiton;
    }

    @Override
    public void afterSingletonsInstantiated() {
        mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().values().stream())
                .forEach(
                        method ->
                                EventArgumentResolver.eventOf(method)
                                        .ifPresent(parameter -> check(method, parameter)));
    }

    private void check(HandlerMethod method, MethodParameter parameter) {
        if (parameter.hasParameterAnnotation(RequestBody.class)) {
            throw new ConfigurationException(
                    "The event of "
                            + method.getShortLogMessage()
                            + " is a @RequestBody, which would not be verified.",
                    "Remove @RequestBody: a parameter of this type gets the event of a verified"
                            + " webhook.");
        }
        if (!hasSecret()) {
            throw new ConfigurationException(
                    method.getShortLogMessage()
                            + " takes webhooks, and KGiTON has no webhook secret.",
                    "Set the property kgiton.webhook-secret or the environment variable"
                            + " KGITON_WEBHOOK_SECRET.");
        }
    }

    private boolean hasSecret() {
        try {
            kgiton.getObject().webhooks().unwrap(new byte[0], (String) null);
            return true;
        } catch (WebhookSignatureException e) {
            return e.getReason() != WebhookSignatureReason.NO_SECRET;
        }
    }
}
