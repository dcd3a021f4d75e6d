package com.example;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application of the README, with Spring Security. */
@SpringBootApplication
public class Application {}
