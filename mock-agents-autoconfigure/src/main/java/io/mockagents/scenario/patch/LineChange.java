package io.mockagents.scenario.patch;

import java.util.ArrayList;
import java.util.List;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.InsertDelta;
import com.github.difflib.patch.Patch;

/**
 * A change of neighbouring lines of a file. Lines include the line breaks that end them.
 *
 * @param lines the lines of the file
 * @param at the first line that changes
 * @param removed the lines that go
 * @param added the lines that come
 */
public record LineChange(List<String> lines, int at, List<String> removed, List<String> added) {

	private static final int CONTEXT = 3;

	private static final int FILE_NAMES = 2;

	/**
	 * Insert lines, given without line breaks, before a line.
	 */
	static LineChange insert(PythonCode code, int at, List<String> inserted) {
		List<String> lines = code.lines();
		List<String> added = terminated(inserted, code.lineBreakAt(at));
		boolean behindOpenEnd = at > 0 && at == lines.size() && !lines.get(at - 1).endsWith("\n");
		if (!behindOpenEnd) {
			return new LineChange(lines, at, List.of(), added);
		}
		String last = lines.get(at - 1);
		added.add(0, last + "\n");
		return new LineChange(lines, at - 1, List.of(last), added);
	}

	/**
	 * Replace a line by lines, given without line breaks.
	 */
	static LineChange replace(PythonCode code, int at, List<String> replacement) {
		return new LineChange(code.lines(), at, List.of(code.lines().get(at)),
				terminated(replacement, code.lineBreakAt(at + 1)));
	}

	private static List<String> terminated(List<String> lines, String lineBreak) {
		List<String> terminated = new ArrayList<>();
		lines.forEach((line) -> terminated.add(line + lineBreak));
		return terminated;
	}

	/**
	 * Return the change as a unified diff without the lines that name the file.
	 * @return the change as a unified diff without the lines that name the file
	 */
	public String diff() {
		AbstractDelta<String> delta = this.removed.isEmpty()
				? new InsertDelta<>(new Chunk<>(this.at, this.removed), new Chunk<>(this.at, this.added))
				: new ChangeDelta<>(new Chunk<>(this.at, this.removed), new Chunk<>(this.at, this.added));
		Patch<String> patch = new Patch<>();
		patch.addDelta(delta);
		List<String> diff = UnifiedDiffUtils.generateUnifiedDiff("", "", this.lines, patch, CONTEXT);
		StringBuilder text = new StringBuilder(diff.get(FILE_NAMES)).append('\n');
		for (String line : diff.subList(FILE_NAMES + 1, diff.size())) {
			text.append(line).append(line.endsWith("\n") ? "" : "\n\\ No newline at end of file\n");
		}
		return text.toString();
	}

}
