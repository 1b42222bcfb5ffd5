package io.mockagents.sample.diff;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;

import io.mockagents.sample.web.InvalidRequestException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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

	private static DiffStatus parse(String status) {
		return DiffStatus.of(status)
			.orElseThrow(() -> new InvalidRequestException("status: '" + status + "' is not one of "
					+ Arrays.stream(DiffStatus.values()).map(DiffStatus::value).toList()));
	}

	private static List<DiffResponse> responses(List<Diff> diffs) {
		return diffs.stream().map(DiffResponse::of).toList();
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
