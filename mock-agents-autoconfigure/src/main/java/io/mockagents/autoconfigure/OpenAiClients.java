package io.mockagents.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Libraries by which an application asks OpenAI's API without an {@code AgentRunner}.
 */
enum OpenAiClients {

	OPENAI_JAVA("openai-java", "com.openai.client.OpenAIClient"),

	SPRING_AI("Spring AI", "org.springframework.ai.openai.OpenAiChatModel"),

	LANGCHAIN4J("LangChain4j", "dev.langchain4j.model.openai.OpenAiChatModel",
			"dev.langchain4j.model.openaiofficial.OpenAiOfficialChatModel");

	private static final Set<String> SUFFIXES = Set.of("Client", "ClientAsync", "Model");

	private final String library;

	private final List<String> types;

	OpenAiClients(String library, String... types) {
		this.library = library;
		this.types = List.of(types);
	}

	/**
	 * Describe the libraries on the class path, each with the names of its beans. Nothing
	 * is instantiated: a bean that does not exist yet is found if its definition has its
	 * type.
	 * @param beanFactory the factory of the application
	 * @return the descriptions, empty if there is no such library
	 */
	static List<String> describe(ListableBeanFactory beanFactory) {
		ClassLoader classLoader = (beanFactory instanceof ConfigurableBeanFactory configurable)
				? configurable.getBeanClassLoader() : null;
		return Arrays.stream(values())
			.filter((client) -> client.types.stream().anyMatch((type) -> ClassUtils.isPresent(type, classLoader)))
			.map((client) -> client.describe(client.beans(beanFactory)))
			.toList();
	}

	private String describe(List<String> beans) {
		return beans.isEmpty() ? this.library : this.library + " ('" + String.join("', '", beans) + "')";
	}

	private List<String> beans(ListableBeanFactory beanFactory) {
		List<String> beans = new ArrayList<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, Object.class, true,
				false)) {
			Class<?> type = beanFactory.getType(name, false);
			if (type != null && !TestClasses.isMockitoMock(type) && isClient(type)) {
				beans.add(name);
			}
		}
		return beans;
	}

	private boolean isClient(Class<?> type) {
		Set<Class<?>> all = new LinkedHashSet<>(ClassUtils.getAllInterfacesForClassAsSet(type));
		for (Class<?> current = type; current != null; current = current.getSuperclass()) {
			all.add(current);
		}
		return all.stream()
			.anyMatch((candidate) -> SUFFIXES.stream().anyMatch(candidate.getSimpleName()::endsWith)
					&& this.types.stream()
						.map(ClassUtils::getPackageName)
						.anyMatch(candidate.getPackageName()::equals));
	}

}
