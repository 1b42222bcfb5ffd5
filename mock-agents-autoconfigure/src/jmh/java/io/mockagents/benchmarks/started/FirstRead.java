package io.mockagents.benchmarks.started;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

import io.mockagents.conversation.ConversationMessages;

import org.springframework.context.ApplicationContext;

/**
 * Reads rows for the first time.
 */
final class FirstRead {

	private FirstRead() {
	}

	static void measure(ApplicationContext context) {
		ConversationMessages messages = context.getBean(ConversationMessages.class);
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long cpu = threads.getCurrentThreadCpuTime();
		long started = System.nanoTime();
		int rows = messages.findBySession("first").size();
		System.out.printf("%nREAD %d CPU %d ROWS %d%n", (System.nanoTime() - started) / 1_000_000,
				(threads.getCurrentThreadCpuTime() - cpu) / 1_000_000, rows);
		// For the next start
		messages.addUserMessage("first", "first", "Hi");
	}

}
