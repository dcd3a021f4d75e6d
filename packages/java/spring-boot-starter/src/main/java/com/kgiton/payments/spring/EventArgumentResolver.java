package com.kgiton.payments.spring;

import com.kgiton.payments.WebhookEvent;

import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

import java.util.Arrays;
import java.util.Optional;

/** Passes the event that {@link WebhookInterceptor} has verified. */
class EventArgumentResolver implements HandlerMethodArgumentResolver {
    /** The attribute of the request that holds the event. */
    static final String ATTRIBUTE = WebhookEvent.class.getName();

    /** Returns the parameter that takes the event of a webhook, if the method has one. */
    static Optional<MethodParameter> eventOf(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .filter(
                        parameter ->
                                WebhookEvent.class.isAssignableFrom(parameter.getParameterType()))
                .findFirst();
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return WebhookEvent.class.isAssignableFrom(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            ModelAndViewContainer container,
            NativeWebRequest request,
            WebDataBinderFactory binderFactory) {
        Object event = request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        if (event == null) {
            throw new IllegalStateException(
                    "expected the interceptor of KGiTON's webhooks to run: do not exclude it");
        }
        return event;
    }
}
