package io.mockagents.sample.documentation;

import java.nio.file.Path;
import java.util.List;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.ConversationJournal;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.mock.MockAgents;
import io.mockagents.recording.RecordedRun;
import org.jspecify.annotations.NullUnmarked;

/**
 * The variables that blocks of Java on the pages use without declaring them.
 */
@NullUnmarked
public abstract class Given {

	protected AgentRunner agentRunner;

	protected AgentRunner runner;

	protected MockAgents mockAgents;

	protected ConversationMessages conversationMessages;

	protected ConversationJournal journal;

	protected Agent agent;

	protected FunctionTool submitPatch;

	protected RunRequest request;

	protected String session;

	protected String sessionId;

	protected String marker;

	protected Path log;

	protected RecordedRun recordedRun;

	protected List<StreamEvent> eventsOfAFreshRun;

}
