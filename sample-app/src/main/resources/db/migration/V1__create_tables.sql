create table projects (
	id varchar not null primary key,
	name varchar not null,
	slug varchar not null unique,
	repository_path varchar,
	current_code text,
	current_commit varchar,
	current_branch varchar not null default 'main',
	created_at timestamp not null,
	updated_at timestamp not null
);

create table vibecode_sessions (
	id varchar not null primary key,
	project_id varchar not null references projects (id) on delete cascade,
	openai_session_key varchar not null unique,
	conversations_db_path varchar,
	session_type varchar not null default 'vibecode',
	node_id varchar,
	created_at timestamp not null,
	updated_at timestamp not null
);

create index vibecode_sessions_project on vibecode_sessions (project_id);

create table diffs (
	id varchar not null primary key,
	session_id varchar not null references vibecode_sessions (id) on delete cascade,
	project_id varchar not null references projects (id) on delete cascade,
	base_commit varchar,
	target_branch varchar,
	diff_content text,
	status varchar not null,
	test_results text,
	tests_run_at timestamp,
	vibecoder_prompt text,
	evaluator_reasoning text,
	commit_message text,
	human_feedback text,
	committed_sha varchar,
	created_at timestamp not null,
	updated_at timestamp not null
);

create index diffs_session on diffs (session_id);
create index diffs_project on diffs (project_id);

-- The starter's table, as io/mockagents/conversation/schema-postgresql.sql has it, with this application's keys
create table conversation_messages (
	id varchar not null primary key,
	session_id varchar not null references vibecode_sessions (id) on delete cascade,
	role varchar not null,
	message_type varchar not null default 'user_input',
	input json,
	new_items json,
	final_output text,
	final_output_typed json,
	last_agent varchar,
	tool_calls json,
	tool_outputs json,
	handoffs json,
	usage_input_tokens integer,
	usage_output_tokens integer,
	usage_total_tokens integer,
	usage_cached_tokens integer,
	usage_reasoning_tokens integer,
	stream_event_type varchar,
	stream_sequence integer,
	event_data json,
	content text,
	iteration integer,
	openai_response json,
	token_usage json,
	diff_id varchar references diffs (id) on delete set null,
	last_response_id varchar,
	created_at timestamp not null,
	updated_at timestamp not null
);

create index conversation_messages_session_sequence on conversation_messages (session_id, stream_sequence);
