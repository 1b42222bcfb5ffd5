package io.mockagents.sample;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.StreamUtils;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the tables that the migrations create.
 */
@ResourceLock(providers = ContextLock.class)
@SpringBootTest(properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false}")
class SchemaTests {

	private static final List<String> TABLES = List.of("projects", "vibecode_sessions", "diffs",
			"conversation_messages");

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private JdbcTemplate template;

	@Test
	void tablesHaveTheColumnsOfTheContractInItsOrder() {
		assertThat(columnNames("projects")).containsExactly("id", "name", "slug", "repository_path", "current_code",
				"current_commit", "current_branch", "created_at", "updated_at");
		assertThat(columnNames("vibecode_sessions")).containsExactly("id", "project_id", "openai_session_key",
				"conversations_db_path", "session_type", "node_id", "created_at", "updated_at");
		assertThat(columnNames("diffs")).containsExactly("id", "session_id", "project_id", "base_commit",
				"target_branch", "diff_content", "status", "test_results", "tests_run_at", "vibecoder_prompt",
				"evaluator_reasoning", "commit_message", "human_feedback", "committed_sha", "created_at", "updated_at");
	}

	@Test
	void tableOfTheConversationsHasTheColumnsOfTheContractInItsOrder() {
		assertThat(described("conversation_messages")).containsExactly("id character varying not null",
				"session_id character varying not null", "role character varying not null",
				"message_type character varying not null default 'user_input'::character varying", "input json",
				"new_items json", "final_output text", "final_output_typed json", "last_agent character varying",
				"tool_calls json", "tool_outputs json", "handoffs json", "usage_input_tokens integer",
				"usage_output_tokens integer", "usage_total_tokens integer", "usage_cached_tokens integer",
				"usage_reasoning_tokens integer", "stream_event_type character varying", "stream_sequence integer",
				"event_data json", "content text", "iteration integer", "openai_response json", "token_usage json",
				"diff_id character varying", "last_response_id character varying",
				"created_at timestamp without time zone not null", "updated_at timestamp without time zone not null");
	}

	@Test
	void columnsHaveTheTypesAndDefaultsOfTheContract() {
		assertThat(TABLES).allSatisfy((table) -> assertThat(described(table)).contains("id character varying not null",
				"created_at timestamp without time zone not null", "updated_at timestamp without time zone not null"));
		assertThat(described("projects")).contains("name character varying not null", "slug character varying not null",
				"current_code text", "current_branch character varying not null default 'main'::character varying");
		assertThat(described("vibecode_sessions")).contains("project_id character varying not null",
				"openai_session_key character varying not null",
				"session_type character varying not null default 'vibecode'::character varying");
		assertThat(described("diffs")).contains("session_id character varying not null",
				"project_id character varying not null", "status character varying not null", "diff_content text",
				"test_results text", "vibecoder_prompt text", "evaluator_reasoning text", "commit_message text",
				"human_feedback text", "committed_sha character varying");
	}

	@Test
	void keysAreThoseOfTheContract() {
		assertThat(TABLES.stream().flatMap((table) -> keys(table).stream())).containsExactlyInAnyOrder(
				"projects: PRIMARY KEY (id)", "projects: UNIQUE (slug)", "vibecode_sessions: PRIMARY KEY (id)",
				"vibecode_sessions: UNIQUE (openai_session_key)",
				"vibecode_sessions: FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE",
				"diffs: PRIMARY KEY (id)",
				"diffs: FOREIGN KEY (session_id) REFERENCES vibecode_sessions(id) ON DELETE CASCADE",
				"diffs: FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE",
				"conversation_messages: PRIMARY KEY (id)",
				"conversation_messages: FOREIGN KEY (session_id) REFERENCES vibecode_sessions(id) ON DELETE CASCADE",
				"conversation_messages: FOREIGN KEY (diff_id) REFERENCES diffs(id) ON DELETE SET NULL");
	}

	@Test
	void referencesToARowAreFoundByAnIndex() {
		List<String> references = references("");
		assertThat(references).hasSize(5);
		assertThat(
				references(" and exists (select 1 from pg_index where indrelid = conrelid and indkey[0] = conkey[1])"))
			.containsExactlyInAnyOrderElementsOf(references);
	}

	private List<String> references(String condition) {
		return this.jdbc.sql("""
				select conrelid::regclass || ': ' || pg_get_constraintdef(oid) from pg_constraint
				where connamespace = 'public'::regnamespace and contype = 'f'""" + condition)
			.query(String.class)
			.list();
	}

	@Test
	@Transactional
	void tableOfTheConversationsIsThatOfTheStarter() throws Exception {
		this.jdbc.sql("create schema starter").update();
		this.jdbc.sql("set local search_path = starter").update();
		this.template.execute(StreamUtils.copyToString(
				new ClassPathResource("io/mockagents/conversation/schema-postgresql.sql").getInputStream(), UTF_8));
		assertThat(columns("public", "conversation_messages")).isNotEmpty()
			.isEqualTo(columns("starter", "conversation_messages"));
	}

	private List<String> described(String table) {
		return columns("public", table).stream().map((column) -> {
			Object defaultValue = column.get("column_default");
			return column.get("column_name") + " " + column.get("data_type")
					+ ("NO".equals(column.get("is_nullable")) ? " not null" : "")
					+ ((defaultValue != null) ? " default " + defaultValue : "");
		}).toList();
	}

	private List<String> keys(String table) {
		return this.jdbc.sql("""
				select :table || ': ' || pg_get_constraintdef(oid) from pg_constraint
				where conrelid = ('public.' || :table)::regclass and contype in ('p', 'u', 'f')""")
			.param("table", table)
			.query(String.class)
			.list();
	}

	private List<Object> columnNames(String table) {
		return columns("public", table).stream().map((column) -> column.get("column_name")).toList();
	}

	private List<Map<String, Object>> columns(String schema, String table) {
		return this.jdbc.sql("""
				select column_name, data_type, is_nullable, column_default from information_schema.columns
				where table_schema = ? and table_name = ? order by ordinal_position""")
			.params(schema, table)
			.query()
			.listOfRows();
	}

}
