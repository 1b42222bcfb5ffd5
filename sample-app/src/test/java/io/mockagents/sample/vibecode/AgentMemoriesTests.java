package io.mockagents.sample.vibecode;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.Session;
import io.mockagents.sample.session.SessionDeleted;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.session.VibecodeSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link AgentMemories}.
 */
class AgentMemoriesTests {

	private static final JsonObject ITEM = JsonObject.of("role", "user", "content", "Hello");

	private final SessionService sessions = mock();

	private final VibecodeSession session = mock();

	private final AgentMemories memories = new AgentMemories(this.sessions);

	@BeforeEach
	void setUp() {
		given(this.session.getId()).willReturn("s");
		given(this.session.getOpenaiSessionKey()).willReturn("project_demo");
	}

	@Test
	void sessionIsRemembered() {
		given(this.sessions.exists("s")).willReturn(true);
		this.memories.of(this.session).addItems(List.of(ITEM));
		assertThat(itemsOf(this.memories.of(this.session))).containsExactly(ITEM);
	}

	@Test
	void deletedSessionIsForgotten() {
		given(this.sessions.exists("s")).willReturn(true);
		this.memories.of(this.session).addItems(List.of(ITEM));
		this.memories.forget(new SessionDeleted("s"));
		assertThat(itemsOf(this.memories.of(this.session))).isEmpty();
	}

	@Test
	void sessionThatWasDeletedBeforehandIsNotRemembered() {
		this.memories.forget(new SessionDeleted("s"));
		this.memories.of(this.session).addItems(List.of(ITEM));
		assertThat(itemsOf(this.memories.of(this.session))).isEmpty();
	}

	private static List<JsonObject> itemsOf(Session memory) {
		return memory.getItems(null);
	}

}
