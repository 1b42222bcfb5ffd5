package io.mockagents.scenario.yaml;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * A reader that leaves the last place of what it is to fill free. SnakeYAML Engine reads
 * one character more when the last it got is the first half of a surrogate pair, but in a
 * full buffer (of 1,025 characters) has no place for it. Not safe for several threads.
 */
final class RoomForPairsReader extends FilterReader {

	/**
	 * Create a reader of YAML.
	 * @param reader what to read; closed with this one
	 */
	RoomForPairsReader(Reader reader) {
		super(reader);
	}

	@Override
	public int read(char[] buffer, int offset, int length) throws IOException {
		return super.read(buffer, offset, (length > 1) ? length - 1 : length);
	}

}
