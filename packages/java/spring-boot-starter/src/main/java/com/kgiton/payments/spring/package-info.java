/**
 * KGiTON Partner Payment for Spring Boot: the bean {@link com.kgiton.payments.KGiTON} from the
 * properties {@code kgiton.*}, and verified webhooks as parameters of controllers.
 */
package com.kgiton.payments.spring;
