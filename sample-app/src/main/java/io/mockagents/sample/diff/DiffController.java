package io.mockagents.sample.diff;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.mockagents.sample.web.InvalidRequestException;
import io.mockagents.sample.web.Length;
import io.mockagents.sample.web.StorableText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The diffs over HTTP.
 */
@RestController
class DiffController {

	private final DiffService diffs;

	DiffController(DiffService diffs) {
		this.diffs = diffs;
	}

	@GetMapping("/projects/{projectId}/diffs")
	List<DiffResponse> ofProject(@PathVariable String projectId,
			@RequestParam(required = false) @Nullable String status) {
		return responses(this.diffs.findByProject(projectId, StringUtils.hasText(status) ? parse(status) : null));
	}

	@GetMapping("/sessions/{sessionId}/diffs")
	List<DiffResponse> ofSession(@PathVariable String sessionId) {
		return responses(this.diffs.findBySession(sessionId));
	}

	@GetMapping("/sessions/{sessionId}/diffs/pending")
	List<DiffResponse> pending(@PathVariable String sessionId) {
		return responses(this.diffs.findPending(sessionId));
	}

	@GetMapping("/diffs/{id}")
	DiffResponse get(@PathVariable String id) {
		return DiffResponse.of(this.diffs.get(id));
	}

	@GetMapping("/diffs/{id}/preview")
	PreviewResponse preview(@PathVariable String id) {
		return PreviewResponse.of(this.diffs.preview(id));
	}

	@PostMapping("/diffs/{id}/review")
	DiffResponse review(@PathVariable String id, @Valid @RequestBody Review review) {
		return DiffResponse.of(this.diffs.review(id, review.approved(), review.feedback()));
	}

	@PostMapping("/diffs/{id}/commit")
	CommitResponse commit(@PathVariable String id, @Valid @RequestBody(required = false) @Nullable NewCommit commit) {
		return CommitResponse.of(this.diffs.commit(id, (commit != null) ? commit.commitMessage() : null));
	}

	private static DiffStatus parse(String status) {
		return DiffStatus.of(status)
			.orElseThrow(() -> new InvalidRequestException("status: '" + status + "' is not one of "
					+ Arrays.stream(DiffStatus.values()).map(DiffStatus::value).toList()));
	}

	private static List<DiffResponse> responses(List<Diff> diffs) {
		return diffs.stream().map(DiffResponse::of).toList();
	}

	/**
	 * A person's review of a diff.
	 */
	record Review(@NotNull(message = "is required") Boolean approved, @Nullable @StorableText String feedback) {
	}

	/**
	 * The request for a commit.
	 */
	record NewCommit(@Nullable @StorableText @Length(max = 10_000,
			message = "must not have more than 10000 characters") String commitMessage) {
	}

	/**
	 * A preview of a diff as clients see it.
	 */
	record PreviewResponse(String diffId, String originalCode, String previewCode, String diffContent,
			String commitMessage) {

		static PreviewResponse of(Preview preview) {
			Diff diff = preview.diff();
			return new PreviewResponse(diff.getId(), preview.originalCode(), preview.previewCode(),
					diff.getDiffContent(), diff.getCommitMessage());
		}

	}

	/**
	 * A commit as clients see it.
	 */
	record CommitResponse(String diffId, String committedSha, String message) {

		static CommitResponse of(Diff diff) {
			String sha = Objects.requireNonNull(diff.getCommittedSha());
			return new CommitResponse(diff.getId(), sha, "Successfully committed as " + sha.substring(0, 8));
		}

	}

	/**
	 * A diff as clients see it.
	 */
	record DiffResponse(String id, String sessionId, String projectId, String baseCommit, String targetBranch,
			String diffContent, DiffStatus status, @Nullable String testResults, @Nullable LocalDateTime testsRunAt,
			String vibecoderPrompt, String evaluatorReasoning, String commitMessage, @Nullable String humanFeedback,
			@Nullable String committedSha, LocalDateTime createdAt, LocalDateTime updatedAt) {

		static DiffResponse of(Diff diff) {
			return new DiffResponse(diff.getId(), diff.getSessionId(), diff.getProjectId(), diff.getBaseCommit(),
					diff.getTargetBranch(), diff.getDiffContent(), diff.getStatus(), diff.getTestResults(),
					diff.getTestsRunAt(), diff.getVibecoderPrompt(), diff.getEvaluatorReasoning(),
					diff.getCommitMessage(), diff.getHumanFeedback(), diff.getCommittedSha(), diff.getCreatedAt(),
					diff.getUpdatedAt());
		}

	}

}
