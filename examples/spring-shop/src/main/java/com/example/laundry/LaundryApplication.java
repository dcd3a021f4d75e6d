package com.example.laundry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
public class LaundryApplication {
    public static void main(String[] args) {
        SpringApplication.run(LaundryApplication.class, args);
    }
}
