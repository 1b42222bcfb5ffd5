package io.mockagents.test;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Gives each test its {@link AgentScript}, lets its threads work for it, and checks at
 * its end that all runs were scripted and all scripts used up. Registered by
 * {@link MockAgentsTest}.
 */
public final class MockAgentsExtension
		implements BeforeEachCallback, AfterEachCallback, ParameterResolver, InvocationInterceptor {

	private static final Namespace NAMESPACE = Namespace.create(MockAgentsExtension.class);

	/**
	 * Create the extension.
	 */
	public MockAgentsExtension() {
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		RunningTest test = RunningTest.start(name(context), context.getRequiredTestClass());
		context.getStore(NAMESPACE).put(RunningTest.class, test);
		test.fallback(PlayAnnotations.find(elements(context)));
		TestIdentity.set(test.id());
		if (SpringTests.isSpring(context)) {
			SpringTests.bind(test, context);
		}
	}

	private static String name(ExtensionContext context) {
		String method = context.getRequiredTestMethod().getName();
		String display = context.getDisplayName();
		return context.getRequiredTestClass().getSimpleName() + "." + method
				+ (display.startsWith(method) ? "" : " (" + display + ")");
	}

	private static List<AnnotatedElement> elements(ExtensionContext context) {
		List<AnnotatedElement> elements = new ArrayList<>();
		elements.add(context.getRequiredTestMethod());
		Class<?> type = context.getRequiredTestClass();
		while (type != null) {
			elements.add(type);
			type = type.getEnclosingClass();
		}
		return elements;
	}

	@Override
	public void afterEach(ExtensionContext context) {
		RunningTest test = find(context);
		TestIdentity.set(null);
		if (test != null) {
			test.end();
			test.verify(context.getExecutionException().orElse(null));
		}
	}

	private static @Nullable RunningTest find(ExtensionContext context) {
		return context.getStore(NAMESPACE).get(RunningTest.class, RunningTest.class);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return type == AgentScript.class || type == CrashPoints.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		RunningTest test = find(context);
		if (test == null || parameter.getDeclaringExecutable() instanceof Constructor) {
			throw new ParameterResolutionException("AgentScript belongs to one test: declare it as a parameter of a "
					+ "test, @BeforeEach or @AfterEach method, not of " + parameter.getDeclaringExecutable());
		}
		return (parameter.getParameter().getType() == CrashPoints.class) ? new CrashPoints(test) : test.script();
	}

	@Override
	public void interceptTestMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> invocationContext, ExtensionContext context) throws Throwable {
		intercept(invocation, context);
	}

	@Override
	public void interceptTestTemplateMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> invocationContext, ExtensionContext context) throws Throwable {
		intercept(invocation, context);
	}

	@Override
	public void interceptBeforeEachMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> invocationContext, ExtensionContext context) throws Throwable {
		intercept(invocation, context);
	}

	@Override
	public void interceptAfterEachMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> invocationContext, ExtensionContext context) throws Throwable {
		intercept(invocation, context);
	}

	/**
	 * Let the thread that runs a method work for the test: a timeout may bring another.
	 */
	private static void intercept(Invocation<@Nullable Void> invocation, ExtensionContext context) throws Throwable {
		RunningTest test = find(context);
		TestIdentity.with((test != null) ? test.id() : null, invocation::proceed);
	}

}
