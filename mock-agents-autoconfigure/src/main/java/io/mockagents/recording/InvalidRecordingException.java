package io.mockagents.recording;

/**
 * A part of a recording cannot be played: something is missing, twice there, cut off or
 * unknown.
 */
public class InvalidRecordingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String position;

	private final String problem;

	/**
	 * Create an exception.
	 * @param position where it is: a file with a line, or the id of a row
	 * @param problem what is wrong, and what to do about it
	 */
	public InvalidRecordingException(String position, String problem) {
		super(position + ": " + problem);
		this.position = position;
		this.problem = problem;
	}

	/**
	 * Return where the problem is.
	 * @return a file with a line, or the id of a row
	 */
	public String position() {
		return this.position;
	}

	/**
	 * Return what is wrong.
	 * @return the problem, without its position
	 */
	public String problem() {
		return this.problem;
	}

}
