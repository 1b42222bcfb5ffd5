package io.mockagents.wire;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.python.PythonCharacters;

/**
 * A text in the pieces in which it is streamed: words of at most eleven characters with
 * the space before them, punctuation with the space before it, and other space.
 */
public final class Deltas {

	/**
	 * The number of characters to a multiple of which a piece is filled up.
	 */
	private static final int BLOCK = 16;

	private static final int LONGEST_WORD = 11;

	private final String text;

	private final String[] pieces;

	private final byte[] paddings;

	private Deltas(String text, String[] pieces) {
		this.text = text;
		this.pieces = pieces;
		this.paddings = new byte[pieces.length];
		for (int i = 0; i < pieces.length; i++) {
			int length = pieces[i].codePointCount(0, pieces[i].length());
			this.paddings[i] = (byte) Math.floorMod(-length, BLOCK);
		}
	}

	public static Deltas of(String text) {
		List<String> pieces = new ArrayList<>();
		int start = 0;
		while (start < text.length()) {
			int end = end(text, start);
			pieces.add(text.substring(start, end));
			start = end;
		}
		return new Deltas(text, pieces.toArray(String[]::new));
	}

	/**
	 * Return a text in given pieces.
	 * @param pieces the pieces, which make up the text
	 */
	static Deltas of(List<String> pieces) {
		return new Deltas(String.join("", pieces), pieces.toArray(String[]::new));
	}

	private static int end(String text, int start) {
		int next = PythonCharacters.isSpace(text.codePointAt(start)) ? start + 1 : start;
		if (next < text.length() && PythonCharacters.isWord(text.codePointAt(next))) {
			return wordEnd(text, next);
		}
		while (next < text.length() && PythonCharacters.isSpace(text.codePointAt(next))) {
			next++;
		}
		while (next < text.length() && !PythonCharacters.isSpace(text.codePointAt(next))
				&& !PythonCharacters.isWord(text.codePointAt(next))) {
			next += Character.charCount(text.codePointAt(next));
		}
		return next;
	}

	private static int wordEnd(String text, int start) {
		int end = start;
		for (int i = 0; i < LONGEST_WORD && end < text.length()
				&& PythonCharacters.isWord(text.codePointAt(end)); i++) {
			end += Character.charCount(text.codePointAt(end));
		}
		return end;
	}

	public String text() {
		return this.text;
	}

	int size() {
		return this.pieces.length;
	}

	String piece(int index) {
		return this.pieces[index];
	}

	/**
	 * Return how many characters hide the length of a piece.
	 */
	int padding(int index) {
		return this.paddings[index];
	}

}
