/**
 * The client of KGiTON Partner Payment, for servers: QRIS codes and checkout pages in one call,
 * retries that never take a second token, and verified webhooks. Start with {@link
 * com.kgiton.payments.KGiTON}.
 *
 * <p>Every error of a call is a {@link com.kgiton.payments.KGiTONException}. An option or an
 * argument that cannot work is an {@link java.lang.IllegalArgumentException} instead.
 */
package com.kgiton.payments;
