package io.mockagents.sample;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

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
@SpringBootTest(properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false}")
class SchemaTests {

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
	@Transactional
	void tableOfTheConversationsIsThatOfTheStarter() throws Exception {
		this.jdbc.sql("create schema starter").update();
		this.jdbc.sql("set local search_path = starter").update();
		this.template.execute(StreamUtils.copyToString(
				new ClassPathResource("io/mockagents/conversation/schema-postgresql.sql").getInputStream(), UTF_8));
		assertThat(columns("public", "conversation_messages")).isNotEmpty()
			.isEqualTo(columns("starter", "conversation_messages"));
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
