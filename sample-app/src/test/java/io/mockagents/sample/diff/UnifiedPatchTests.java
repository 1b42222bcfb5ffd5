package io.mockagents.sample.diff;

import java.util.List;

import com.github.difflib.patch.PatchFailedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UnifiedPatch}.
 */
class UnifiedPatchTests {

	private static final String CODE = "def main():\n    print('Ready')\n";

	@Test
	void appliesHunksWithoutFileNames() throws Exception {
		assertThat(apply("@@ -1,2 +1,3 @@\n+# A comment\n def main():\n     print('Ready')\n"))
			.isEqualTo("# A comment\n" + CODE);
	}

	@Test
	void appliesHunksWithFileNames() throws Exception {
		assertThat(apply("--- a/main.py\n+++ b/main.py\n@@ -2 +2 @@\n-    print('Ready')\n+    print('Done')\n"))
			.isEqualTo("def main():\n    print('Done')\n");
	}

	@Test
	void appliesHunksWithSectionHeadings() throws Exception {
		assertThat(apply("@@ -2,1 +2,1 @@ def main():\n-    print('Ready')\n+    print('Done')"))
			.isEqualTo("def main():\n    print('Done')\n");
	}

	@Test
	void appliesSeveralHunks() throws Exception {
		String code = "a\nb\nc\nd\ne\nf\n";
		assertThat(UnifiedPatch.parse("@@ -1,2 +1,3 @@\n+start\n a\n b\n@@ -5,2 +6,3 @@\n e\n f\n+end\n").applyTo(code))
			.isEqualTo("start\na\nb\nc\nd\ne\nf\nend\n");
	}

	@Test
	void insertsBehindTheLineThatAHunkWithoutContextNames() throws Exception {
		assertThat(apply("@@ -1,0 +2,1 @@\n+    # inside\n"))
			.isEqualTo("def main():\n    # inside\n    print('Ready')\n");
	}

	@Test
	void fillsAnEmptyFile() throws Exception {
		assertThat(UnifiedPatch.parse("@@ -0,0 +1,1 @@\n+print()\n").applyTo("")).isEqualTo("print()\n");
	}

	@Test
	void leavesTheEndOfTheFileAsItIs() throws Exception {
		assertThat(UnifiedPatch.parse("@@ -1 +1 @@\n-a\n+b\n").applyTo("a")).isEqualTo("b");
	}

	@Test
	void addsAnEmptyLineToAnEmptyFile() throws Exception {
		assertThat(UnifiedPatch.parse("@@ -0,0 +1 @@\n+\n").applyTo("")).isEqualTo("\n");
	}

	@Test
	void takesNoNoteOfWhatIsSaidOfTheEndOfTheFile() throws Exception {
		String patch = "@@ -1 +1,2 @@\n+b\n a\n\\ No newline at end of file\n";
		assertThat(UnifiedPatch.parse(patch).applyTo("a")).isEqualTo("b\na");
		assertThat(UnifiedPatch.parse(patch).applyTo("a\n")).isEqualTo("b\na\n");
	}

	@Test
	void keepsTheLineBreaksOfTheFile() throws Exception {
		for (String lineBreak : List.of("\n", "\r\n")) {
			String patch = "@@ -1,2 +1,3 @@\n a\n+new\n b\n".replace("\n", lineBreak);
			assertThat(UnifiedPatch.parse(patch).applyTo("a\r\nb\r\n")).isEqualTo("a\r\nnew\r\nb\r\n");
			assertThat(UnifiedPatch.parse(patch).applyTo("a\r\nb")).isEqualTo("a\r\nnew\r\nb");
			assertThat(UnifiedPatch.parse(patch).applyTo("a\nb\n")).isEqualTo("a\nnew\nb\n");
		}
		assertThat(UnifiedPatch.parse("@@ -1,2 +1,3 @@\n a\r\n+new\r\n b\n").applyTo("a\r\nb\n"))
			.isEqualTo("a\r\nnew\r\nb\n");
	}

	@Test
	void refusesCodeThatDiffersFromTheContext() {
		assertThatExceptionOfType(PatchFailedException.class)
			.isThrownBy(() -> apply("@@ -1,2 +1,3 @@\n+# A comment\n def other():\n     print('Ready')\n"))
			.withMessage("its hunk at line 1 does not match the lines there");
	}

	@Test
	void refusesLinesBehindTheEndOfTheFile() {
		assertThatExceptionOfType(PatchFailedException.class).isThrownBy(() -> apply("@@ -40,1 +40,1 @@\n-x\n+y\n"))
			.withMessage("its hunk at line 40 does not match the lines there");
	}

	@Test
	void refusesALineTooManyAtTheEndOfTheFile() {
		assertThatExceptionOfType(PatchFailedException.class)
			.isThrownBy(() -> apply("@@ -1,3 +1,4 @@\n+# A comment\n def main():\n     print('Ready')\n \n"))
			.withMessage("its hunk at line 1 does not match the lines there");
	}

	@Test
	void takesNoNoteOfEmptyLinesAtItsEnd() throws Exception {
		assertThat(apply("@@ -2 +2 @@\n-    print('Ready')\n+    print('Done')\n\n\r\n"))
			.isEqualTo("def main():\n    print('Done')\n");
	}

	@Test
	void keepsCharactersThatBreakLinesElsewhere() throws Exception {
		assertThat(apply("@@ -2 +2 @@\n-    print('Ready')\n+\f\u0085\u2028\n"))
			.isEqualTo("def main():\n\f\u0085\u2028\n");
	}

	@Test
	void refusesCharactersThatNoCodeContains() {
		assertThatExceptionOfType(PatchFailedException.class)
			.isThrownBy(() -> apply("@@ -1,2 +1,3 @@\n+# \0\n def main():\n     print('Ready')\n"))
			.withMessageContaining("NUL");
	}

	@Test
	void refusesTextThatIsNotAPatch() {
		assertThatExceptionOfType(PatchFailedException.class).isThrownBy(() -> apply("Add a comment"))
			.withMessageContaining("does not contain a hunk");
	}

	private static String apply(String patch) throws PatchFailedException {
		return UnifiedPatch.parse(patch).applyTo(CODE);
	}

}
