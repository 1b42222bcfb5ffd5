package io.mockagents.reloaded;

import java.util.concurrent.atomic.AtomicInteger;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.RunRequest;
import io.mockagents.conversation.ConversationMessages;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An application that a class loader of its own loads, once or several times.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class HelpdeskApplication {

	/**
	 * Start with spring-boot-devtools, restart, and end the virtual machine after the
	 * second answer.
	 */
	public static void main(String[] args) {
		System.out.println(HelpdeskApplication.class.getClassLoader().getClass().getSimpleName() + ": " + ask(args));
		AtomicInteger starts = (AtomicInteger) Restarter.getInstance().getOrAddAttribute("starts", AtomicInteger::new);
		if (starts.incrementAndGet() < 2) {
			Restarter.getInstance().restart();
		}
		else {
			System.exit(0);
		}
	}

	/**
	 * Start, ask an agent with a tool of this application, and close.
	 * @param args the settings of the application
	 * @return the agent's answer, the number of rows and that of notes
	 */
	public static String ask(String... args) {
		SpringApplication application = new SpringApplication(HelpdeskApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run(args)) {
			context.getBean(Notes.class).save(new Note("s"));
			FunctionTool submitPatch = FunctionTool.builder("submit_patch")
				.parameters(Patch.class)
				.function((tool, arguments) -> new Verdict(true, arguments.as(Patch.class).description(), "Add it"))
				.build();
			Object answer = context.getBean(AgentRunner.class)
				.run(RunRequest.builder(Agent.builder("Helper").tools(submitPatch).build(), "Add a docstring")
					.sessionId("s")
					.build())
				.finalOutput();
			ConversationMessages messages = context.getBean(ConversationMessages.class);
			int rows = messages.findBySession("s").size();
			messages.deleteBySession("s");
			return rows + " rows, " + context.getBean(Notes.class).findAll().size() + " note, " + answer;
		}
	}

	record Patch(String patch, String description) {
	}

	record Verdict(boolean approved, String reasoning, String commitMessage) {
	}

}
