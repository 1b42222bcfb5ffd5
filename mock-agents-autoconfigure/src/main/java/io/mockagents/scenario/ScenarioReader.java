package io.mockagents.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ApiError;
import io.mockagents.scenario.match.IntRange;
import io.mockagents.scenario.match.MatchRule;
import io.mockagents.scenario.yaml.Fields;
import io.mockagents.scenario.yaml.Node;
import io.mockagents.scenario.yaml.Node.ListNode;
import io.mockagents.scenario.yaml.Node.Member;
import io.mockagents.scenario.yaml.Node.ObjectNode;
import io.mockagents.scenario.yaml.Node.ScalarNode;
import io.mockagents.scenario.yaml.Problems;
import io.mockagents.wire.ItemFrames;
import io.mockagents.wire.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Makes scenarios of the content of one file, and says what is wrong with it. The format
 * is that of {@code META-INF/mock-agents/scenario.schema.json}.
 */
final class ScenarioReader {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

	private static final Pattern TOOL_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private static final Pattern HEADER = Pattern.compile("[a-z0-9-]{1,100}");

	private static final int MAX_DELAY = 86_400_000;

	private static final String[] STEPS = { "reasoning", "message", "refusal", "tool_call", "handoff", "web_search",
			"mcp_list_tools", "mcp_call", "mcp_approval_request", "item", "frames", "delay_ms", "failure" };

	private static final List<String> PHASES = List.of("commentary", "final_answer");

	private static final List<String> REASONS = List.of("max_output_tokens", "content_filter");

	private static final Set<String> RESPONSE_HAS_ITS_OWN = Set.of("id", "object", "created_at");

	private static final String HTTP_FIELDS = "type code param message body headers times";

	private static final List<String> CALL_HAS_ITS_OWN = List.of("id", "type", "call_id", "name", "arguments");

	private final Map<Step, Integer> lines = new IdentityHashMap<>();

	private final boolean builtIn;

	private final Problems problems;

	/**
	 * The scripted results of tools of earlier turns; {@code null} where a function runs.
	 */
	private final Map<String, List<@Nullable Template>> outputs = new HashMap<>();

	/**
	 * The scripted results of tools of the turn that is being read.
	 */
	private final Map<String, List<@Nullable Template>> outputsOfTurn = new HashMap<>();

	private ScenarioReader(boolean builtIn, Problems problems) {
		this.builtIn = builtIn;
		this.problems = problems;
	}

	/**
	 * Read all scenarios of a file.
	 * @param builtIn whether the starter brings the file
	 */
	static List<Scenario> read(Node root, boolean builtIn, Problems problems) {
		List<Scenario> scenarios = new ArrayList<>();
		if (root instanceof ListNode list) {
			if (list.elements().isEmpty()) {
				problems.add(list, "", "expected a scenario or a list of scenarios", null);
			}
			for (int i = 0; i < list.elements().size(); i++) {
				add(scenarios, new ScenarioReader(builtIn, problems).scenario(list.elements().get(i), "[" + i + "]"));
			}
		}
		else {
			add(scenarios, new ScenarioReader(builtIn, problems).scenario(root, ""));
		}
		return scenarios;
	}

	private static void add(List<Scenario> scenarios, @Nullable Scenario scenario) {
		if (scenario != null) {
			scenarios.add(scenario);
		}
	}

	private @Nullable Scenario scenario(Node node, String path) {
		Fields fields = Fields.of(node, path, this.problems, "$schema", "name", "aliases", "description", "weight",
				"priority", "match", "turns");
		if (fields == null) {
			return null;
		}
		fields.text("$schema");
		fields.require("name");
		String name = fields.text("name", NAME, "a name of letters, digits, '_', '-' and '.'");
		List<String> aliases = fields.texts("aliases");
		for (String alias : aliases) {
			if (!NAME.matcher(alias).matches()) {
				fields.problem("aliases", "expected names of letters, digits, '_', '-' and '.', not '" + alias + "'",
						null);
			}
		}
		String description = fields.text("description");
		Double weight = fields.number("weight", 0);
		Integer priority = fields.integer("priority", Integer.MIN_VALUE);
		List<MatchRule> match = fields.list("match", 1, this::rule);
		fields.require("turns");
		List<Turn> turns = fields.list("turns", 1, this::turn);
		if (name == null || turns.isEmpty() || !this.problems.isEmpty()) {
			return null;
		}
		return new Scenario(name, aliases, description, (weight != null) ? weight : 1,
				(priority != null) ? priority : 0, match, turns,
				new Scenario.Origin(this.problems.resource(), node.line(), this.builtIn, this.lines));
	}

	private @Nullable MatchRule rule(Node node, String path) {
		Fields fields = Fields.of(node, path, this.problems, "agent", "input_equals", "input_contains", "input_matches",
				"iteration", "session_items", "session_contains");
		if (fields == null) {
			return null;
		}
		MatchRule rule = new MatchRule(fields.texts("agent"), fields.texts("input_equals"),
				fields.texts("input_contains"), pattern(fields, "input_matches"), range(fields, "iteration"),
				range(fields, "session_items"), fields.texts("session_contains"));
		if (((ObjectNode) node).members().isEmpty()) {
			fields.problem("the rule has no condition", "Add one, such as input_contains");
		}
		return rule;
	}

	private @Nullable Pattern pattern(Fields fields, String name) {
		String text = fields.name(name);
		try {
			return (text != null) ? Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE) : null;
		}
		catch (PatternSyntaxException ex) {
			fields.problem(name, "not a regular expression: " + ex.getDescription() + " at position " + ex.getIndex(),
					null);
			return null;
		}
	}

	private @Nullable IntRange range(Fields parent, String name) {
		Node node = parent.node(name);
		if (node == null) {
			return null;
		}
		if (!(node instanceof ObjectNode object)) {
			Integer value = Fields.integer(node, parent.path(name), 0, this.problems);
			return (value != null) ? new IntRange(value, value) : null;
		}
		Fields fields = Fields.of(node, parent.path(name), this.problems, "min", "max");
		if (fields == null) {
			return null;
		}
		if (object.members().isEmpty()) {
			fields.problem("expected a whole number, or min or max", "Add one");
		}
		Integer min = fields.integer("min", 0);
		Integer max = fields.integer("max", 0);
		if (min != null && max != null && max < min) {
			fields.problem("max", "max is less than min " + min, null);
			return null;
		}
		return new IntRange((min != null) ? min : 0, max);
	}

	private @Nullable Turn turn(Node node, String path) {
		Fields fields = Fields.of(node, path, this.problems, "when", "steps", "usage", "response_id", "response");
		if (fields == null) {
			return null;
		}
		fields.require("steps");
		List<Step> steps = fields.list("steps", 0, this::steps).stream().flatMap(List::stream).toList();
		JsonObject response = response(fields);
		TokenUsage tokens = tokens(fields);
		this.outputsOfTurn
			.forEach((tool, values) -> this.outputs.computeIfAbsent(tool, (name) -> new ArrayList<>()).addAll(values));
		this.outputsOfTurn.clear();
		checkFailures(fields, steps, path.endsWith("turns[0]"));
		TurnCondition when = condition(fields);
		String responseId = fields.name("response_id");
		return this.problems.isEmpty() ? new Turn(steps, tokens, when, responseId, response) : null;
	}

	private @Nullable TurnCondition condition(Fields parent) {
		Node node = parent.node("when");
		Fields fields = (node != null)
				? Fields.of(node, parent.path("when"), this.problems, "agent", "user_message", "tool_outputs") : null;
		if (fields == null) {
			return null;
		}
		if (node instanceof ObjectNode object && object.members().isEmpty()) {
			fields.problem("the condition is empty", "Add agent, user_message or tool_outputs, or remove it");
		}
		return new TurnCondition(fields.name("agent"), fields.text("user_message"), toolOutputs(fields));
	}

	private @Nullable List<String> toolOutputs(Fields parent) {
		Node node = parent.node("tool_outputs");
		if (node == null) {
			return null;
		}
		if (!(node instanceof ListNode list)) {
			parent.problem("tool_outputs", "expected a list of texts, not " + node.kind(), "Write [] for none");
			return null;
		}
		List<String> outputs = new ArrayList<>();
		for (int i = 0; i < list.elements().size(); i++) {
			String text = Fields.text(list.elements().get(i), parent.path("tool_outputs") + "[" + i + "]",
					this.problems);
			if (text != null) {
				outputs.add(text);
			}
		}
		return outputs;
	}

	private static void checkFailures(Fields fields, List<Step> steps, boolean first) {
		Turn.Misplaced misplaced = Turn.Misplaced.in(steps);
		if (misplaced != null) {
			fields.problem("steps", misplaced.problem(), misplaced.remedy());
		}
		Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
		if (last instanceof Failure.InputGuardrail && !first) {
			fields.problem("steps", "the input is checked in the first turn only, but this is a later one",
					"Move the failure to the first turn");
		}
		if (last instanceof Failure.OfTool) {
			steps.stream()
				.filter((step) -> step instanceof Step.ToolCall)
				.reduce((one, other) -> other)
				.filter((call) -> ((Step.ToolCall) call).output() != null)
				.ifPresent((call) -> fields.problem("steps", "a tool that fails has no output, but its call has one",
						"Remove output and error of the tool call, or the failure"));
		}
	}

	/**
	 * Return the fields of the response that are not as usual. A usage of {@code null} is
	 * one of them.
	 */
	private JsonObject response(Fields parent) {
		JsonObject response = JsonObject.of();
		Node node = parent.node("response");
		if (node != null && node.value() instanceof JsonObject fields) {
			response = fields;
		}
		else if (node != null) {
			parent.problem("response", "expected an object with fields of the response", "Leave it out");
		}
		for (String key : response.keySet()) {
			if (RESPONSE_HAS_ITS_OWN.contains(key)) {
				parent.problem("response", "the field '" + key + "' cannot be set here",
						key.equals("id") ? "Use response_id" : "Leave it out");
			}
		}
		if (parent.node("usage") instanceof ScalarNode usage && usage.value() == null) {
			if (response.containsKey("usage")) {
				parent.problem("usage", "the usage is said twice", "Leave it out of response");
			}
			return response.with("usage", null);
		}
		if (parent.has("usage") && response.containsKey("usage")) {
			parent.problem("usage", "the usage is said twice", "Leave it out of response");
		}
		return response;
	}

	private @Nullable TokenUsage tokens(Fields parent) {
		Node node = parent.node("usage");
		if (node == null || (node instanceof ScalarNode scalar && scalar.value() == null)) {
			return null;
		}
		Fields fields = Fields.of(node, parent.path("usage"), this.problems, "input_tokens", "cached_tokens",
				"cache_write_tokens", "output_tokens", "reasoning_tokens", "fields");
		return (fields != null) ? new TokenUsage(fields.count("input_tokens"), fields.count("cached_tokens"),
				fields.count("cache_write_tokens"), fields.count("output_tokens"), fields.count("reasoning_tokens"),
				fields.object("fields")) : null;
	}

	/**
	 * Return a step, or the failures of a list of them.
	 */
	private @Nullable List<Step> steps(Node node, String path) {
		Member failure = (node instanceof ObjectNode object && object.members().size() == 1)
				? object.members().get("failure") : null;
		if (failure != null && failure.node() instanceof ListNode failures) {
			return failures(failures, path + ".failure");
		}
		Step step = step(node, path);
		return (step != null) ? List.of(step) : null;
	}

	/**
	 * Return the failures of a list: each but the last is that of one request, unless it
	 * says otherwise, and so is the last if an answer follows.
	 */
	private List<Step> failures(ListNode list, String path) {
		List<Step> failures = new ArrayList<>();
		if (list.elements().isEmpty()) {
			this.problems.add(list, path, "expected a failure or a list of failures", null);
		}
		for (int i = 0; i < list.elements().size(); i++) {
			String at = path + "[" + i + "]";
			Step failure = failure(list.elements().get(i), at);
			if (failure instanceof Failure.BeforeStream outage) {
				failures.add((outage.times() == null && i + 1 < list.elements().size()) ? outage.withTimes(1) : outage);
			}
			else if (failure != null) {
				this.problems.add(list.elements().get(i), at, "a list of failures is for requests that are repeated",
						"Use an HTTP error, connection_error or connection_timeout, or a step of its own");
			}
		}
		return failures;
	}

	private @Nullable Step step(Node node, String path) {
		Fields fields = Fields.of(node, path, this.problems, STEPS);
		if (fields == null) {
			return null;
		}
		Map<String, Member> members = ((ObjectNode) node).members();
		if (members.size() != 1) {
			fields.problem("a step is one of " + String.join(", ", STEPS) + ", but this has " + members.size(),
					(members.size() > 1) ? "Put '- ' before each" : "Add one");
			return null;
		}
		String kind = members.keySet().iterator().next();
		Member member = members.values().iterator().next();
		Node value = member.node();
		int line = member.line();
		String at = path + "." + kind;
		Step step = step(kind, value, at);
		if (step != null) {
			this.lines.put(step, line);
		}
		return step;
	}

	private @Nullable Step step(String kind, Node value, String at) {
		return switch (kind) {
			case "reasoning" -> reasoning(value, at);
			case "message" -> message(value, at);
			case "refusal" -> refusal(value, at);
			case "tool_call" -> toolCall(value, at);
			case "handoff" -> handoff(value, at);
			case "web_search" -> webSearch(value, at);
			case "mcp_list_tools" -> mcpListTools(value, at);
			case "mcp_call" -> mcpCall(value, at);
			case "mcp_approval_request" -> mcpApprovalRequest(value, at);
			case "item" -> item(value, at);
			case "frames" -> frames(value, at);
			case "delay_ms" -> delay(value, at);
			case "failure" -> failure(value, at);
			default -> null;
		};
	}

	private static <T, R> @Nullable R map(@Nullable T value, Function<T, R> mapping) {
		return (value != null) ? mapping.apply(value) : null;
	}

	private @Nullable Step refusal(Node node, String path) {
		if (!(node instanceof ObjectNode)) {
			return map(text(node, path), (text) -> new Step.Refusal(text, null));
		}
		Fields fields = Fields.of(node, path, this.problems, "text", "id");
		Node text = (fields != null && fields.require("text")) ? fields.node("text") : null;
		String id = (fields != null) ? fields.name("id") : null;
		return (text != null) ? map(text(text, path + ".text"), (content) -> new Step.Refusal(content, id)) : null;
	}

	private @Nullable Step webSearch(Node node, String path) {
		if (!(node instanceof ObjectNode)) {
			return map(text(node, path), (query) -> new Step.WebSearch(query, null));
		}
		Fields fields = Fields.of(node, path, this.problems, "query", "id");
		Node query = (fields != null && fields.require("query")) ? fields.node("query") : null;
		String id = (fields != null) ? fields.name("id") : null;
		return (query != null) ? map(text(query, path + ".query"), (text) -> new Step.WebSearch(text, id)) : null;
	}

	private @Nullable Step frames(Node node, String path) {
		if (!(node instanceof ListNode list)) {
			this.problems.add(node, path, "expected a list of frames, not " + node.kind(),
					"Put '- ' before each frame, or write [] for an answer without any");
			return null;
		}
		List<Object> frames = new ArrayList<>();
		for (int i = 0; i < list.elements().size(); i++) {
			Node element = list.elements().get(i);
			Object frame = element.value();
			if (frame instanceof String || frame instanceof JsonObject) {
				frames.add(frame);
			}
			else {
				this.problems.add(element, path + "[" + i + "]",
						"expected a frame in the form of the API, or text that is sent as it is, not " + element.kind(),
						null);
			}
		}
		return new Step.Frames(frames);
	}

	private @Nullable Step item(Node node, String path) {
		if (node.value() instanceof JsonObject item) {
			if (!(item.get("type") instanceof String type)) {
				this.problems.add(node, path, "the item has no type", "Add one, such as file_search_call");
				return null;
			}
			if (type.equals("function_call")) {
				this.problems.add(node, path, "a function call cannot be written as an item", "Use tool_call");
				return null;
			}
			if (item.containsKey("id") && !(item.get("id") instanceof String)) {
				this.problems.add(node, path + ".id", "expected a text", "Remove it for a generated one");
				return null;
			}
			try {
				ItemFrames.check(item);
			}
			catch (NoSuchElementException | IllegalArgumentException ex) {
				this.problems.add(node, path, "not an item of the API: " + ex.getMessage(), null);
				return null;
			}
			return new Step.Item(item);
		}
		this.problems.add(node, path, "expected an item in the form of the API, not " + node.kind(), null);
		return null;
	}

	private @Nullable Step reasoning(Node node, String path) {
		if (!(node instanceof ObjectNode)) {
			return new Step.Reasoning(texts(node, path));
		}
		Fields fields = Fields.of(node, path, this.problems, "summary", "content", "encrypted_content", "id");
		if (fields == null) {
			return null;
		}
		Node summary = fields.node("summary");
		Node content = fields.node("content");
		String encrypted = fields.name("encrypted_content");
		if (summary == null && content == null && encrypted == null) {
			fields.require("summary");
		}
		return new Step.Reasoning((summary != null) ? texts(summary, fields.path("summary")) : List.of(),
				(content != null) ? texts(content, fields.path("content")) : List.of(), encrypted, fields.name("id"));
	}

	/**
	 * Return one text or the texts of a list.
	 */
	private List<Template> texts(Node node, String path) {
		List<Template> texts = new ArrayList<>();
		List<Node> elements = (node instanceof ListNode list) ? list.elements() : List.of(node);
		for (int i = 0; i < elements.size(); i++) {
			Template text = text(elements.get(i), (node instanceof ListNode) ? path + "[" + i + "]" : path);
			if (text != null) {
				texts.add(text);
			}
		}
		return texts;
	}

	private @Nullable Step message(Node node, String path) {
		if (!(node instanceof ObjectNode)) {
			return map(text(node, path), Step.Message::new);
		}
		Fields fields = Fields.of(node, path, this.problems, "text", "json", "annotations", "logprobs", "content",
				"phase", "id");
		if (fields == null) {
			return null;
		}
		String phase = fields.text("phase");
		if (phase != null && !PHASES.contains(phase)) {
			fields.problem("phase", "unknown phase '" + phase + "'", Fields.suggestion(phase, PHASES));
		}
		String id = fields.name("id");
		if (!fields.has("content")) {
			return map(part(fields, "a message has either text or json, or several parts in content"),
					(part) -> new Step.Message(List.of(part), phase, id));
		}
		for (String key : List.of("text", "json", "annotations", "logprobs")) {
			if (fields.has(key)) {
				fields.problem(key, "a message has either " + key + " or content", "Move it into a part of content");
			}
		}
		return new Step.Message(fields.list("content", 0, this::part), phase, id);
	}

	private Step.Message.@Nullable Part part(Node node, String path) {
		if (!(node instanceof ObjectNode object)) {
			return map(text(node, path), Step.Message.Part::new);
		}
		if (object.members().containsKey("refusal")) {
			Fields fields = Fields.of(node, path, this.problems, "refusal");
			Node refusal = (fields != null) ? fields.node("refusal") : null;
			return (refusal != null) ? map(text(refusal, path + ".refusal"),
					(text) -> new Step.Message.Part(text, true, List.of(), List.of())) : null;
		}
		Fields fields = Fields.of(node, path, this.problems, "text", "json", "annotations", "logprobs", "refusal");
		return (fields != null) ? part(fields, "a part has either text, json or refusal") : null;
	}

	private Step.Message.@Nullable Part part(Fields fields, String rule) {
		Node text = fields.node("text");
		Node json = fields.node("json");
		List<JsonObject> annotations = fields.objects("annotations");
		List<JsonObject> logprobs = fields.objects("logprobs");
		for (JsonObject token : logprobs) {
			if (!(token.get("token") instanceof String && token.get("logprob") instanceof Number)) {
				fields.problem("logprobs", "expected tokens such as { token: Hi, logprob: -0.1 }",
						"Add token and logprob to each");
				break;
			}
		}
		if ((text == null) == (json == null)) {
			fields.problem(rule, (text == null) ? "Add one" : "Keep one of them");
			return null;
		}
		Template template = (text != null) ? text(text, fields.path("text"))
				: (json != null) ? json(json, fields.path("json")) : null;
		return map(template, (content) -> new Step.Message.Part(content, false, annotations, logprobs));
	}

	private @Nullable Step toolCall(Node node, String path) {
		Fields fields = Fields.of(node, path, this.problems, "name", "arguments", "output", "output_type",
				"output_text", "error", "fields", "id", "call_id");
		if (fields == null) {
			return null;
		}
		fields.require("name");
		String name = fields.text("name", TOOL_NAME, "the name of a tool: letters, digits, '_' and '-'");
		Template arguments = arguments(fields);
		String type = fields.name("output_type");
		Template output = output(fields, type);
		if (name == null || arguments == null) {
			return null;
		}
		this.outputsOfTurn.computeIfAbsent(name, (tool) -> new ArrayList<>()).add(output);
		return new Step.ToolCall(name, arguments,
				(output == null) ? null
						: fields.has("error") ? Step.ToolOutput.error(output)
								: new Step.ToolOutput(output, type, fields.text("output_text")),
				itemFields(fields), fields.name("id"), fields.name("call_id"));
	}

	/**
	 * Return the further fields of a call.
	 */
	private static JsonObject itemFields(Fields parent) {
		JsonObject fields = parent.object("fields");
		for (String key : CALL_HAS_ITS_OWN) {
			if (fields.containsKey(key)) {
				parent.problem("fields", "the field '" + key + "' cannot be set here",
						key.equals("type") ? "Leave it out" : "Write it as a field of the call");
			}
		}
		return fields;
	}

	private @Nullable Template output(Fields fields, @Nullable String type) {
		Node output = fields.node("output");
		Node error = fields.node("error");
		if (error != null) {
			if (output != null || fields.has("output_type") || fields.has("output_text")) {
				fields.problem("error", "a call has either an output or an error", "Keep one of them");
			}
			return text(error, fields.path("error"));
		}
		if (fields.has("output_text") && (output == null || type != null)) {
			fields.problem("output_text", "output_text needs an output, and replaces the text of output_type",
					(output == null) ? "Add output, or remove output_text" : "Keep one of them");
		}
		if (type != null && !(output instanceof ObjectNode || output instanceof ListNode)) {
			fields.problem("output_type", "output_type needs an output that is an object or a list of objects",
					"Add one, or remove output_type");
		}
		return (output != null) ? json(output, fields.path("output")) : null;
	}

	private @Nullable Template arguments(Fields fields) {
		Node arguments = fields.node("arguments");
		if (arguments == null) {
			return Template.json(JsonObject.of());
		}
		if (arguments instanceof ObjectNode) {
			return json(arguments, fields.path("arguments"));
		}
		if (arguments instanceof ScalarNode scalar && scalar.value() instanceof String) {
			return text(arguments, fields.path("arguments"));
		}
		fields.problem("arguments", "expected an object, or text that is sent unchanged", null);
		return null;
	}

	private @Nullable Step handoff(Node node, String path) {
		if (!(node instanceof ObjectNode)) {
			String agent = Fields.text(node, path, this.problems);
			if (agent != null && agent.isEmpty()) {
				this.problems.add(node, path, "expected the name of an agent", null);
			}
			return map(agent, Step.Handoff::new);
		}
		Fields fields = Fields.of(node, path, this.problems, "agent", "arguments", "id", "call_id");
		if (fields == null) {
			return null;
		}
		fields.require("agent");
		String agent = fields.name("agent");
		Template arguments = arguments(fields);
		return (agent != null && arguments != null)
				? new Step.Handoff(agent, arguments, fields.name("id"), fields.name("call_id")) : null;
	}

	private @Nullable Step mcpListTools(Node node, String path) {
		Fields fields = Fields.of(node, path, this.problems, "server_label", "tools", "error", "id");
		if (fields == null) {
			return null;
		}
		fields.require("server_label");
		String label = fields.name("server_label");
		List<JsonObject> tools = fields.objects("tools");
		Node error = fields.node("error");
		Template errorText = (error != null) ? text(error, fields.path("error")) : null;
		String id = fields.name("id");
		return map(label, (server) -> new Step.McpListTools(server, tools, errorText, id));
	}

	private @Nullable Step mcpCall(Node node, String path) {
		Fields fields = Fields.of(node, path, this.problems, "server_label", "name", "arguments", "output", "error",
				"id");
		if (fields == null) {
			return null;
		}
		fields.require("server_label");
		fields.require("name");
		String label = fields.name("server_label");
		String name = fields.name("name");
		Template arguments = arguments(fields);
		Node output = fields.node("output");
		Node error = fields.node("error");
		if (output != null && error != null) {
			fields.problem("error", "a call has either an output or an error", "Keep one of them");
		}
		Template outputText = (output != null) ? text(output, fields.path("output")) : null;
		Template errorText = (error == null) ? null
				: (error instanceof ObjectNode) ? json(error, fields.path("error")) : text(error, fields.path("error"));
		return (label != null && name != null && arguments != null)
				? new Step.McpCall(label, name, arguments, outputText, errorText, fields.name("id")) : null;
	}

	private @Nullable Step mcpApprovalRequest(Node node, String path) {
		Fields fields = Fields.of(node, path, this.problems, "server_label", "name", "arguments", "id");
		if (fields == null) {
			return null;
		}
		fields.require("server_label");
		fields.require("name");
		String label = fields.name("server_label");
		String name = fields.name("name");
		Template arguments = arguments(fields);
		return (label != null && name != null && arguments != null)
				? new Step.McpApprovalRequest(label, name, arguments, fields.name("id")) : null;
	}

	private @Nullable Step delay(Node node, String path) {
		Integer millis = Fields.integer(node, path, 0, this.problems);
		if (millis != null && millis > MAX_DELAY) {
			this.problems.add(node, path, "expected a delay of at most " + MAX_DELAY + " milliseconds", null);
		}
		return map(millis, (delay) -> new Step.Delay(Duration.ofMillis(delay)));
	}

	private @Nullable Step failure(Node node, String path) {
		if (!(node instanceof ObjectNode object)) {
			String name = Fields.text(node, path, this.problems);
			FailureKind kind = (name != null) ? failureKind(name, node, path) : null;
			return (kind != null) ? kind.step((Integer) null) : null;
		}
		Member member = object.members().get("kind");
		String known = (member != null && member.node().value() instanceof String text) ? text : "";
		if (member == null && object.members().containsKey("status")) {
			return httpError(Fields.of(node, path, this.problems, ("status " + HTTP_FIELDS).split(" ")));
		}
		Fields fields = Fields.of(node, path, this.problems, fieldsOf(FailureKind.find(known)));
		if (fields == null || member == null) {
			if (fields != null) {
				fields.problem("the failure has neither kind nor status", "Add kind, or the status of an HTTP error");
			}
			return null;
		}
		String name = fields.text("kind");
		FailureKind kind = (name != null) ? failureKind(name, member.node(), fields.path("kind")) : null;
		return (kind != null) ? failure(kind, fields) : null;
	}

	private @Nullable FailureKind failureKind(String name, Node node, String path) {
		FailureKind kind = FailureKind.find(name);
		if (kind == null) {
			this.problems.add(node, path, "unknown failure '" + name + "'",
					Fields.suggestion(name, FailureKind.kinds()));
		}
		return kind;
	}

	private static String[] fieldsOf(@Nullable FailureKind kind) {
		String fields = (kind == null)
				? "message type code param body reason name arguments output_info timeout_ms headers times after_events"
				: switch (kind) {
					case STREAM_ERROR -> "type code param message after_events";
					case FLAT_STREAM_ERROR -> "code param message after_events";
					case FAILED -> "code message after_events";
					case CONNECTION_DROPPED -> "after_events";
					case CONNECTION_ERROR, CONNECTION_TIMEOUT -> "times";
					case INCOMPLETE -> "reason";
					case REFUSAL, TOOL_ERROR, FATAL_TOOL_ERROR -> "message";
					case UNKNOWN_TOOL -> "name arguments";
					case INPUT_GUARDRAIL, OUTPUT_GUARDRAIL -> "name output_info";
					case TOOL_TIMEOUT, FATAL_TOOL_TIMEOUT -> "timeout_ms";
					case MAX_TURNS -> "";
					default -> HTTP_FIELDS;
				};
		return ("kind " + fields).split(" ");
	}

	private Step failure(FailureKind kind, Fields fields) {
		String reason = fields.text("reason");
		if (reason != null && !REASONS.contains(reason)) {
			fields.problem("reason", "unknown reason '" + reason + "'", Fields.suggestion(reason, REASONS));
		}
		if (kind.apiError() != null) {
			return http(kind.apiError(), kind.apiError().status(), fields);
		}
		Integer times = fields.integer("times", 1);
		Node message = fields.node("message");
		if (message != null && kind == FailureKind.REFUSAL) {
			text(message, fields.path("message"));
		}
		String name = (kind == FailureKind.UNKNOWN_TOOL)
				? fields.text("name", TOOL_NAME, "the name of a tool: letters, digits, '_' and '-'")
				: fields.name("name");
		Node outputInfo = fields.node("output_info");
		return kind.step(new FailureKind.Details(error(fields, kind != FailureKind.FAILED), reason, name,
				(kind == FailureKind.UNKNOWN_TOOL) ? arguments(fields) : null,
				(outputInfo != null) ? outputInfo.value() : null, fields.integer("after_events", 0), times,
				fields.integer("timeout_ms", 1)));
	}

	private @Nullable Step httpError(@Nullable Fields fields) {
		if (fields == null) {
			return null;
		}
		Integer status = fields.integer("status", 400);
		if (status == null || status > 599) {
			if (status != null) {
				fields.problem("status", "expected the status of an HTTP error", "Write one from 400 to 599");
			}
			return null;
		}
		return http(null, status, fields);
	}

	private Step http(@Nullable ApiError kind, int status, Fields fields) {
		Map<String, String> headers = headers(fields);
		Integer times = fields.integer("times", 1);
		boolean repeats = status == 408 || status == 409 || status == 429 || status >= 500;
		String shouldRetry = headers.getOrDefault("x-should-retry", "");
		if (times != null && !(shouldRetry.equals("true") || (repeats && !shouldRetry.equals("false")))) {
			fields.problem("times", "the client does not repeat a request after HTTP " + status,
					"Leave it out, or add the header x-should-retry: \"true\"");
		}
		Node body = fields.node("body");
		JsonObject error = error(fields, true);
		if (body != null && !error.isEmpty()) {
			fields.problem("body", "the body takes the place of " + String.join(", ", error.keySet()),
					"Write them into the body, or leave it out");
		}
		return new Failure.Http(kind, status, error,
				(body == null) ? null : (body.value() instanceof String text) ? text : JsonCodec.write(body.value()),
				headers, times);
	}

	/**
	 * Return what a failure says of the error object of the API.
	 * @param nullable whether all but its message may be {@code null}
	 */
	private static JsonObject error(Fields fields, boolean nullable) {
		JsonObject.Builder error = JsonObject.builder();
		for (String key : List.of("message", "type", "param", "code")) {
			Node node = fields.node(key);
			boolean none = nullable && node instanceof ScalarNode scalar && scalar.value() == null
					&& !key.equals("message");
			String text = (none || node == null) ? null : key.equals("message") ? fields.text(key) : fields.name(key);
			if (none || text != null) {
				error.put(key, text);
			}
		}
		return error.build();
	}

	private Map<String, String> headers(Fields parent) {
		Map<String, String> headers = new LinkedHashMap<>();
		if (!(parent.node("headers") instanceof ObjectNode object)) {
			if (parent.has("headers")) {
				parent.problem("headers", "expected an object of names and texts", null);
			}
			return headers;
		}
		object.members().forEach((name, member) -> {
			String value = Fields.text(member.node(), parent.path("headers") + "." + name, this.problems);
			if (!HEADER.matcher(name).matches()) {
				parent.problem("headers", "expected names in lower case, not '" + name + "'", null);
			}
			else if (value != null) {
				headers.put(name, value);
			}
		});
		return headers;
	}

	private @Nullable Template text(Node node, String path) {
		String text = Fields.text(node, path, this.problems);
		return (text != null) ? checked(node, path, () -> Template.text(text)) : null;
	}

	private @Nullable Template json(Node node, String path) {
		return checked(node, path, () -> Template.json(node.value()));
	}

	private @Nullable Template checked(Node node, String path, Supplier<Template> supplier) {
		try {
			Template template = supplier.get();
			template.placeholders().forEach((placeholder) -> checkOutput(placeholder, node, path));
			return template;
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(node.line(), node.column(), path, null, String.valueOf(ex.getMessage()),
					"Write $${ for ${ itself, or use one of " + Placeholder.VALID);
			return null;
		}
	}

	private void checkOutput(Placeholder placeholder, Node node, String path) {
		Placeholder.Reference reference = placeholder.reference();
		if (reference == null || reference.root() != Placeholder.Root.OUTPUTS || placeholder.fallback() != null) {
			return;
		}
		String tool = reference.path().get(0);
		List<@Nullable Template> known = this.outputs.get(tool);
		if (known == null) {
			this.problems.add(node.line(), node.column(), path, null,
					placeholder + " needs a call of '" + tool + "' in an earlier turn",
					this.outputs.isEmpty() ? "No earlier turn calls a tool"
							: Fields.suggestion(tool, this.outputs.keySet().stream().sorted().toList()));
			return;
		}
		Template last = known.get(known.size() - 1);
		if (reference.path().size() > 1 && last != null && last.source() instanceof JsonObject object
				&& !object.containsKey(reference.path().get(1))) {
			this.problems.add(node.line(), node.column(), path, null,
					placeholder + " needs '" + reference.path().get(1) + "', which the output of '" + tool
							+ "' does not have",
					Fields.suggestion(reference.path().get(1), List.copyOf(object.keySet())));
		}
	}

}
