/** When what happened in answer to a request: the turns of the model, the calls of tools, the stored events. */

import { duration, element, millis } from './dom.js';

export function timelineView(request) {
	const entries = entriesOf(request);
	if (entries.length === 0) {
		return [element('p', { 'class': 'faint' }, 'Nothing has happened yet. The time of each event is shown here.')];
	}
	const begin = Math.min(...entries.map((entry) => entry.start));
	const end = Math.max(...entries.map((entry) => entry.end));
	const length = Math.max(end - begin, 1);
	return [element('p', { 'class': 'faint' }, `${duration(end - begin)} from the request to the last event`),
		element('ol', { 'class': 'timeline plain' }, entries.map((entry) => bar(entry, begin, length)))];
}

function bar(entry, begin, length) {
	const filled = element('span', { 'class': 'filled' });
	filled.style.left = `${100 * (entry.start - begin) / length}%`;
	filled.style.width = `${100 * (entry.end - entry.start) / length}%`;
	const offset = `+${duration(entry.start - begin)}`;
	const took = (entry.end > entry.start) ? `, ${duration(entry.end - entry.start)}` : '';
	return element('li', { 'class': `entry ${entry.kind}` },
		element('span', { 'class': 'label' }, entry.label),
		element('span', { 'class': 'when' }, `${offset}${took}`),
		element('span', { 'class': 'track', 'aria-hidden': 'true' }, filled));
}

function entriesOf(request) {
	const entries = [];
	for (const run of request?.runs ?? []) {
		const played = run.played;
		const again = run.iteration ? ` (attempt ${run.iteration + 1})` : '';
		for (const turn of played?.turns ?? []) {
			entries.push({ kind: 'model', label: `Model, turn ${turn.number}${again}: ${turn.rawEvents} raw events`,
				start: millis(turn.started), end: millis(turn.ended) });
		}
		const calls = new Map();
		for (const row of run.rows) {
			const at = millis(row.created_at);
			const name = row.event_data?.name ?? 'agent_updated';
			const id = row.event_data?.item?.raw_item?.call_id;
			if (name === 'tool_called') {
				calls.set(id, { at, tool: row.event_data.item.raw_item.name });
			}
			if (name === 'tool_output' && calls.has(id)) {
				const { at: called, tool } = calls.get(id);
				entries.push({ kind: 'tool', label: `Tool ${tool}`, start: called, end: at });
			}
			entries.push({ kind: 'event', label: name, start: at, end: at });
		}
	}
	for (const row of request?.errors ?? []) {
		const at = millis(row.created_at);
		entries.push({ kind: 'error', label: 'error', start: at, end: at });
	}
	if (request?.message && !request.message.pending && entries.length > 0) {
		const at = millis(request.message.created_at);
		entries.push({ kind: 'event', label: 'user_input', start: at, end: at });
	}
	return entries.sort((one, two) => one.start - two.start || two.end - one.end);
}
