/** Which rows belong to which run, which runs to which request, and what came of each. */

import { millis } from './dom.js';

/** Milliseconds. */
const TOGETHER = 5000;

/**
 * Sort rows into requests, each a user's message with the runs it led to. The service knows the rows of its last runs
 * and the message that each run is for. Where it does not, the rows say enough unless two runs overlap; then a row goes
 * to the run that can continue with it.
 */
export function requestsOf(rows, mock) {
	const sorted = new Sorted(mock?.runs ?? []);
	rows.forEach((row) => sorted.add(row));
	return sorted.requests;
}

class Sorted {

	constructor(played) {
		this.requests = [];
		this.byMessage = new Map();
		this.runs = [];
		this.byPlayed = new Map();
		this.playedFor = new Map();
		for (const run of played) {
			run.sequences.forEach((sequence) => this.playedFor.set(`${run.sessionId} ${sequence}`, run));
		}
		this.played = played;
	}

	add(row) {
		if (row.message_type === 'user_input') {
			const request = { id: row.id, message: row, runs: [], errors: [], failure: null,
				played: this.played.filter((run) => run.groupId === row.id) };
			this.requests.push(request);
			this.byMessage.set(row.id, request);
		}
		else if (row.message_type === 'error') {
			this.failed(row).errors.push(row);
		}
		else if (row.message_type === 'stream_event') {
			this.runOf(row).rows.push(row);
		}
	}

	/** The last request, or one without a message for rows that stand before the first message. */
	last() {
		if (this.requests.length === 0) {
			this.requests.push({ id: 'before', message: null, runs: [], errors: [], failure: null, played: [] });
		}
		return this.requests.at(-1);
	}

	failed(row) {
		const prompt = row.event_data?.context?.prompt;
		return this.requests.findLast((request) => request.errors.length === 0 && request.message?.content === prompt)
			?? this.last();
	}

	runOf(row) {
		const played = this.playedFor.get(`${row.session_id} ${row.stream_sequence}`);
		if (played) {
			return this.byPlayed.get(played.id) ?? this.begin(row, played, this.byMessage.get(played.groupId));
		}
		return this.continued(row) ?? this.begin(row, null, null);
	}

	begin(row, played, known) {
		const request = known ?? this.requestFor(row.iteration);
		const run = { id: `${row.id}_run`, iteration: row.iteration, rows: [], played };
		request.runs.push(run);
		this.runs.push(run);
		if (played) {
			this.byPlayed.set(played.id, run);
		}
		return run;
	}

	/** Which request a run that nobody knows is for: of those made together, the first that lacks a run of this iteration. */
	requestFor(iteration) {
		const last = this.last();
		return this.requests.find((request) => request.message && last.message
			&& areTogether(request.message, last.message) && request.runs.length === iteration
			&& request.errors.length === 0 && request.played.length === 0 && request.runs.every(isComplete)) ?? last;
	}

	continued(row) {
		const open = this.runs.filter((run) => run.iteration === row.iteration
			&& (run.played ? run.played.state === 'RUNNING' : !isComplete(run)));
		const name = row.event_data?.name;
		if (!name) {
			// an agent begins a run, unless it was handed one
			return open.find((run) => nameOf(run.rows.at(-1)).startsWith('handoff'));
		}
		if (name === 'tool_output') {
			const call = callOf(row);
			return open.find((run) => run.rows.some((other) => nameOf(other) === 'tool_called' && callOf(other) === call))
				?? open.at(-1);
		}
		return open.find((run) => nameOf(run.rows.at(-1)) !== 'tool_called') ?? open.at(-1);
	}

}

/** Whether one message was sent before what another led to can have begun. */
function areTogether(one, two) {
	return one.pending || two.pending || millis(two.created_at) - millis(one.created_at) < TOGETHER;
}

function nameOf(row) {
	return row.event_data?.name ?? '';
}

function callOf(row) {
	return row.event_data?.item?.raw_item?.call_id;
}

/** Whether a run has answered: nothing that was called is without an output, and the last that came is a message. */
function isComplete(run) {
	return nameOf(run.rows.at(-1)) === 'message_output_created';
}

function verdictOf(run) {
	const output = run?.rows.findLast((row) => nameOf(row) === 'tool_output')?.event_data.item.output;
	return (typeof output?.approved === 'boolean') ? output.approved : null;
}

export const OUTCOMES = { running: 'Running', failed: 'Failed', cancelled: 'Cancelled', approved: 'Change approved',
	rejected: 'Change rejected', answered: 'Answered', ended: 'Ended early', unknown: '' };

/**
 * What came of a request: a key of `OUTCOMES`. `sending` is whether this page waits for the answer, `answer` is the
 * answer if it came, and `awaited` whether the service may be at work on it for another client.
 */
export function outcomeOf(request, { sending, answer, awaited }) {
	if (sending || request.played.some((run) => run.state === 'RUNNING')) {
		return 'running';
	}
	const last = request.played[0];
	if (answer?.error === 'cancelled' || last?.state === 'CANCELLED') {
		return 'cancelled';
	}
	if (request.errors.length > 0 || answer?.error || last?.state === 'FAILED') {
		return 'failed';
	}
	const run = request.runs.at(-1);
	if (!run || !isComplete(run)) {
		return awaited ? 'unknown' : 'ended';
	}
	return { true: 'approved', false: 'rejected', null: 'answered' }[verdictOf(run)];
}
