/** The conversation: what the user asked, and what the agents did about it, run by run. */

import { clockTime, duration, element, millis, number, place } from './dom.js';
import { diffView } from './diff.js';
import { OUTCOMES, outcomeOf } from './requests.js';
import { named, plain, shown } from './text.js';

/** How many requests are unfolded, the last ones. */
const UNFOLDED = 3;
/** How many are listed at first, and how many more with each click. */
const LISTED = 30;
/** How near to its end a conversation is followed, in pixels. */
const NEAR = 48;

export class Conversation {

	/** `scroller` is the box in which the list scrolls. */
	constructor(scroller) {
		this.scroller = scroller;
		this.items = new Map();
		/** What a person folded or unfolded, by request. */
		this.chosen = new Map();
		this.unfolded = new Set();
		this.listed = LISTED;
		this.list = element('ol', { 'class': 'conversation plain', 'aria-label': 'Conversation' });
		this.earlier = element('button', { 'type': 'button', 'class': 'earlier quiet', 'hidden': true,
			'onclick': () => this.listMore() });
		this.latest = element('button', { 'type': 'button', 'class': 'latest', 'hidden': true,
			'onclick': () => this.toEnd() }, '');
		this.following = true;
		this.position = 0;
		scroller.addEventListener('scroll', () => this.look());
		scroller.addEventListener('toggle', () => this.look(), true);
		new ResizeObserver(() => this.keepPlace()).observe(scroller);
	}

	/** Notice whether the end is in view. */
	look() {
		const { scrollTop, scrollHeight, clientHeight } = this.scroller;
		if (clientHeight > 0) {
			this.position = scrollTop;
			this.following = scrollHeight - scrollTop - clientHeight < NEAR;
			this.showLatest();
		}
	}

	/** The size has changed, or what was hidden is shown again. */
	keepPlace() {
		this.scroller.scrollTop = this.following ? this.scroller.scrollHeight : this.position;
	}

	/** Show the end, also where not this box but the whole page scrolls. */
	begin() {
		this.toEnd();
		if (this.scroller.scrollHeight <= this.scroller.clientHeight) {
			this.list.lastElementChild?.scrollIntoView({ block: 'end' });
		}
	}

	toEnd() {
		this.following = true;
		this.keepPlace();
		this.showLatest();
	}

	showLatest() {
		if (this.following) {
			this.news = null;
		}
		if (this.following && document.activeElement === this.latest) {
			this.list.lastElementChild?.querySelector('summary').focus({ preventScroll: true });
		}
		this.latest.hidden = this.following;
		const text = this.news ?? 'To the latest';
		if (this.latest.textContent !== text) {
			this.latest.textContent = text;
		}
	}

	/** Say what is new below, to those who read further up. */
	tell(news) {
		if (!this.following) {
			this.news = news;
			this.showLatest();
		}
	}

	listMore() {
		const first = this.list.firstElementChild;
		const height = this.scroller.scrollHeight;
		this.listed += LISTED;
		this.show(...this.shown);
		this.scroller.scrollTop += this.scroller.scrollHeight - height;
		if (this.earlier.hidden) {
			first.querySelector('summary').focus({ preventScroll: true });
		}
	}

	/** Show requests; `state` returns what `outcomeOf` needs to know of one. */
	show(requests, state) {
		this.shown = [requests, state];
		const known = this.items;
		this.items = new Map();
		const keep = (key, make) => {
			const item = known.get(key) ?? make();
			this.items.set(key, item);
			return item;
		};
		const hidden = Math.max(0, requests.length - this.listed);
		this.earlier.hidden = hidden === 0;
		this.earlier.textContent = (hidden > LISTED) ? `Show ${LISTED} of ${hidden} earlier requests`
			: `Show ${hidden} earlier ${(hidden === 1) ? 'request' : 'requests'}`;
		place(this.list, requests.slice(hidden).map((request, i) => {
			const index = hidden + i;
			const outcome = outcomeOf(request, state(request));
			const box = keep(request.id, () => this.box(request.id));
			box.dataset.outcome = outcome;
			const [details] = box.children;
			const [summary, body] = details.children;
			const message = request.message;
			place(summary, [keep(`${request.id}_${index}_${outcome}_${message?.pending}_head`,
				() => head(request, index + 1, outcome))]);
			const open = this.isOpen(request, box, index >= requests.length - UNFOLDED);
			if (open) {
				this.unfolded.add(request.id);
				place(body, this.parts(request, outcome, state(request).answer, keep));
			}
			if (details.open !== open) {
				details.open = open;
			}
			return box;
		}));
		if (this.following) {
			this.keepPlace();
		}
	}

	/** Older requests fold by themselves, but not those that somebody reads or uses. */
	isOpen(request, box, late) {
		const chosen = this.chosen.get(request.id);
		const used = this.unfolded.has(request.id) && (!this.following || box.contains(document.activeElement));
		return chosen ?? (late || used);
	}

	box(id) {
		const choose = (event) => {
			event.preventDefault();
			this.chosen.set(id, !details.open);
			this.show(...this.shown);
			this.look();
		};
		const details = element('details', {}, element('summary', { 'class': 'request-head', 'onclick': choose }),
			element('div', { 'class': 'request-body' }));
		return element('li', { 'class': 'request' }, details);
	}

	parts(request, outcome, answer, keep) {
		const message = request.message;
		const parts = message ? [keep(`${request.id}_${message.created_at}_${message.pending}`, () => userMessage(message))] : [];
		for (const run of request.runs) {
			parts.push(...run.rows.map((row) => keep(`${row.id}_item`, () => item(row))));
			const text = summary(run);
			const footer = keep(`${run.id}_footer`, () => element('p', { 'class': 'run-summary' }));
			if (footer.textContent !== text) {
				footer.textContent = text;
			}
			parts.push(footer);
		}
		// the row says more than the message that announced it
		parts.push(...request.errors.map((row) => keep(`${row.id}_${row.event_data ? 'row' : 'message'}`,
			() => failure(row))));
		if (outcome === 'failed' && request.errors.length === 0) {
			const reason = answer?.error ?? request.played[0]?.failure ?? '';
			parts.push(keep(`${request.id}_${reason}_reason`, () => unstoredFailure(reason)));
		}
		if (ENDS[outcome]) {
			parts.push(keep(`${request.id}_${outcome}`, () => element('p', { 'class': `card end ${outcome}` },
				element('strong', {}, OUTCOMES[outcome]), ` ${ENDS[outcome]}`)));
		}
		return parts;
	}

}

const ENDS = { cancelled: 'A user cancelled this run. The steps until then are kept.',
	ended: 'The agents stopped before they answered. Nothing is stored after this.' };

function head(request, index, outcome) {
	return element('span', { 'class': 'request-line' },
		element('span', { 'class': 'count' }, `${index}`),
		element('span', { 'class': 'asked', 'dir': 'auto' }, shown(request.message?.content.trim().slice(0, 200) ?? 'Events')),
		OUTCOMES[outcome] ? element('span', { 'class': `outcome ${outcome}` }, OUTCOMES[outcome]) : null);
}

function userMessage(row) {
	return element('article', { 'class': 'message user' },
		element('h3', {}, 'You ', time(row)),
		element('p', { 'class': 'text', 'dir': 'auto' }, shown(row.content)));
}

function time(row) {
	return row.pending ? '' : element('time', { datetime: `${row.created_at}Z` }, clockTime(row.created_at));
}

function item(row) {
	if (row.stream_event_type === 'agent_updated_stream_event') {
		const agent = row.event_data.new_agent;
		const attempt = row.iteration ? `, attempt ${row.iteration + 1}` : '';
		return element('p', { 'class': 'turn' }, element('strong', {}, named(agent.name)), ` (${agent.model})${attempt} `,
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
	const title = element('h3', {}, named(body.agent?.name ?? 'The agent'), ' calls ', element('code', {}, named(call.name ?? call.type)),
		' ', time(row));
	if (given && typeof given.patch === 'string') {
		return element('article', { 'class': 'card call' }, title,
			given.description ? element('p', { 'class': 'text', 'dir': 'auto' }, shown(given.description)) : null,
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
			element('p', { 'class': 'text', 'dir': 'auto' }, shown(output.reasoning)),
			output.approved ? element('p', { 'class': 'faint' }, 'Proposed commit message: ',
				element('q', {}, named(output.commit_message))) : null);
	}
	return element('article', { 'class': 'card' }, element('h3', {}, 'The tool answers ', time(row)),
		(typeof output === 'string') ? element('p', { 'class': 'text', 'dir': 'auto' }, shown(output)) : json('Output', output));
}

function agentMessage(row, body) {
	return element('article', { 'class': 'message agent' },
		element('h3', {}, named(body.agent?.name ?? 'The agent'), ' ', time(row)),
		element('p', { 'class': 'text', 'dir': 'auto' }, shown(row.content)));
}

function reasoning(row, body) {
	const summary = (body.raw_item?.summary ?? []).map((part) => part.text).join('\n\n');
	return element('details', { 'class': 'card' }, element('summary', {}, 'Reasoning'),
		element('p', { 'class': 'text', 'dir': 'auto' }, shown(summary || 'The model keeps it to itself.')));
}

function other(row, body, name) {
	return element('article', { 'class': 'card' },
		element('h3', {}, String(name ?? row.stream_event_type).replaceAll('_', ' '), ' ', time(row)), json('Details', body));
}

function failure(row) {
	const trace = row.event_data?.stack_trace;
	return element('article', { 'class': 'card failure' }, element('h3', {}, 'The run failed ', time(row)),
		element('p', { 'class': 'text', 'dir': 'auto' }, shown(row.content)),
		trace ? element('details', {}, element('summary', {}, 'Stack trace'),
			element('pre', { 'class': 'code', 'tabindex': 0, 'role': 'group', 'aria-label': 'Stack trace' }, shown(trace))) : null);
}

function unstoredFailure(text) {
	return element('article', { 'class': 'card failure' }, element('h3', {}, 'The run failed'),
		element('p', { 'class': 'text', 'dir': 'auto' }, shown(text)));
}

function json(title, value) {
	return element('details', {}, element('summary', {}, title),
		element('pre', { 'class': 'code', 'tabindex': 0, 'role': 'group', 'aria-label': title },
			shown((typeof value === 'string') ? value : JSON.stringify(value, null, 2))));
}

function parse(text) {
	try {
		return JSON.parse(text);
	}
	catch {
		return null;
	}
}

const STATES = { RUNNING: 'running', FAILED: 'failed', CANCELLED: 'cancelled' };

function summary(run) {
	const parts = [];
	const played = run.played;
	if (played?.scenario) {
		parts.push(`Scenario ${played.scenario}`);
	}
	const end = played?.ended ?? run.rows.at(-1).created_at;
	const start = played?.started ?? run.rows[0].created_at;
	const state = STATES[played?.state];
	if (state) {
		parts.push(state);
	}
	if (played?.state !== 'RUNNING') {
		parts.push(duration(millis(end) - millis(start)));
	}
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
			return plain(`${data.item.agent?.name ?? 'The agent'} calls ${data.item.raw_item.name ?? 'a tool'}`);
		case 'tool_output':
			return (typeof data.item.output?.approved === 'boolean')
				? `Evaluator ${data.item.output.approved ? 'approved' : 'rejected'}: ${data.item.output.reasoning}` : null;
		case 'message_output_created':
			return row.content;
		default:
			return null;
	}
}
