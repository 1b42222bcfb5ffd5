package io.mockagents.autoconfigure;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.RunState;
import io.mockagents.mock.MockAgentRunner;
import io.mockagents.recording.live.RunRecorder;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ReflectionUtils;

/**
 * Lets a recorder take part in the runs of every {@link AgentRunner} of the application
 * but the mock's. A runner becomes a proxy of its own class, so that it is injected
 * wherever it was; one whose class cannot be extended becomes a proxy of its interfaces,
 * if it is declared as an interface, and is otherwise left alone.
 */
final class RunRecordingPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private static final long serialVersionUID = 1L;

	private static final Log logger = LogFactory.getLog(RunRecordingPostProcessor.class);

	private final transient Map<String, Object> earlyReferences = new ConcurrentHashMap<>();

	RunRecordingPostProcessor(Supplier<RunRecorder> recorder) {
		setProxyTargetClass(true);
		setBeforeExistingAdvisors(true);
		this.advisor = new DefaultPointcutAdvisor(new RunMethods(), new RunInterceptor(recorder));
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		this.earlyReferences.put(beanName, bean);
		return super.postProcessAfterInitialization(bean, beanName);
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (this.earlyReferences.remove(beanName) == bean) ? bean
				: super.postProcessAfterInitialization(bean, beanName);
	}

	@Override
	protected boolean isEligible(Class<?> type) {
		return isRecorded(type) && isExtensible(type);
	}

	@Override
	protected boolean isEligible(Object bean, String beanName) {
		Class<?> type = bean.getClass();
		if (!isRecorded(type)) {
			return false;
		}
		if (isExtensible(type) || Proxy.isProxyClass(type) || isDeclaredAsInterface(beanName)) {
			return true;
		}
		logger.warn("The runs of AgentRunner bean '" + beanName + "' are not recorded, because its class "
				+ type.getName() + " cannot be extended. Declare the bean as an AgentRunner, or make the class, its "
				+ "methods and one of its constructors extensible");
		return false;
	}

	private static boolean isRecorded(Class<?> type) {
		return AgentRunner.class.isAssignableFrom(type) && !MockAgentRunner.class.isAssignableFrom(type);
	}

	/**
	 * Whether a class can be extended so that all of its methods reach the object behind
	 * the proxy.
	 */
	private static boolean isExtensible(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers()) || type.isHidden()
				|| Arrays.stream(type.getDeclaredConstructors())
					.map(Constructor::getModifiers)
					.allMatch(Modifier::isPrivate)) {
			return false;
		}
		for (Method method : ReflectionUtils.getAllDeclaredMethods(type)) {
			int modifiers = method.getModifiers();
			if (Modifier.isFinal(modifiers) && !Modifier.isStatic(modifiers) && !Modifier.isPrivate(modifiers)
					&& method.getDeclaringClass() != Object.class) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether the class of a bean was never exposed.
	 */
	private boolean isDeclaredAsInterface(String beanName) {
		if (this.beanFactory == null || !this.beanFactory.containsBeanDefinition(beanName)) {
			return false;
		}
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
		if (!(definition instanceof RootBeanDefinition root)) {
			return false;
		}
		Method factory = root.getResolvedFactoryMethod();
		Class<?> declared = (factory != null) ? factory.getReturnType()
				: root.hasBeanClass() ? root.getBeanClass() : null;
		return declared != null && declared.isInterface();
	}

	@Override
	protected ProxyFactory prepareProxyFactory(Object bean, String beanName) {
		ProxyFactory factory = super.prepareProxyFactory(bean, beanName);
		if (!isExtensible(bean.getClass())) {
			factory.setProxyTargetClass(false);
		}
		return factory;
	}

	/**
	 * Return what a method of a runner is asked to run, or {@code null} if it runs
	 * nothing.
	 */
	private static @Nullable RunRequest request(@Nullable Object[] arguments) {
		if (arguments.length == 1) {
			return (arguments[0] instanceof RunRequest request) ? request : null;
		}
		if (arguments.length == 2 && arguments[0] instanceof Agent agent) {
			return (arguments[1] instanceof String input) ? RunRequest.of(agent, input)
					: (arguments[1] instanceof RunState state) ? RunRequest.builder(agent, RunInput.of(state)).build()
							: null;
		}
		return null;
	}

	/**
	 * The methods of {@link AgentRunner}.
	 */
	private static final class RunMethods extends StaticMethodMatcherPointcut {

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return ReflectionUtils.findMethod(AgentRunner.class, method.getName(), method.getParameterTypes()) != null;
		}

	}

	/**
	 * Records the runs.
	 */
	private static final class RunInterceptor implements MethodInterceptor {

		private final Supplier<RunRecorder> recorder;

		RunInterceptor(Supplier<RunRecorder> recorder) {
			this.recorder = recorder;
		}

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			RunRequest request = request(invocation.getArguments());
			if (request == null) {
				return invocation.proceed();
			}
			return RunResultStreaming.class.isAssignableFrom(invocation.getMethod().getReturnType())
					? this.recorder.get().streamed(request, () -> proceed(invocation, RunResultStreaming.class))
					: this.recorder.get().blocking(request, () -> proceed(invocation, RunResult.class));
		}

		@SuppressWarnings("NullAway") // a runner that is a stub may give nothing
		private static <T> T proceed(MethodInvocation invocation, Class<T> type) {
			try {
				return type.cast(invocation.proceed());
			}
			catch (RuntimeException | Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw new UndeclaredThrowableException(ex);
			}
		}

	}

}
