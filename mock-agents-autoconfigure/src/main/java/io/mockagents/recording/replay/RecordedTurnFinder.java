package io.mockagents.recording.replay;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

import io.mockagents.json.Excerpt;
import io.mockagents.json.JsonCodec;
import io.mockagents.recording.MessageMatch;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordedTurn;
import io.mockagents.recording.TurnKey;

/**
 * Finds the turn of a recorded run that answers what the model sees, and keeps which
 * turns were played.
 */
final class RecordedTurnFinder {

	private final RecordedRun run;

	private final List<RecordedTurn> turns;

	private final boolean[] played;

	RecordedTurnFinder(RecordedRun run, List<RecordedTurn> turns) {
		this.run = run;
		this.turns = turns;
		this.played = new boolean[turns.size()];
	}

	RecordedTurn get(int index) {
		return this.turns.get(index);
	}

	boolean isLast(int index) {
		return index == this.turns.size() - 1;
	}

	boolean isPlayed(int index) {
		return this.played[index];
	}

	boolean areAllPlayed() {
		for (boolean turn : this.played) {
			if (!turn) {
				return false;
			}
		}
		return true;
	}

	void markPlayed(int index) {
		this.played[index] = true;
	}

	/**
	 * Mark all turns as played except the last ones.
	 */
	void markPlayedBeforeLast(int count) {
		Arrays.fill(this.played, 0, this.played.length - count, true);
	}

	/**
	 * Return the turn that answers a key: of those whose message comes nearest the first
	 * that was not played, otherwise the last.
	 * @return the index of the turn, or -1 if no turn answers the key
	 */
	int find(TurnKey key) {
		MessageMatch nearest = null;
		int found = -1;
		for (int i = 0; i < this.turns.size(); i++) {
			TurnKey recorded = this.turns.get(i).key();
			if (!recorded.agent().equals(key.agent()) || !recorded.toolOutputs().equals(key.toolOutputs())) {
				continue;
			}
			MessageMatch match = MessageMatch.of(recorded.userMessage(), key.userMessage());
			if (match == null) {
				continue;
			}
			boolean nearer = (nearest == null || match.compareTo(nearest) < 0);
			if (nearer || (match == nearest && this.played[found])) {
				nearest = match;
				found = i;
			}
		}
		return (found < 0 || this.played[found]) ? orNextOfShortened(key, found) : found;
	}

	/**
	 * Return the next turn in order if the model sees only part of what it saw then: a
	 * filter, a limit of the session, a nested history or the API's own memory has cut
	 * the input, of which the events show nothing.
	 * @param found the index of the turn if the next one does not fit
	 */
	private int orNextOfShortened(TurnKey key, int found) {
		for (int i = 0; i < this.turns.size(); i++) {
			if (!this.played[i]) {
				TurnKey next = this.turns.get(i).key();
				boolean fits = i > 0 && next.agent().equals(key.agent())
						&& key.toolOutputs().size() < next.toolOutputs().size()
						&& isPart(key.toolOutputs(), next.toolOutputs())
						&& MessageMatch.of(next.userMessage(), key.userMessage()) != null;
				return fits ? i : found;
			}
		}
		return found;
	}

	private static boolean isPart(List<String> outputs, List<String> all) {
		Iterator<String> rest = all.iterator();
		for (String output : outputs) {
			boolean found = false;
			while (!found && rest.hasNext()) {
				found = rest.next().equals(output);
			}
			if (!found) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Explain that no turn answers a key.
	 */
	String mismatch(TurnKey key, int number) {
		StringBuilder message = new StringBuilder("Turn ").append(number)
			.append(" of agent '")
			.append(key.agent())
			.append("' is not in ")
			.append(this.run)
			.append(". The model saw ")
			.append(seen(key))
			.append(". ");
		TurnKey nearest = null;
		int mostAlike = -1;
		for (RecordedTurn turn : this.turns) {
			int alike = alike(turn.key(), key);
			if (alike > mostAlike) {
				nearest = turn.key();
				mostAlike = alike;
			}
		}
		if (nearest == null) {
			message.append("The recording has no turns");
		}
		else {
			message.append("The nearest turn that was recorded is one of agent '")
				.append(nearest.agent())
				.append("', which saw ")
				.append(seen(nearest))
				.append(": ")
				.append(difference(nearest, key));
		}
		return message.append(". Record the run again, or switch recordings off with 'mock_use_recordings'").toString();
	}

	private static int alike(TurnKey recorded, TurnKey key) {
		int alike = recorded.agent().equals(key.agent()) ? 4 : 0;
		if (MessageMatch.of(recorded.userMessage(), key.userMessage()) != null) {
			alike += 2;
		}
		int outputs = 2 * commonOutputs(recorded, key)
				+ ((recorded.toolOutputs().size() == key.toolOutputs().size()) ? 1 : 0);
		return 1000 * alike + Math.min(999, outputs);
	}

	private static int commonOutputs(TurnKey recorded, TurnKey key) {
		Iterator<String> outputs = key.toolOutputs().iterator();
		int common = 0;
		for (String output : recorded.toolOutputs()) {
			if (!outputs.hasNext() || !outputs.next().equals(output)) {
				break;
			}
			common++;
		}
		return common;
	}

	private static String difference(TurnKey recorded, TurnKey key) {
		if (!recorded.agent().equals(key.agent())) {
			return "the agent is another";
		}
		if (MessageMatch.of(recorded.userMessage(), key.userMessage()) == null) {
			return "the message of the user differs";
		}
		int common = commonOutputs(recorded, key);
		return (common < Math.min(recorded.toolOutputs().size(), key.toolOutputs().size()))
				? "tool output " + (common + 1) + " differs" : "the number of tool outputs differs";
	}

	private static String seen(TurnKey key) {
		StringBuilder text = new StringBuilder();
		text.append((key.userMessage() != null) ? "the message " + quote(key.userMessage()) : "a message");
		if (key.toolOutputs().isEmpty()) {
			return text.append(" and no tool outputs").toString();
		}
		text.append(" and the tool outputs ");
		return text.append(String.join(", ", key.toolOutputs().stream().map(RecordedTurnFinder::quote).toList()))
			.toString();
	}

	private static String quote(String text) {
		return JsonCodec.write(Excerpt.of(text, 120));
	}

}
