package com.example.laundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class StartTest {
    @Test
    void theShopSaysWhatToSetAndDoesNotStartWithoutAnApiKey(CapturedOutput output) {
        String[] arguments = {
            "--spring.main.web-application-type=none",
            "--spring.datasource.url=jdbc:h2:mem:start",
            "--shop.license-key=none",
            "--shop.public-url=http://localhost",
            "--kgiton.api-key=",
        };
        assertThatThrownBy(() -> SpringApplication.run(LaundryApplication.class, arguments))
                .isInstanceOf(Exception.class);
        assertThat(output)
                .contains(
                        "Set the property kgiton.api-key or the environment variable"
                                + " KGITON_API_KEY.");
    }
}
