/** Whether runs are mocked, which scenario plays, and the choice of another. */

import { announce, breakable, busy, element, place } from './dom.js';
import { api } from './api.js';

/** Say in one line, at the top of the page, what is mocked. */
export function showMode(target, mock, sessionId) {
	const [kind, text] = mode(mock, sessionId);
	target.className = `mode ${kind}`;
	if (target.textContent !== text) {
		target.replaceChildren(...breakable(text));
	}
}

function mode(mock, sessionId) {
	if (!mock) {
		return ['unknown', 'Not known whether runs are mocked: the service does not report it'];
	}
	if (!mock.mocked) {
		return ['live', 'Live: runs are not mocked'];
	}
	const last = mock.runs.find((run) => run.sessionId === sessionId);
	const played = !last?.scenario ? '' : (last.state === 'RUNNING') ? ` Playing ${last.scenario}`
		: ` Played ${last.scenario}`;
	return ['mocked', `Mocked: no run reaches the API.${played}`];
}

/** The agent that a person talks to; scenarios for others are not offered. */
const AGENT = 'Vibecoder';

export class Scenarios {

	/** `onChange` is called with what the mock is like after a click. */
	constructor(box, onChange) {
		this.box = box;
		this.onChange = onChange;
		this.buttons = new Map();
		this.state = element('p', {});
		this.group = element('div', { 'class': 'choices', 'role': 'group', 'aria-label': 'Scenario of the next runs' });
		this.problem = element('p', { 'class': 'problem', 'role': 'alert', 'hidden': true });
	}

	show(mock, sessionId) {
		if (!mock?.mocked) {
			place(this.box, [element('p', { 'class': 'faint' }, mock
				? 'Runs are not mocked: the model decides. To play scenarios, start the service with OPENAI_MOCK_CONFIGS={}.'
				: 'The service does not report whether runs are mocked.')]);
			return;
		}
		this.sessionId = sessionId;
		const here = mock.forced.find((forced) => forced.sessionId === sessionId && !forced.conditional);
		const everywhere = mock.forced.find((forced) => forced.sessionId === null && !forced.conditional);
		const state = here ? `Forced for this project: ${here.scenario}`
			: everywhere ? `Forced for all projects: ${everywhere.scenario}`
				: 'Automatic: what you ask for decides.';
		if (this.state.textContent !== state) {
			this.state.replaceChildren(...breakable(state));
		}
		const offered = mock.scenarios.filter((one) => one.agents.length === 0 || one.agents.includes(AGENT));
		place(this.group, [this.button(null, 'Automatic', 'By the rules of the scenarios', !here),
			...offered.map((one) => this.button(one.name, one.name, one.description, here?.scenario === one.name))]);
		place(this.box, [this.state, this.group, this.problem]);
	}

	button(scenario, title, description, pressed) {
		const key = scenario ?? '';
		const made = this.buttons.get(key) ?? element('button',
			{ 'type': 'button', 'class': 'choice', 'onclick': () => this.choose(scenario) },
			element('span', { 'class': 'name' }, breakable(title)),
			element('span', { 'class': 'what' }, description ?? ''));
		made.setAttribute('aria-pressed', String(pressed));
		this.buttons.set(key, made);
		return made;
	}

	choose(scenario) {
		return busy(this.box, async () => {
			const mock = scenario ? await api.force(scenario, this.sessionId) : await api.unforce(this.sessionId);
			announce(scenario ? `The next runs play ${scenario}` : 'The scenario is chosen automatically');
			this.onChange(mock);
		});
	}

}
