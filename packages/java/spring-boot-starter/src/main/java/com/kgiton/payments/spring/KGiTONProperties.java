package com.kgiton.payments.spring;

import org.springframework.boot.context.properties.ConfigurationProperties;

import java.time.Duration;

/**
 * The properties of the client. Each can be an environment variable, too: KGITON_API_KEY is {@code
 * kgiton.api-key}.
 *
 * @param apiKey Your API key. Keep it on your server.
 * @param baseUrl Base URL of the API. The default is KGiTON's.
 * @param webhookSecret Your webhook secret.
 * @param previousWebhookSecret Your webhook secret before the current one, while you rotate it.
 * @param timeout How long one attempt may take until its whole response has arrived. The default is
 *     30 seconds.
 * @param maxRetries How often a request is retried after a temporary failure. The default is 2.
 */
@ConfigurationProperties("kgiton")
record KGiTONProperties(
        String apiKey,
        String baseUrl,
        String webhookSecret,
        String previousWebhookSecret,
        Duration timeout,
        Integer maxRetries) {
    /** Names no key and no secret. */
    @Override
    public String toString() {
        return "KGiTONProperties{baseUrl=" + baseUrl + "}";
    }
}
