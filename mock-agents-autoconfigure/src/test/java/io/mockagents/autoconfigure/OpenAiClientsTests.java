package io.mockagents.autoconfigure;

import java.util.function.Consumer;

import com.openai.client.OpenAIClient;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.test.tools.SourceFile;
import org.springframework.core.test.tools.TestCompiler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OpenAiClients}. Libraries that bring reactive ones along are compiled
 * stand-ins of their classes.
 */
class OpenAiClientsTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	@Test
	void libraryWithoutBeansIsNamed() {
		assertThat(OpenAiClients.describe(this.beanFactory)).containsExactly("openai-java");
	}

	@Test
	void nothingIsNamedWithoutALibrary() {
		this.beanFactory.setBeanClassLoader(new FilteredClassLoader("com.openai"));
		assertThat(OpenAiClients.describe(this.beanFactory)).isEmpty();
	}

	@Test
	void beanOfALibraryIsNamedWithoutBeingInstantiated() {
		define("client", OpenAIClient.class);
		define("unrelated", String.class);
		assertThat(OpenAiClients.describe(this.beanFactory)).containsExactly("openai-java ('client')");
	}

	@Test
	void beanOfAParentIsNamed() {
		define("client", OpenAIClient.class);
		assertThat(OpenAiClients.describe(new DefaultListableBeanFactory(this.beanFactory)))
			.containsExactly("openai-java ('client')");
	}

	@Test
	void mockOfMockitoIsNotNamed() {
		this.beanFactory.registerSingleton("client", Mockito.mock(OpenAIClient.class));
		assertThat(OpenAiClients.describe(this.beanFactory)).containsExactly("openai-java");
	}

	@Test
	void modelsOfSpringAiAreNamed() {
		compiled("org.springframework.ai.openai", (classLoader) -> {
			define("chat", load("org.springframework.ai.openai.OpenAiChatModel", classLoader));
			define("embedding", load("org.springframework.ai.openai.OpenAiEmbeddingModel", classLoader));
			define("options", load("org.springframework.ai.openai.OpenAiChatOptions", classLoader));
			assertThat(OpenAiClients.describe(this.beanFactory)).containsExactly("openai-java",
					"Spring AI ('chat', 'embedding')");
		});
	}

	@Test
	void modelsOfLangChain4jAreNamed() {
		compiled("dev.langchain4j.model.openai", (classLoader) -> {
			define("chat", load("dev.langchain4j.model.openai.OpenAiChatModel", classLoader));
			assertThat(OpenAiClients.describe(this.beanFactory)).containsExactly("openai-java", "LangChain4j ('chat')");
		});
	}

	private <T> void define(String name, Class<T> type) {
		this.beanFactory.registerBeanDefinition(name, new RootBeanDefinition(type, () -> {
			throw new IllegalStateException(name + " was instantiated");
		}));
	}

	private void compiled(String packageName, Consumer<ClassLoader> consumer) {
		TestCompiler.forSystem()
			.withSources(source(packageName, "OpenAiChatModel"), source(packageName, "OpenAiEmbeddingModel"),
					source(packageName, "OpenAiChatOptions"))
			.compile((compiled) -> {
				this.beanFactory.setBeanClassLoader(compiled.getClassLoader());
				consumer.accept(compiled.getClassLoader());
			});
	}

	private static SourceFile source(String packageName, String name) {
		return SourceFile.of("package " + packageName + ";\npublic class " + name + " {}\n");
	}

	private static Class<?> load(String name, ClassLoader classLoader) {
		try {
			return classLoader.loadClass(name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
