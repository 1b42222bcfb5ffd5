-- A diff that is deleted is looked for in all messages
create index conversation_messages_diff on conversation_messages (diff_id) where diff_id is not null;
