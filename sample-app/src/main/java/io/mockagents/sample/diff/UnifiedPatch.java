package io.mockagents.sample.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import com.github.difflib.patch.PatchFailedException;
import com.github.difflib.patch.VerifyChunk;

/**
 * A patch of one file in unified format, as models write it: with or without the lines
 * that name the file, and with or without a section heading behind the hunk's numbers.
 */
public final class UnifiedPatch {

	private static final Pattern HUNK = Pattern
		.compile("@@ -(?<old>\\d{1,9})(?:,(?<oldCount>\\d{1,9}))? \\+(?<new>\\d{1,9}(?:,\\d{1,9})?) @@.*");

	private static final String WINDOWS_LINE_BREAK = "\r\n";

	private final List<String> hunks;

	private UnifiedPatch(List<String> hunks) {
		this.hunks = hunks;
	}

	/**
	 * Read a patch.
	 * @param text the patch
	 * @return the patch
	 * @throws PatchFailedException if it contains no hunk, or a character that is not
	 * allowed in code
	 */
	public static UnifiedPatch parse(String text) throws PatchFailedException {
		if (text.indexOf('\0') >= 0) {
			throw new PatchFailedException("it contains a NUL character");
		}
		List<String> hunks = hunks(text);
		if (hunks.isEmpty()) {
			throw new PatchFailedException("it does not contain a hunk (a line such as @@ -1,2 +1,3 @@)");
		}
		return new UnifiedPatch(hunks);
	}

	private static List<String> hunks(String text) {
		return Arrays.stream(withoutLineBreaksAtItsEnd(text).split("\n", -1))
			.dropWhile((line) -> !HUNK.matcher(line.stripTrailing()).matches())
			// The mark of the end of the file: the end stays as it is
			.filter((line) -> !line.startsWith("\\"))
			.map(UnifiedPatch::normalize)
			.toList();
	}

	private static String withoutLineBreaksAtItsEnd(String text) {
		int end = text.length();
		while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
			end--;
		}
		return text.substring(0, end);
	}

	private static String normalize(String line) {
		Matcher hunk = HUNK.matcher(line.stripTrailing());
		if (!hunk.matches()) {
			return line;
		}
		int start = Integer.parseInt(hunk.group("old"));
		// Of a hunk that only inserts, the number is that of the line before
		boolean inserts = "0".equals(hunk.group("oldCount"));
		return "@@ -" + (inserts ? start + 1 : start) + " +" + hunk.group("new") + " @@";
	}

	/**
	 * Apply the patch. If all lines of the file end in the same way, so do those that the
	 * patch adds.
	 * @param code the content of the file
	 * @return its content after the patch
	 * @throws PatchFailedException if the patch does not fit the content
	 */
	public String applyTo(String code) throws PatchFailedException {
		String lineBreak = lineBreak(code);
		boolean open = !code.isEmpty() && !code.endsWith(lineBreak);
		List<String> lines = List.of(code.split(lineBreak, -1));
		List<String> patched = apply(patch(lines), open ? lines : lines.subList(0, lines.size() - 1));
		return String.join(lineBreak, patched) + ((patched.isEmpty() || open) ? "" : lineBreak);
	}

	private static List<String> apply(Patch<String> patch, List<String> code) throws PatchFailedException {
		for (AbstractDelta<String> delta : patch.getDeltas()) {
			if (delta.getSource().verifyChunk(code) != VerifyChunk.OK) {
				throw new PatchFailedException("its hunk at line %d does not match the lines there"
					.formatted(delta.getSource().getPosition() + 1));
			}
		}
		return patch.applyTo(code);
	}

	private static String lineBreak(String code) {
		boolean windows = code.contains(WINDOWS_LINE_BREAK) && !code.replace(WINDOWS_LINE_BREAK, "").contains("\n");
		return windows ? WINDOWS_LINE_BREAK : "\n";
	}

	private Patch<String> patch(List<String> code) {
		boolean exact = code.stream().anyMatch((line) -> line.endsWith("\r"));
		List<String> lines = new ArrayList<>(List.of("--- main.py", "+++ main.py"));
		this.hunks.forEach(
				(line) -> lines.add((!exact && line.endsWith("\r")) ? line.substring(0, line.length() - 1) : line));
		return UnifiedDiffUtils.parseUnifiedDiff(lines);
	}

}
