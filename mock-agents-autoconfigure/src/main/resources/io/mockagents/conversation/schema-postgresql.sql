-- The table of the conversations. It may be copied into a migration of the application, with
-- mock-agents.conversation.initialize-schema set to never.

-- Two processes that start at once take turns
select pg_advisory_xact_lock(7235419280476510061);

create table if not exists conversation_messages (
	id varchar not null primary key,
	session_id varchar not null,
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
	diff_id varchar,
	last_response_id varchar,
	created_at timestamp not null,
	updated_at timestamp not null
);

-- Reads a session in order, and finds the last number of its events
create index if not exists conversation_messages_session_sequence
	on conversation_messages (session_id, stream_sequence);
