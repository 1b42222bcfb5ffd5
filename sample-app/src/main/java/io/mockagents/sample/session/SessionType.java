package io.mockagents.sample.session;

import java.util.Locale;

import io.mockagents.sample.project.Project;

/**
 * Whose conversation a session is.
 */
enum SessionType {

	/** The conversation with the Vibecoder: the one that clients see. */
	VIBECODE(""),

	/** The questions to the Evaluator about the patches of a project. */
	EVALUATOR("_evaluator"),

	/** The questions about the commit messages of a project. */
	COMMIT_MESSAGE_WRITER("_commit_message_writer");

	private final String keySuffix;

	SessionType(String keySuffix) {
		this.keySuffix = keySuffix;
	}

	String value() {
		return name().toLowerCase(Locale.ROOT);
	}

	String key(Project project) {
		return "project_" + project.getSlug() + this.keySuffix;
	}

}
