package com.example;

import static org.springframework.security.config.Customizer.withDefaults;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@Configuration
class SecurityConfiguration {
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(
                        requests ->
                                requests
                                        // KGiTON has no login: the signature is its proof.
                                        .requestMatchers("/webhook/payment")
                                        .permitAll()
                                        .anyRequest()
                                        .authenticated())
                // KGiTON has no token of a form, either.
                .csrf(csrf -> csrf.ignoringRequestMatchers("/webhook/payment"))
                .httpBasic(withDefaults())
                .build();
    }
}
