package io.mockagents.scenario.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A text that may contain fenced code blocks. A block ends with a fence at least as long
 * as the one it starts with; one that does not end is not a block.
 */
public final class MarkdownText {

	private final List<String> lines;

	private final List<Block> blocks = new ArrayList<>();

	/**
	 * Create a text.
	 * @param text the text
	 */
	public MarkdownText(String text) {
		this.lines = List.of(text.split("\n", -1));
		if (text.contains("```") || text.contains("~~~")) {
			for (int at = 0; at < this.lines.size(); at++) {
				int end = end(at);
				if (end >= 0) {
					this.blocks.add(new Block(at, end));
					at = end;
				}
			}
		}
	}

	private int end(int start) {
		String opening = this.lines.get(start).strip();
		String fence = fence(opening);
		if (fence.length() < 3 || (fence.startsWith("`") && opening.indexOf('`', fence.length()) >= 0)) {
			return -1;
		}
		for (int i = start + 1; i < this.lines.size(); i++) {
			String line = this.lines.get(i).strip();
			if (line.startsWith(fence) && fence(line).length() == line.length()) {
				return i;
			}
		}
		return -1;
	}

	private static String fence(String line) {
		int length = 0;
		while (length < line.length() && (line.charAt(length) == '`' || line.charAt(length) == '~')
				&& line.charAt(length) == line.charAt(0)) {
			length++;
		}
		return line.substring(0, length);
	}

	/**
	 * Return the text without its code blocks.
	 * @return the rest, without space around it if there were any
	 */
	public String withoutCode() {
		if (this.blocks.isEmpty()) {
			return String.join("\n", this.lines);
		}
		StringBuilder rest = new StringBuilder();
		int at = 0;
		for (Block block : this.blocks) {
			this.lines.subList(at, block.start()).forEach((line) -> rest.append(line).append('\n'));
			at = block.end() + 1;
		}
		this.lines.subList(at, this.lines.size()).forEach((line) -> rest.append(line).append('\n'));
		return rest.toString().strip();
	}

	/**
	 * Return the content of the first block that is marked as Python, otherwise of the
	 * first block. A line break before the closing fence is taken to belong to the last
	 * line of the code, so that the template <code>```python\n{code}\n```</code> gives
	 * the code itself whether or not it ends with a line break.
	 * @return the content, or {@code null} if there is no block
	 */
	public @Nullable String code() {
		Block found = this.blocks.stream()
			.filter(this::isPython)
			.findFirst()
			.orElse(this.blocks.isEmpty() ? null : this.blocks.get(0));
		if (found == null) {
			return null;
		}
		String code = String.join("\n", this.lines.subList(found.start() + 1, found.end()));
		return (code.isEmpty() || code.endsWith("\n")) ? code : code + "\n";
	}

	private boolean isPython(Block block) {
		String opening = this.lines.get(block.start()).strip();
		String info = opening.substring(fence(opening).length()).strip().toLowerCase(Locale.ROOT);
		return info.startsWith("py");
	}

	/**
	 * A code block.
	 *
	 * @param start the line with the opening fence
	 * @param end the line with the closing fence
	 */
	private record Block(int start, int end) {
	}

}
