package io.mockagents.scenario.yaml;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.json.Excerpt;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one file.
 */
public final class Problems {

	private static final int SHOWN = 60;

	private final String resource;

	private final List<Problem> problems = new ArrayList<>();

	public Problems(String resource) {
		this.resource = resource;
	}

	public void add(int line, int column, String field, @Nullable String value, String message,
			@Nullable String remedy) {
		this.problems.add(new Problem(this.resource, line, column, field, value, message, remedy));
	}

	public void add(Node node, String field, String message, @Nullable String remedy) {
		add(node.line(), node.column(), field, shown(node), message, remedy);
	}

	private static String shown(Node node) {
		if (node instanceof Node.ScalarNode scalar && scalar.value() != null) {
			String text = JsonCodec.write(scalar.value());
			return Excerpt.of(text, SHOWN);
		}
		return node.kind();
	}

	public String resource() {
		return this.resource;
	}

	public boolean isEmpty() {
		return this.problems.isEmpty();
	}

	public List<Problem> list() {
		return this.problems;
	}

}
