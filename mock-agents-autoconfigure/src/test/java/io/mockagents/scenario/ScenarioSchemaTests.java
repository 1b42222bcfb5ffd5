package io.mockagents.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ApiError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Holds the JSON Schema of the format to what the loader takes.
 */
class ScenarioSchemaTests {

	private static final Schema SCHEMA = schema();

	private static Schema schema() {
		try (InputStream stream = Objects
			.requireNonNull(Scenario.class.getResourceAsStream("/META-INF/mock-agents/scenario.schema.json"))) {
			return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(stream);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Stream<Resource> files() throws IOException {
		PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
		return Stream.concat(Stream.of(resolver.getResources("classpath*:io/mockagents/scenario/*.yaml")),
				Stream.of(resolver.getResources("classpath:scenarios/**/*.yaml")));
	}

	@ParameterizedTest
	@MethodSource("files")
	void builtInScenarioIsValid(Resource resource) throws IOException {
		String text = new String(resource.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(SCHEMA.validate(text, InputFormat.YAML)).isEmpty();
	}

	@Test
	void schemaNamesAllFailures() throws IOException {
		try (InputStream stream = Objects
			.requireNonNull(Scenario.class.getResourceAsStream("/META-INF/mock-agents/scenario.schema.json"))) {
			JsonObject definitions = JsonCodec.parseObject(stream.readAllBytes()).object("$defs");
			List<Object> kinds = new ArrayList<>(definitions.object("http_error").array("enum"));
			assertThat(kinds).isEqualTo(Arrays.stream(ApiError.values()).map(ApiError::kind).toList());
			kinds.addAll(definitions.object("failure_kind").objects("anyOf").get(1).array("enum"));
			assertThat(kinds).isEqualTo(FailureKind.kinds());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "aliases: [b, c.d]", "aliases: b", "description: ''", "weight: 0", "weight: 0.25",
			"priority: -3", "priority: 2.0", "$schema: x", "match: [{ agent: A }]",
			"match: [{ agent: [A, B], input_contains: x, input_matches: y }]", "match: [{ iteration: 0 }]",
			"match: [{ iteration: { max: 3 } }, { session_items: { min: 1, max: 2 }, session_contains: [a] }]" })
	void schemaAndLoaderTakeField(String field) {
		agree(true, "name: a\nturns: [{ steps: [{ message: hi }] }]\n" + field + "\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "aliases: []", "aliases: [a b]", "aliases: 5", "description: null", "description: 5",
			"weight: -1", "weight: heavy", "priority: 1.5", "priority: 99999999999", "$schema: 1", "match: []",
			"match: { agent: A }", "match: [{}]", "match: [x]", "match: [{ agnet: A }]", "match: [{ agent: '' }]",
			"match: [{ agent: [] }]", "match: [{ input_contains: ['', a] }]", "match: [{ input_matches: '' }]",
			"match: [{ input_matches: [a] }]", "match: [{ iteration: -1 }]", "match: [{ iteration: {} }]",
			"match: [{ iteration: { mn: 1 } }]", "match: [{ session_items: one }]", "unknown: 1", "Weight: 1" })
	void schemaAndLoaderRefuseField(String field) {
		agree(false, "name: a\nturns: [{ steps: [{ message: hi }] }]\n" + field + "\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reasoning: text", "reasoning: []", "reasoning: [a, b]", "message: ''",
			"message: { text: a, annotations: [{ type: url_citation }] }", "message: { json: null }",
			"message: { json: { a: 1 } }", "message: { text: a, phase: commentary }", "refusal: no",
			"tool_call: { name: a-b_1 }", "tool_call: { name: a, arguments: '{broken' }",
			"tool_call: { name: a, arguments: { b: [1] }, output: null }", "tool_call: { name: a, output: 5 }",
			"tool_call: { name: a, output: { b: 1 }, output_type: B }",
			"tool_call: { name: a, output: [], output_type: B }", "tool_call: { name: a, error: boom }",
			"handoff: Spanish agent", "handoff: { agent: A, arguments: { why: x } }", "web_search: weather",
			"mcp_list_tools: { server_label: s }", "mcp_list_tools: { server_label: s, tools: [{ name: t }] }",
			"mcp_call: { server_label: s, name: t, arguments: {}, output: '[]' }",
			"mcp_call: { server_label: s, name: t, error: no }", "mcp_approval_request: { server_label: s, name: t }",
			"mcp_approval_request: { server_label: s, name: t, arguments: { a: 1 } }", "delay_ms: 0",
			"delay_ms: 86400000", "failure: rate_limit", "failure: { kind: not_found, message: gone }",
			"failure: connection_dropped", "failure: { kind: connection_dropped, after_events: 0 }",
			"failure: { kind: stream_error, code: c, message: m, after_events: 3 }", "failure: { kind: failed }",
			"failure: { kind: incomplete, reason: content_filter }", "failure: incomplete", "failure: connection_error",
			"failure: { kind: rate_limit, headers: { retry-after-ms: '5' } }", "failure: connection_timeout",
			"failure: flat_stream_error", "failure: refusal", "failure: { kind: refusal, message: no }",
			"failure: unknown_tool", "failure: { kind: unknown_tool, name: a-b_1, arguments: '{broken' }",
			"failure: input_guardrail", "failure: { kind: input_guardrail, name: g, output_info: [1] }",
			"failure: context_length_exceeded", "failure: { kind: bad_request, type: t, code: c, param: null }",
			"failure: { status: 408 }", "failure: { status: 422, code: c, headers: { retry-after: '2' } }",
			"failure: { status: 502, body: <html> }", "failure: { status: 422, body: { detail: [1] } }",
			"failure: { kind: stream_error, type: t, code: null, param: p }", "failure: [rate_limit, { status: 503 }]",
			"failure: { kind: flat_stream_error, code: c, param: p }",
			"reasoning: { summary: [a, b], content: [c], encrypted_content: gAAA, id: rs_1 }",
			"reasoning: { encrypted_content: gAAA }", "message: { content: [a, { refusal: b }, { json: {} }] }",
			"message: { text: Hi, logprobs: [{ token: Hi, logprob: -0.5 }] }",
			"message: { content: [{ text: Hi, annotations: [{}] }], id: m, phase: commentary }",
			"message: { content: [] }", "web_search: { query: a, id: ws_1 }",
			"mcp_list_tools: { server_label: s, error: no, id: i }",
			"mcp_call: { server_label: s, name: t, error: { type: http_error, code: 500 }, id: i }",
			"mcp_approval_request: { server_label: s, name: t, id: i }",
			"tool_call: { name: t, fields: { namespace: n } }", "frames: [{ type: response.novel }, '{broken']",
			"frames: []" })
	void schemaAndLoaderTakeStep(String step) {
		agree(true, "name: a\nturns: [{ steps: [{ " + step + " }] }]\n");
		agree(true, "- name: a\n  turns: [{ steps: [{ " + step + " }] }]\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "mesage: a", "message: 5", "message: null", "message: {}",
			"message: { text: a, json: 1 }", "message: { txt: a }", "message: { text: a, phase: first }",
			"message: { phase: commentary }", "message: { text: a, annotations: [x] }", "message: a, refusal: b",
			"reasoning: [5]", "reasoning: { a: b }", "refusal: true", "tool_call: a", "tool_call: {}",
			"tool_call: { name: a b }", "tool_call: { name: '' }", "tool_call: { name: a, args: {} }",
			"tool_call: { name: a, arguments: [1] }", "tool_call: { name: a, arguments: null }",
			"tool_call: { name: a, output_type: B }", "tool_call: { name: a, output: x, output_type: B }",
			"tool_call: { name: a, output: {}, output_type: '' }", "tool_call: { name: a, output: 1, error: e }",
			"tool_call: { name: a, error: 5 }", "handoff: ''", "handoff: {}", "handoff: { agent: A, input: {} }",
			"web_search: { query: 5 }", "mcp_list_tools: {}", "mcp_list_tools: { server_label: s, tools: [1] }",
			"mcp_call: { server_label: s }", "mcp_call: { server_label: s, name: t, output: a, error: b }",
			"mcp_call: { server_label: s, name: t, output: { a: 1 } }", "mcp_approval_request: { name: t }",
			"mcp_approval_request: { server_label: s, name: t, output: x }", "mcp_approval_request: t", "delay_ms: -1",
			"delay_ms: 0.5", "delay_ms: '5'", "delay_ms: 86400001", "failure: teapot", "failure: {}",
			"failure: { kind: teapot }", "failure: { kind: rate_limit, after_events: 1 }",
			"failure: { kind: connection_dropped, message: x }", "failure: { kind: incomplete, reason: tired }",
			"failure: { kind: incomplete, after_events: 1 }", "failure: { kind: stream_error, after_events: -1 }",
			"failure: { kind: failed, code: '' }", "failure: 429", "failure: { kind: rate_limit, headers: [] }",
			"failure: { kind: rate_limit, headers: { Retry-After: '5' } }",
			"failure: { kind: rate_limit, headers: { retry-after: 5 } }", "failure: { kind: rate_limit, times: 0 }",
			"failure: { kind: refusal, code: x }", "failure: { kind: max_turns, times: 1 }",
			"failure: { kind: unknown_tool, name: a b }", "failure: { kind: input_guardrail, name: '' }",
			"failure: { kind: refusal, status: 400 }", "failure: { status: 200 }", "failure: { status: 600 }",
			"failure: { status: '400' }", "failure: { status: 422, times: 1 }",
			"failure: { status: 422, body: a, code: b }", "failure: { status: 422, kind: not_found }",
			"failure: { kind: flat_stream_error, type: t }", "failure: { kind: failed, param: p }",
			"failure: { kind: failed, code: null }", "failure: { kind: bad_request, code: '' }", "failure: []",
			"failure: [refusal]", "failure: [{ kind: failed }]", "reasoning: { content: [5] }",
			"reasoning: { encrypted_content: '' }", "reasoning: { id: a }", "message: { content: a }",
			"message: { content: [a], text: b }", "message: { content: [a], logprobs: [] }",
			"message: { content: [{ refusal: a, text: b }] }", "message: { text: a, logprobs: [{ token: b }] }",
			"message: { text: a, logprobs: [b] }", "tool_call: { name: t, fields: { arguments: a } }",
			"tool_call: { name: t, fields: [] }", "tool_call: { name: t, id: '' }", "frames: [5]",
			"frames: { type: a }", "mcp_list_tools: { server_label: s, error: {} }",
			"mcp_call: { server_label: s, name: t, error: 5 }", "failure: { kind: tool_error, name: x }",
			"failure: { kind: tool_timeout, timeout_ms: 0 }" })
	void schemaAndLoaderRefuseStep(String step) {
		agree(false, "name: a\nturns: [{ steps: [{ " + step + " }] }]\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "name: a", "turns: [{ steps: [{ message: a }] }]", "name: a\nturns: []",
			"name: a\nturns: [{}]", "name: a\nturns: [{ steps: { message: a } }]", "name: a\nturns: [[{ message: a }]]",
			"name: -a\nturns: [{ steps: [{ message: a }] }]", "name: 5\nturns: [{ steps: [{ message: a }] }]",
			"just text", "[]", "[5]", "5", "name: a\nturns: [{ steps: [{ message: a }], usage: { tokens: 5 } }]",
			"name: a\nturns: [{ steps: [{ message: a }], usage: { input_tokens: -5 } }]",
			"name: a\nturns: [{ steps: [{ message: a }], usage: 5 }]",
			"name: a\nturns: [{ steps: [{ message: a }], tool: 5 }]" })
	void schemaAndLoaderRefuseFile(String text) {
		agree(false, text + "\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "failure: { kind: rate_limit, times: 2 } }, { message: a",
			"failure: { kind: connection_error, times: 1 } }, { message: a",
			"tool_call: { name: t } }, { failure: tool_error",
			"tool_call: { name: t } }, { failure: { kind: fatal_tool_error, message: boom }",
			"tool_call: { name: t } }, { delay_ms: 5 }, { failure: { kind: tool_timeout, timeout_ms: 20 }",
			"tool_call: { name: t } }, { failure: fatal_tool_timeout", "tool_call: { name: t } }, { failure: max_turns",
			"message: a } , { failure: { kind: output_guardrail, name: g, output_info: { why: x } }",
			"delay_ms: 5 }, { failure: rate_limit", "failure: [rate_limit, { status: 503, times: 1 }] }, { message: a",
			"failure: { status: 503, times: 1 } }, { failure: { kind: rate_limit, times: 2 } }, { message: a",
			"failure: { status: 418, times: 1, headers: { x-should-retry: 'true' } } }, { message: a" })
	void schemaAndLoaderTakeSteps(String steps) {
		agree(true, "name: a\nturns: [{ steps: [{ " + steps + " }] }]\n");
	}

	@Test
	void requestThatIsNotRepeatedHasNoTimes() {
		agree(false, "name: a\nturns: [{ steps: [{ failure: { kind: not_found, times: 1 } }, { message: a }] }]\n");
	}

	@Test
	void schemaAndLoaderTakeUsage() {
		agree(true, "name: a\nturns: [{ steps: [{ message: a }], usage: { input_tokens: 1, cached_tokens: 0, "
				+ "cache_write_tokens: 0, output_tokens: 2, reasoning_tokens: 1 } }]");
		agree(true, "name: a\nturns: [{ steps: [], usage: null, response: { status: cancelled } }]");
		agree(true, "name: a\nturns: [{ steps: [], response: { usage: { total_tokens: x } } }]");
		agree(true, "name: a\nturns: [{ steps: [], usage: { input_tokens: 3000000000, fields: { cost: 1 } } }]");
		agree(false, "name: a\nturns: [{ steps: [], usage: { input_tokens: 0.5 } }]");
		agree(false, "name: a\nturns: [{ steps: [], usage: { fields: 5 } }]");
		agree(false, "name: a\nturns: [{ steps: [], usage: {}, response: { usage: {} } }]");
		agree(false, "name: a\nturns: [{ steps: [], response: { id: resp_1 } }]");
		agree(false, "name: a\nturns: [{ steps: [], response: 5 }]");
		agree(true, "name: a\nturns: [{ steps: [{ message: a }], usage: {} }]");
	}

	/**
	 * Return what the schema says against the content of a file.
	 */
	static List<String> problems(String yaml) {
		return SCHEMA.validate(yaml, InputFormat.YAML).stream().map(String::valueOf).toList();
	}

	private static void agree(boolean valid, String text) {
		assertThat(SCHEMA.validate(text, InputFormat.YAML).isEmpty()).as("schema takes %s", text).isEqualTo(valid);
		if (valid) {
			assertThatCode(() -> Scenarios.read("x.yaml", text)).doesNotThrowAnyException();
		}
		else {
			assertThatExceptionOfType(InvalidScenarioException.class).isThrownBy(() -> Scenarios.read("x.yaml", text))
				.as("loader takes %s", text);
		}
	}

}
