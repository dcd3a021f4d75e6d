/**
 * Helpers for tests: an account of the sandbox for each test, all of its control API, and signed
 * webhooks. Only {@link com.kgiton.payments.testing.SandboxExtension} needs JUnit.
 */
package com.kgiton.payments.testing;
