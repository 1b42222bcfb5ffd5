package io.mockagents.sample.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages of the project and the blocks of code in them.
 */
final class Pages {

	static final Path ROOT = Path.of("..");

	private static final Pattern FENCE = Pattern.compile("^( *)```(\\S*)$");

	private Pages() {
	}

	/**
	 * Return the files with an extension, without visiting directories whose content
	 * other processes change at the same time.
	 */
	static List<Path> files(String extension) throws IOException {
		List<Path> files = new ArrayList<>();
		Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
				String name = directory.getFileName().toString();
				boolean excluded = List.of("target", "resources", "node_modules").contains(name)
						|| (name.startsWith(".") && !directory.equals(ROOT));
				return excluded ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				if (file.toString().endsWith(extension)) {
					files.add(file);
				}
				return FileVisitResult.CONTINUE;
			}

		});
		return files;
	}

	/**
	 * Return the fenced blocks of all pages.
	 */
	static List<Block> blocks() {
		try {
			List<Block> blocks = new ArrayList<>();
			for (Path page : files(".md")) {
				blocks(page, blocks);
			}
			return blocks;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the fenced blocks in one of some languages.
	 */
	static List<Block> blocks(String... languages) {
		return blocks().stream().filter((block) -> List.of(languages).contains(block.language())).toList();
	}

	private static void blocks(Path page, List<Block> blocks) throws IOException {
		List<String> lines = Files.readAllLines(page);
		for (int start = 0; start < lines.size(); start++) {
			Matcher fence = FENCE.matcher(lines.get(start));
			if (fence.matches()) {
				int indentation = fence.group(1).length();
				StringBuilder text = new StringBuilder();
				int end = start + 1;
				for (; !lines.get(end).equals(fence.group(1) + "```"); end++) {
					String line = lines.get(end);
					text.append(line.isBlank() ? "" : line.substring(indentation)).append('\n');
				}
				blocks.add(new Block(ROOT.relativize(page), start + 1, fence.group(2), text.toString()));
				start = end;
			}
		}
	}

	/**
	 * A fenced block.
	 *
	 * @param page the page, from the root of the project
	 * @param line the line of the fence
	 * @param language what follows the fence, or an empty text
	 * @param text the lines between the fences
	 */
	record Block(Path page, int line, String language, String text) {

		@Override
		public String toString() {
			return this.page + ":" + this.line;
		}

	}

}
