package com.kgiton.payments.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Passes a {@link SandboxAccount} to each test of JUnit 5 or newer that has a parameter of this
 * type. The methods before and after a test get the same one, and those before and after all tests
 * one of their own.
 *
 * <pre>{@code
 * @ExtendWith(SandboxExtension.class)
 * class OrderTest {
 *     @Test
 *     void anOrderIsPaid(SandboxAccount account) { ... }
 * }
 * }</pre>
 */
@SuppressWarnings("exports")
public final class SandboxExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SandboxExtension.class);

    /** Made by JUnit. */
    public SandboxExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == SandboxAccount.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(NAMESPACE)
                .getOrComputeIfAbsent(test.getUniqueId(), id -> SandboxAccount.create());
    }
}
