package com.kgiton.payments.spring;

import com.kgiton.payments.KGiTON;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.util.StringUtils;

import java.util.stream.Stream;

/**
 * Makes the bean {@link KGiTON} from the properties {@code kgiton.*}, unless the application has
 * one of its own.
 */
@AutoConfiguration
@EnableConfigurationProperties(KGiTONProperties.class)
public class KGiTONAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    KGiTON kgiton(KGiTONProperties properties) {
        if (!StringUtils.hasText(properties.apiKey())) {
            throw new ConfigurationException(
                    "KGiTON has no API key.",
                    "Set the property kgiton.api-key or the environment variable KGITON_API_KEY."
                            + " For a sandbox, set kgiton.base-url, too, and use any API key that"
                            + " begins with kgiton_.");
        }
        KGiTON.Builder builder =
                KGiTON.builder()
                        .apiKey(properties.apiKey().trim())
                        .webhookSecret(
                                Stream.of(
                                                properties.webhookSecret(),
                                                properties.previousWebhookSecret())
                                        .filter(StringUtils::hasText)
                                        .map(String::trim)
                                        .toArray(String[]::new));
        if (properties.baseUrl() != null) {
            builder.baseUrl(properties.baseUrl());
        }
        if (properties.timeout() != null) {
            builder.timeout(properties.timeout());
        }
        if (properties.maxRetries() != null) {
            builder.maxRetries(properties.maxRetries());
        }
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "A property kgiton.* has a value that cannot work: " + e.getMessage() + ".",
                    "Correct it where you set it: in application.properties, in an environment"
                            + " variable, or elsewhere.");
        }
    }
}
