package io.mockagents.sample.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLoader;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A conversation that the production application recorded, with what the model said in
 * it.
 *
 * @param name the name of the recording
 * @param script what the model said, and what the user
 */
record RecordedFlow(String name, JsonObject script) {

	private static final String FOLDER = "production/";

	static List<RecordedFlow> all() {
		return JsonCodec.parseObject(text("manifest.json"))
			.objects("scenarios")
			.stream()
			.map((script) -> new RecordedFlow(script.string("scenario"), script))
			.toList();
	}

	/**
	 * Return what the user said.
	 */
	List<String> prompts() {
		return this.script.array("prompts").stream().map(String.class::cast).toList();
	}

	/**
	 * Return the replies to the requests, in order: to the one that opens the session,
	 * then to each message.
	 */
	@SuppressWarnings("unchecked")
	List<JsonObject> replies() {
		List<JsonObject> replies = (List<JsonObject>) JsonCodec.parse(text(this.name + "/post_replies.json"));
		return replies.stream().map((reply) -> reply.object("body")).toList();
	}

	List<JsonObject> messages() {
		return lines("messages.jsonl");
	}

	List<JsonObject> diffs() {
		return lines("diff_rows.jsonl");
	}

	/**
	 * Return the bodies sent to the model.
	 */
	List<JsonObject> requests() {
		return lines("requests.jsonl").stream().map((request) -> request.object("body")).toList();
	}

	/**
	 * Return what was sent to the sockets.
	 */
	List<JsonObject> emits() {
		return lines("socketio.jsonl");
	}

	/**
	 * Return the runs of an agent as scenarios, in order: each ends with a message.
	 */
	List<Scenario> runs(String agent) {
		List<Scenario> runs = new ArrayList<>();
		List<JsonObject> turns = new ArrayList<>();
		for (JsonObject turn : this.script.objects("model_turns")) {
			if (turn.string("for").equals(agent)) {
				List<JsonObject> steps = turn.objects("items").stream().map(RecordedFlow::step).toList();
				turns.add(JsonObject.of("steps", steps, "usage", usage(turn.object("usage"))));
				if (steps.get(steps.size() - 1).containsKey("message")) {
					runs.add(scenario(scenarioName(agent, runs.size()), turns));
					turns.clear();
				}
			}
		}
		return runs;
	}

	private String scenarioName(String agent, int run) {
		return this.name + "_" + agent.toLowerCase() + "_" + (run + 1);
	}

	private static JsonObject step(JsonObject item) {
		return switch (item.string("k")) {
			case "rs" -> JsonObject.of("reasoning", item.get("summary"));
			case "msg" -> JsonObject.of("message", JsonObject.of("text", item.get("text")));
			case "fc" ->
				JsonObject.of("tool_call", JsonObject.of("name", item.get("name"), "arguments", item.get("args")));
			default -> throw new IllegalArgumentException("No step for " + item);
		};
	}

	private static JsonObject usage(JsonObject usage) {
		return JsonObject.of("input_tokens", usage.get("input_tokens"), "cached_tokens",
				usage.object("input_tokens_details").get("cached_tokens"), "output_tokens", usage.get("output_tokens"),
				"reasoning_tokens", usage.object("output_tokens_details").get("reasoning_tokens"));
	}

	private static Scenario scenario(String name, List<JsonObject> turns) {
		byte[] text = JsonCodec.write(JsonObject.of("name", name, "turns", turns)).getBytes(StandardCharsets.UTF_8);
		return new ScenarioLoader(new PathMatchingResourcePatternResolver()).read(new ByteArrayResource(text, name))
			.get(0);
	}

	private List<JsonObject> lines(String file) {
		return text(this.name + "/" + file).lines().map(JsonCodec::parseObject).toList();
	}

	private static String text(String file) {
		try {
			return new ClassPathResource(FOLDER + file).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
