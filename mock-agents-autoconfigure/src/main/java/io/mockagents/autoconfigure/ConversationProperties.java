package io.mockagents.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Settings of the storage of conversations.
 *
 * @param enabled Whether conversations are stored. By default they are while mocks are
 * on. When they are not, runs still stream and publish their events.
 * @param initializeSchema When to create the conversations table. By default it is
 * created wherever it is absent, and one that is present is left as it is. "embedded"
 * creates it only on a server of this machine, as those are that tests start. With
 * "never", copy io/mockagents/conversation/schema-postgresql.sql into a migration.
 */
@ConfigurationProperties("mock-agents.conversation")
record ConversationProperties(@Nullable Boolean enabled,
		@DefaultValue("always") DatabaseInitializationMode initializeSchema) {

}
