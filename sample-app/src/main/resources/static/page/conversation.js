/** The conversation: what the user asked, and what the agents did about it, run by run. */

import { clockTime, duration, element, millis, number, place } from './dom.js';
import { diffView } from './diff.js';

/** Split rows into requests, each a user's message with the runs it led to. */
export function requestsOf(rows) {
	const requests = [];
	for (const row of rows) {
		if (row.message_type === 'user_input') {
			requests.push({ id: row.id, message: row, runs: [], errors: [] });
			continue;
		}
		if (requests.length === 0) {
			requests.push({ id: 'before', message: null, runs: [], errors: [] });
		}
		const request = requests.at(-1);
		if (row.message_type === 'error') {
			request.errors.push(row);
		}
		else if (row.message_type === 'stream_event') {
			const run = request.runs.at(-1);
			if (run && run.iteration === row.iteration) {
				run.rows.push(row);
			}
			else {
				request.runs.push({ id: `${row.id}_run`, iteration: row.iteration, rows: [row] });
			}
		}
	}
	return requests;
}

/** Return what the mock knows of a run whose rows these are. */
export function playedFor(run, mock) {
	const sequences = run.rows.map((row) => row.stream_sequence);
	return mock?.runs?.find((played) => played.sessionId === run.rows[0].session_id
		&& played.firstSequence !== null && sequences.includes(played.firstSequence)) ?? null;
}

export class Conversation {

	constructor(list) {
		this.list = list;
		this.items = new Map();
	}

	show(requests, mock) {
		const known = this.items;
		this.items = new Map();
		const keep = (key, make) => {
			const item = known.get(key) ?? make();
			this.items.set(key, item);
			return item;
		};
		place(this.list, requests.map((request) => {
			const box = keep(request.id, () => element('li', { 'class': 'request' }));
			const message = request.message;
			const parts = message ? [keep(`${request.id}_${message.created_at}`, () => userMessage(message))] : [];
			for (const run of request.runs) {
				parts.push(...run.rows.map((row) => keep(`${row.id}_item`, () => item(row))));
				const text = summary(run, playedFor(run, mock));
				const footer = keep(`${run.id}_footer`, () => element('p', { 'class': 'run-summary' }));
				if (footer.textContent !== text) {
					footer.textContent = text;
				}
				parts.push(footer);
			}
			// the row says more than the message that announced it
			parts.push(...request.errors.map((row) => keep(`${row.id}_${row.event_data ? 'row' : 'message'}`,
				() => failure(row))));
			place(box, parts);
			return box;
		}));
	}

}

function userMessage(row) {
	return element('article', { 'class': 'message user' },
		element('h3', {}, 'You ', time(row)),
		element('p', { 'class': 'text' }, row.content));
}

function time(row) {
	return row.pending ? '' : element('time', { datetime: `${row.created_at}Z` }, clockTime(row.created_at));
}

function item(row) {
	if (row.stream_event_type === 'agent_updated_stream_event') {
		const agent = row.event_data.new_agent;
		const attempt = row.iteration ? `, attempt ${row.iteration + 1}` : '';
		return element('p', { 'class': 'turn' }, element('strong', {}, agent.name), ` (${agent.model})${attempt} `,
			time(row));
	}
	const { name, item: body } = row.event_data;
	const shown = { tool_called: toolCall, tool_output: toolOutput, message_output_created: agentMessage,
		reasoning_item_created: reasoning }[name];
	return (shown ?? other)(row, body, name);
}

function toolCall(row, body) {
	const call = body.raw_item;
	const given = parse(call.arguments);
	const title = element('h3', {}, `${body.agent?.name ?? 'The agent'} calls `, element('code', {}, call.name ?? call.type),
		' ', time(row));
	if (given && typeof given.patch === 'string') {
		return element('article', { 'class': 'card call' }, title,
			given.description ? element('p', {}, String(given.description)) : null,
			diffView(given.patch, 'Submitted patch'));
	}
	return element('article', { 'class': 'card call' }, title, json('Arguments', given ?? call.arguments ?? call));
}

function toolOutput(row, body) {
	const output = body.output;
	if (output && typeof output.approved === 'boolean') {
		return element('article', { 'class': `card verdict ${output.approved ? 'approved' : 'rejected'}` },
			element('h3', {}, 'Evaluator: ', element('span', { 'class': 'word' }, output.approved ? 'approved' : 'rejected'),
				' ', time(row)),
			element('p', {}, String(output.reasoning ?? '')),
			output.approved ? element('p', { 'class': 'faint' }, 'Proposed commit message: ',
				element('q', {}, String(output.commit_message ?? ''))) : null);
	}
	return element('article', { 'class': 'card' }, element('h3', {}, 'The tool answers ', time(row)),
		(typeof output === 'string') ? element('p', { 'class': 'text' }, output) : json('Output', output));
}

function agentMessage(row, body) {
	return element('article', { 'class': 'message agent' },
		element('h3', {}, `${body.agent?.name ?? 'The agent'} `, time(row)),
		element('p', { 'class': 'text' }, row.content));
}

function reasoning(row, body) {
	const summary = (body.raw_item?.summary ?? []).map((part) => part.text).join('\n\n');
	return element('details', { 'class': 'card' }, element('summary', {}, 'Reasoning'),
		element('p', { 'class': 'text' }, summary || 'The model keeps it to itself.'));
}

function other(row, body, name) {
	return element('article', { 'class': 'card' },
		element('h3', {}, String(name ?? row.stream_event_type).replaceAll('_', ' '), ' ', time(row)), json('Details', body));
}

function failure(row) {
	const trace = row.event_data?.stack_trace;
	return element('article', { 'class': 'card failure' }, element('h3', {}, 'The run failed ', time(row)),
		element('p', { 'class': 'text' }, row.content),
		trace ? element('details', {}, element('summary', {}, 'Stack trace'),
			element('pre', { 'class': 'code', 'tabindex': 0, 'role': 'group', 'aria-label': 'Stack trace' }, trace)) : null);
}

function json(title, value) {
	return element('details', {}, element('summary', {}, title),
		element('pre', { 'class': 'code', 'tabindex': 0, 'role': 'group', 'aria-label': title },
			(typeof value === 'string') ? value : JSON.stringify(value, null, 2)));
}

function parse(text) {
	try {
		return JSON.parse(text);
	}
	catch {
		return null;
	}
}

function summary(run, played) {
	const parts = [];
	if (played?.scenario) {
		parts.push(`Scenario ${played.scenario}`);
	}
	const end = played?.ended ?? run.rows.at(-1).created_at;
	const start = played?.started ?? run.rows[0].created_at;
	parts.push((played?.state === 'RUNNING') ? 'running' : duration(millis(end) - millis(start)));
	parts.push(`${run.rows.length} stored ${(run.rows.length === 1) ? 'event' : 'events'}`);
	if (played?.turns.length) {
		parts.push(`${played.turns.reduce((sum, turn) => sum + turn.rawEvents, 0)} raw events`);
		const input = played.turns.reduce((sum, turn) => sum + (turn.inputTokens ?? 0), 0);
		const output = played.turns.reduce((sum, turn) => sum + (turn.outputTokens ?? 0), 0);
		if (input + output > 0) {
			parts.push(`${number(input + output)} tokens (${number(input)} in, ${number(output)} out)`);
		}
	}
	return parts.join(' · ');
}

/** Return what is worth telling of a row to those who do not see the page. */
export function spoken(row) {
	if (row.message_type === 'error') {
		return `The run failed: ${row.content}`;
	}
	const data = row.event_data;
	switch (data?.name) {
		case 'tool_called':
			return `${data.item.agent?.name ?? 'The agent'} calls ${data.item.raw_item.name ?? 'a tool'}`;
		case 'tool_output':
			return (typeof data.item.output?.approved === 'boolean')
				? `Evaluator ${data.item.output.approved ? 'approved' : 'rejected'}: ${data.item.output.reasoning}` : null;
		case 'message_output_created':
			return row.content;
		default:
			return null;
	}
}
