package io.mockagents.sample.session;

import java.time.Clock;

import io.mockagents.sample.data.StoredEntity;
import io.mockagents.sample.project.Project;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of a project with its agents.
 */
@Entity
@Table(name = "vibecode_sessions")
public class VibecodeSession extends StoredEntity {

	private String projectId;

	private String openaiSessionKey;

	private @Nullable String conversationsDbPath;

	private String sessionType;

	private @Nullable String nodeId;

	/**
	 * For JPA.
	 */
	@SuppressWarnings("NullAway.Init")
	protected VibecodeSession() {
	}

	private VibecodeSession(Project project, String key, String type, Clock clock) {
		super(clock);
		this.projectId = project.getId();
		this.openaiSessionKey = key;
		this.conversationsDbPath = "media/projects/" + project.getSlug() + "_conversations.db";
		this.sessionType = type;
	}

	static VibecodeSession of(Project project, SessionType type, Clock clock) {
		return new VibecodeSession(project, type.key(project), type.value(), clock);
	}

	public String getProjectId() {
		return this.projectId;
	}

	/**
	 * Return the key under which the SDK keeps the agent's memory of the conversation.
	 * @return the key
	 */
	public String getOpenaiSessionKey() {
		return this.openaiSessionKey;
	}

	public @Nullable String getConversationsDbPath() {
		return this.conversationsDbPath;
	}

	public String getSessionType() {
		return this.sessionType;
	}

	/**
	 * Return whether this is the conversation that clients see, rather than what the
	 * Evaluator is asked.
	 * @return whether clients see it
	 */
	public boolean isSeenByClients() {
		return SessionType.VIBECODE.value().equals(this.sessionType);
	}

	public @Nullable String getNodeId() {
		return this.nodeId;
	}

}
