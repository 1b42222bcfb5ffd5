package io.mockagents.recording;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

import io.mockagents.agent.Agent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunRequest;
import io.mockagents.redaction.Secrets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunIndex}.
 */
class RunIndexTests {

	private static final List<String> AGENTS = List.of("Triage", "Billing");

	private static final List<String> WORDS = List.of("please", "explain", "add a comment", "a", " ", "  ", "\n",
			"```python\nprint(1)\n```", "```\nx\n```\n", Secrets.HIDDEN, "sk-123",
			"a long beginning that many messages have in common: ", "é", "😀");

	private final RunIndex<RecordedRun> index = new RunIndex<>(Function.identity());

	@Property(tries = 2_000)
	void findsWhatComparingEachMessageFinds(@ForAll @LongRange(min = 0) long seed) {
		Random random = new Random(seed);
		List<RecordedRun> runs = new ArrayList<>();
		RunIndex<RecordedRun> index = new RunIndex<>(Function.identity());
		for (int i = 0; i < 60; i++) {
			RecordedRun run = run(i, agent(random), random.nextInt(2),
					(random.nextInt(20) == 0) ? null : message(random));
			runs.add(run);
			index.add(run);
		}
		RunRequest request = RunRequest.builder(Agent.builder(agent(random)).build(), message(random) + message(random))
			.iteration(random.nextInt(2))
			.build();
		assertThat(index.nearest(request).entries()).isEqualTo(compared(runs, request));
	}

	/**
	 * Return the nearest of runs, each of which is compared.
	 */
	private static List<RecordedRun> compared(List<RecordedRun> runs, RunRequest request) {
		String message = request.input().lastUserMessage();
		List<RecordedRun> candidates = runs.stream()
			.filter((run) -> run.startingAgent().name().equals(request.startingAgent().name())
					&& run.iteration() == request.iteration() && run.input() != null
					&& MessageMatch.of(run.input(), message) != null)
			.toList();
		Comparator<RecordedRun> nearness = Comparator.comparing((run) -> MessageMatch.of(run.input(), message));
		Comparator<RecordedRun> length = Comparator
			.comparingInt((run) -> (MessageMatch.of(run.input(), message) == MessageMatch.CONTAINED)
					? -String.valueOf(run.input()).strip().length() : 0);
		Comparator<RecordedRun> order = nearness.thenComparing(length);
		return candidates.stream()
			.min(order)
			.map((nearest) -> candidates.stream().filter((run) -> order.compare(run, nearest) == 0).toList())
			.orElse(List.of());
	}

	@Test
	void laterEntriesFollowWhereTheyComeEquallyNear() {
		RunIndex<RecordedRun> later = new RunIndex<>(Function.identity());
		this.index.add(run(1, "Triage", 0, "please"));
		later.add(run(2, "Triage", 0, "please"));
		later.add(run(3, "Triage", 0, "please explain"));
		RunRequest explain = RunRequest.of(Agent.builder("Triage").build(), "please explain this");
		assertThat(this.index.nearest(explain).or(later.nearest(explain)).entries()).extracting(RecordedRun::number)
			.containsExactly(3);
		RunRequest please = RunRequest.of(Agent.builder("Triage").build(), "please");
		assertThat(this.index.nearest(please).or(later.nearest(please)).entries()).extracting(RecordedRun::number)
			.containsExactly(1, 2);
	}

	@Test
	void longestContainedMessageIsFoundAmongManyWithTheSameBeginning() {
		char[] beginning = new char[1_000];
		Arrays.fill(beginning, 'x');
		for (int i = 0; i < 10_000; i++) {
			this.index.add(run(i, "Triage", 0, new String(beginning) + " number " + i + "."));
		}
		RunRequest request = RunRequest.of(Agent.builder("Triage").build(),
				"Code: " + "y".repeat(10_000) + "\n" + new String(beginning) + " number 4711. Thank you");
		assertThat(this.index.nearest(request).entries()).extracting(RecordedRun::number).containsExactly(4711);
	}

	private static String agent(Random random) {
		return AGENTS.get(random.nextInt(AGENTS.size()));
	}

	private static String message(Random random) {
		StringBuilder message = new StringBuilder();
		for (int i = random.nextInt(4); i >= 0; i--) {
			message.append(WORDS.get(random.nextInt(WORDS.size())));
		}
		return message.toString();
	}

	private static RecordedRun run(int number, String agent, int iteration, String message) {
		RecordedAgent starting = RecordedRunBuilder.agent(agent);
		return RecordedRunBuilder.run(starting)
			.number(number)
			.session(null, iteration)
			.input(message)
			.turns(RecordedRunBuilder.turn(starting)
				.saw(message)
				.frames(List.of(JsonObject.of("type", "response.created")))
				.build())
			.build();
	}

}
