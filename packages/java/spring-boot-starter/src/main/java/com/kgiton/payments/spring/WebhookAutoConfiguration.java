package com.kgiton.payments.spring;

import com.kgiton.payments.KGiTON;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import java.util.List;

/**
 * Verifies each webhook before a method of a controller gets it as a parameter of the type {@link
 * com.kgiton.payments.WebhookEvent} or {@link com.kgiton.payments.PaymentSuccessEvent}.
 */
@AutoConfiguration(after = KGiTONAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(WebMvcConfigurer.class)
public class WebhookAutoConfiguration {
    @Bean
    WebMvcConfigurer kgitonWebhooks(ObjectProvider<KGiTON> kgiton) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new WebhookInterceptor(kgiton))
                        .order(Ordered.HIGHEST_PRECEDENCE);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new EventArgumentResolver());
            }
        };
    }

    @Bean
    SmartInitializingSingleton kgitonWebhookCheck(
            ObjectProvider<RequestMappingHandlerMapping> mappings, ObjectProvider<KGiTON> kgiton) {
        return new WebhookCheck(mappings, kgiton);
    }
}
