package io.mockagents.scenario.yaml;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.scenario.yaml.Node.ListNode;
import io.mockagents.scenario.yaml.Node.Member;
import io.mockagents.scenario.yaml.Node.ObjectNode;
import io.mockagents.scenario.yaml.Node.ScalarNode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML and JSON into nodes. Files are not trusted: their depth and the size of
 * their tokens are limited, and aliases and tags of YAML are refused.
 */
public final class NodeReader {

	private static final int MAX_DEPTH = 50;

	private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
		.maxNestingDepth(MAX_DEPTH)
		.maxNumberLength(100)
		.build();

	private static final TokenStreamFactory JSON = JsonFactory.builder().streamReadConstraints(LIMITS).build();

	private static final TokenStreamFactory YAML = YAMLFactory.builder().streamReadConstraints(LIMITS).build();

	private final JsonParser parser;

	private final Problems problems;

	private int depth;

	private NodeReader(JsonParser parser, Problems problems) {
		this.parser = parser;
		this.problems = problems;
	}

	/**
	 * Read a file.
	 * @param text the content of the file
	 * @param json whether the text is JSON rather than YAML
	 * @param problems where problems are added
	 * @return its content, or {@code null} if it cannot be read, which is then one of the
	 * problems
	 */
	public static @Nullable Node read(String text, boolean json, Problems problems) {
		try (JsonParser parser = (json ? JSON : YAML).createParser(ObjectReadContext.empty(),
				new RoomForPairsReader(new StringReader(text)))) {
			return new NodeReader(parser, problems).document();
		}
		catch (JacksonException ex) {
			TokenStreamLocation location = ex.getLocation();
			String message = ex.getOriginalMessage().lines().findFirst().orElse("").strip();
			problems.add((location != null) ? Math.max(0, location.getLineNr()) : 0,
					(location != null) ? Math.max(0, location.getColumnNr()) : 0, "", null,
					"not valid " + (json ? "JSON" : "YAML") + ": " + message, null);
			return null;
		}
		catch (TooDeepException ex) {
			problems.add(ex.line, ex.column, "", null, "nested more than " + MAX_DEPTH + " levels deep",
					"Make the file flatter");
			return null;
		}
	}

	private @Nullable Node document() {
		JsonToken first = this.parser.nextToken();
		if (first == null) {
			this.problems.add(0, 0, "", null, "the file is empty", "Write a scenario, or a list of scenarios");
			return null;
		}
		Node node = node(first);
		if (this.parser.nextToken() != null) {
			TokenStreamLocation location = this.parser.currentTokenLocation();
			this.problems.add(location.getLineNr(), location.getColumnNr(), "", null,
					"the file contains a second document", "Write several scenarios as one list");
		}
		return node;
	}

	private Node node(JsonToken token) {
		TokenStreamLocation location = this.parser.currentTokenLocation();
		int line = location.getLineNr();
		int column = location.getColumnNr();
		checkYaml(line, column);
		if (++this.depth > MAX_DEPTH) {
			throw new TooDeepException(line, column);
		}
		Node node = switch (token) {
			case START_OBJECT -> new ObjectNode(line, column, members());
			case START_ARRAY -> new ListNode(line, column, elements());
			default -> new ScalarNode(line, column, scalar(token, line, column));
		};
		this.depth--;
		return node;
	}

	private void checkYaml(int line, int column) {
		if (!(this.parser instanceof YAMLParser yaml)) {
			return;
		}
		if (yaml.isCurrentAlias() || yaml.getObjectId() != null) {
			this.problems.add(line, column, "", null, "YAML anchors and aliases are not allowed here",
					"Repeat the value, or quote it if it is text that starts with '&' or '*'");
		}
		else if (yaml.getTypeId() != null) {
			this.problems.add(line, column, "", "!" + yaml.getTypeId(), "YAML tags are not allowed here",
					"Remove the tag, or quote the value if it is text that starts with '!'");
		}
	}

	private Map<String, Member> members() {
		Map<String, Member> members = new LinkedHashMap<>();
		while (this.parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String key = this.parser.currentName();
			TokenStreamLocation location = this.parser.currentTokenLocation();
			Member member = new Member(location.getLineNr(), location.getColumnNr(), node(this.parser.nextToken()));
			Member other = members.putIfAbsent(key, member);
			if (other != null) {
				this.problems.add(member.line(), member.column(), key, null,
						"'" + key + "' appears a second time (first in line " + other.line() + ")", "Keep one of them");
			}
		}
		return members;
	}

	private List<Node> elements() {
		List<Node> elements = new ArrayList<>();
		JsonToken token = this.parser.nextToken();
		while (token != JsonToken.END_ARRAY) {
			elements.add(node(token));
			token = this.parser.nextToken();
		}
		return elements;
	}

	private @Nullable Object scalar(JsonToken token, int line, int column) {
		return switch (token) {
			case VALUE_STRING -> this.parser.getString();
			case VALUE_TRUE -> Boolean.TRUE;
			case VALUE_FALSE -> Boolean.FALSE;
			case VALUE_NULL -> null;
			case VALUE_NUMBER_INT -> JsonObject.normalize(this.parser.getBigIntegerValue());
			case VALUE_NUMBER_FLOAT -> decimal(line, column);
			default -> {
				this.problems.add(line, column, "", null, "not a value: " + token, null);
				yield null;
			}
		};
	}

	private @Nullable Object decimal(int line, int column) {
		if (this.parser.isNaN()) {
			this.problems.add(line, column, "", this.parser.getString(), "not a JSON number", "Quote it if it is text");
			return null;
		}
		return JsonObject.normalize(this.parser.getDecimalValue());
	}

	private static final class TooDeepException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final int line;

		private final int column;

		TooDeepException(int line, int column) {
			super(null, null, false, false);
			this.line = line;
			this.column = column;
		}

	}

}
