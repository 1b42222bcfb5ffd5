package io.mockagents.sample.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import com.github.difflib.patch.PatchFailedException;

/**
 * A patch of one file in unified format, as models write it: with or without the lines
 * that name the file, and with or without a section heading behind the hunk's numbers.
 */
public final class UnifiedPatch {

	private static final Pattern HUNK = Pattern
		.compile("@@ -(?<old>\\d{1,9})(?:,(?<oldCount>\\d{1,9}))? \\+(?<new>\\d{1,9}(?:,\\d{1,9})?) @@.*");

	private final Patch<String> patch;

	private UnifiedPatch(Patch<String> patch) {
		this.patch = patch;
	}

	/**
	 * Read a patch.
	 * @param text the patch
	 * @return the patch
	 * @throws PatchFailedException if it holds no hunk
	 */
	public static UnifiedPatch parse(String text) throws PatchFailedException {
		List<String> hunks = hunks(text);
		if (hunks.isEmpty()) {
			throw new PatchFailedException("it holds no hunk (a line such as @@ -1,2 +1,3 @@)");
		}
		List<String> lines = new ArrayList<>(List.of("--- main.py", "+++ main.py"));
		lines.addAll(hunks);
		return new UnifiedPatch(UnifiedDiffUtils.parseUnifiedDiff(lines));
	}

	private static List<String> hunks(String text) {
		return text.replaceAll("(\\R)+$", "")
			.lines()
			.dropWhile((line) -> !HUNK.matcher(line).matches())
			.map(UnifiedPatch::normalize)
			.toList();
	}

	private static String normalize(String line) {
		Matcher hunk = HUNK.matcher(line);
		if (!hunk.matches()) {
			return line;
		}
		int start = Integer.parseInt(hunk.group("old"));
		// Of a hunk that only inserts, the number is that of the line before
		boolean inserts = "0".equals(hunk.group("oldCount"));
		return "@@ -" + (inserts ? start + 1 : start) + " +" + hunk.group("new") + " @@";
	}

	/**
	 * Apply the patch.
	 * @param code the content of the file
	 * @return its content after the patch
	 * @throws PatchFailedException if the patch does not fit the content
	 */
	public String applyTo(String code) throws PatchFailedException {
		String patched = String.join("\n", this.patch.applyTo(code.lines().toList()));
		return (patched.isEmpty() || (!code.isEmpty() && !code.endsWith("\n"))) ? patched : patched + "\n";
	}

}
