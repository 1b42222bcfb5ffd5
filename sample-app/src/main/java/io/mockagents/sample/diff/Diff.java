package io.mockagents.sample.diff;

import java.time.Clock;
import java.time.LocalDateTime;

import io.mockagents.sample.data.StoredEntity;
import io.mockagents.sample.project.Project;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A patch that the evaluator approved, on its way into the project's code.
 */
@Entity
@Table(name = "diffs")
public class Diff extends StoredEntity {

	private String sessionId;

	private String projectId;

	private String baseCommit;

	private String targetBranch;

	private String diffContent;

	@Convert(converter = StatusConverter.class)
	private DiffStatus status;

	private @Nullable String testResults;

	private @Nullable LocalDateTime testsRunAt;

	private String vibecoderPrompt;

	private String evaluatorReasoning;

	private String commitMessage;

	private @Nullable String humanFeedback;

	private @Nullable String committedSha;

	/**
	 * For JPA.
	 */
	@SuppressWarnings("NullAway.Init")
	protected Diff() {
	}

	Diff(String sessionId, Project base, ApprovedPatch patch, Clock clock) {
		super(clock);
		this.sessionId = sessionId;
		this.projectId = base.getId();
		this.baseCommit = base.getCurrentCommit();
		this.targetBranch = base.getCurrentBranch();
		this.diffContent = patch.patch();
		this.status = DiffStatus.EVALUATOR_APPROVED;
		this.vibecoderPrompt = patch.prompt();
		this.evaluatorReasoning = patch.reasoning();
		this.commitMessage = patch.commitMessage();
	}

	/**
	 * Remember what a person thinks of the diff, and why it is rejected.
	 */
	void review(boolean approved, @Nullable String feedback, Clock clock) {
		this.status = approved ? DiffStatus.HUMAN_APPROVED : DiffStatus.HUMAN_REJECTED;
		if (!approved) {
			this.humanFeedback = StringUtils.hasLength(feedback) ? feedback : "No feedback provided";
		}
		touch(clock);
	}

	/**
	 * Remember the commit that the diff became. Its message stays the evaluator's.
	 */
	void committed(String sha, Clock clock) {
		this.status = DiffStatus.COMMITTED;
		this.committedSha = sha;
		touch(clock);
	}

	public String getSessionId() {
		return this.sessionId;
	}

	public String getProjectId() {
		return this.projectId;
	}

	public String getBaseCommit() {
		return this.baseCommit;
	}

	public String getTargetBranch() {
		return this.targetBranch;
	}

	public String getDiffContent() {
		return this.diffContent;
	}

	public DiffStatus getStatus() {
		return this.status;
	}

	public @Nullable String getTestResults() {
		return this.testResults;
	}

	public @Nullable LocalDateTime getTestsRunAt() {
		return this.testsRunAt;
	}

	public String getVibecoderPrompt() {
		return this.vibecoderPrompt;
	}

	public String getEvaluatorReasoning() {
		return this.evaluatorReasoning;
	}

	public String getCommitMessage() {
		return this.commitMessage;
	}

	public @Nullable String getHumanFeedback() {
		return this.humanFeedback;
	}

	public @Nullable String getCommittedSha() {
		return this.committedSha;
	}

	@Converter
	static final class StatusConverter implements AttributeConverter<DiffStatus, String> {

		@Override
		public String convertToDatabaseColumn(DiffStatus status) {
			return status.value();
		}

		@Override
		public DiffStatus convertToEntityAttribute(String value) {
			return DiffStatus.of(value).orElseThrow();
		}

	}

}
