package com.example.laundry;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties of this shop. Those of the KGiTON client begin with {@code kgiton}.
 *
 * @param licenseKey the license key whose tokens pay for payments
 * @param publicUrl where KGiTON reaches this shop
 */
@ConfigurationProperties("shop")
record ShopProperties(String licenseKey, String publicUrl) {}
