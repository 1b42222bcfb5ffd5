package io.mockagents.autoconfigure;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunState;
import io.mockagents.mock.MockAgentRunner;
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
 * Lets an advice take part in the runs of every {@link AgentRunner} of the application
 * but the mock's. A runner becomes a proxy of its own class, so that it is injected
 * wherever it was; one whose class cannot be extended becomes a proxy of its interfaces,
 * if it is declared as an interface, and is otherwise left alone.
 */
final class RunAdvicePostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private static final long serialVersionUID = 1L;

	private static final Log logger = LogFactory.getLog(RunAdvicePostProcessor.class);

	private final transient Map<String, Object> earlyReferences = new ConcurrentHashMap<>();

	private final String participle;

	/**
	 * Create a post-processor.
	 * @param participle what becomes of the runs, for the warning that it does not
	 * @param advice takes part in the runs
	 */
	RunAdvicePostProcessor(String participle, RunAdvice advice) {
		this.participle = participle;
		setProxyTargetClass(true);
		setBeforeExistingAdvisors(true);
		this.advisor = new DefaultPointcutAdvisor(new RunMethods(), new RunInterceptor(advice));
	}

	private RunAdvicePostProcessor() {
		this.participle = "";
	}

	/**
	 * Return a post-processor that leaves all runners alone.
	 */
	static RunAdvicePostProcessor inactive() {
		return new RunAdvicePostProcessor();
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
		return isAdvised(type) && isExtensible(type);
	}

	@Override
	protected boolean isEligible(Object bean, String beanName) {
		Class<?> type = bean.getClass();
		if (!isAdvised(type)) {
			return false;
		}
		if (isExtensible(type) || Proxy.isProxyClass(type) || isDeclaredAsInterface(beanName)) {
			return true;
		}
		logger.warn("The runs of AgentRunner bean '" + beanName + "' are not " + this.participle
				+ ", because its class " + type.getName()
				+ " cannot be extended. Declare the bean as an AgentRunner, or make the class, its "
				+ "methods and one of its constructors extensible");
		return false;
	}

	private static boolean isAdvised(Class<?> type) {
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
	 * Takes part in runs.
	 */
	@FunctionalInterface
	interface RunAdvice {

		/**
		 * Run, or do something in its place.
		 * @param request what is run
		 * @param invocation the call of the runner
		 * @return what the call returns
		 * @throws Throwable what the call throws
		 */
		@Nullable Object around(RunRequest request, MethodInvocation invocation) throws Throwable;

	}

	/**
	 * Passes runs on to an advice.
	 */
	private static final class RunInterceptor implements MethodInterceptor {

		private final RunAdvice advice;

		RunInterceptor(RunAdvice advice) {
			this.advice = advice;
		}

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			RunRequest request = request(invocation.getArguments());
			return (request != null) ? this.advice.around(request, invocation) : invocation.proceed();
		}

	}

}
