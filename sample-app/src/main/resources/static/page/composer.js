/** Where one writes to the agents, sees that they work, and stops them. */

import { announce, complain, element } from './dom.js';

/** Where keys are on the screen, Enter breaks the line: Shift + Enter is hard to type there. */
const touch = matchMedia('(hover: none) and (pointer: coarse)');

export class Composer {

	/** `onSend` is called with a text; `onCancel` when the agents shall stop, and returns whether they were at work. */
	constructor({ onSend, onCancel }) {
		this.onSend = onSend;
		this.onCancel = onCancel;
		this.prompt = element('textarea', { 'id': 'prompt', 'rows': 2, 'dir': 'auto', 'aria-describedby': 'prompt-keys',
			'onkeydown': (event) => this.key(event) });
		this.cancel = element('button', { 'type': 'button', 'class': 'danger', 'hidden': true, 'onclick': () => this.stop() },
			'Cancel run');
		this.working = element('span', { 'class': 'working', 'hidden': true }, element('span', { 'class': 'dot' }),
			'The agents are working …');
		this.keys = element('span', { 'id': 'prompt-keys', 'class': 'faint' },
			touch.matches ? '' : 'Enter sends, Shift + Enter breaks the line');
		this.problem = element('p', { 'class': 'problem', 'role': 'alert', 'hidden': true });
		this.form = element('form', { 'class': 'composer', 'onsubmit': (event) => this.submit(event) },
			element('label', { 'for': 'prompt' }, 'Ask for a change, or a question about the code'),
			this.prompt,
			element('div', { 'class': 'row' },
				element('button', { 'type': 'submit', 'class': 'primary' }, 'Ask'),
				this.cancel, this.working, this.keys),
			this.problem);
	}

	key(event) {
		// Enter may also end a composition: it then belongs to the input method
		if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229 || event.shiftKey || event.altKey) {
			return;
		}
		if (!touch.matches || event.ctrlKey || event.metaKey) {
			event.preventDefault();
			if (!event.repeat) {
				this.form.requestSubmit();
			}
		}
	}

	submit(event) {
		event.preventDefault();
		const text = this.prompt.value;
		if (text.trim() === '') {
			this.prompt.focus();
			return;
		}
		this.prompt.value = '';
		this.problem.hidden = true;
		this.onSend(text);
	}

	/** Put a text back that could not be sent, before what was written meanwhile. */
	giveBack(text, reason) {
		const { value, selectionStart, selectionEnd } = this.prompt;
		const before = (value === '') ? text : `${text}\n\n`;
		this.prompt.value = before + value;
		this.prompt.setSelectionRange(before.length + selectionStart, before.length + selectionEnd);
		complain(this.problem, reason);
	}

	/** Take back what was given back: it has been sent after all. */
	takeBack(text) {
		if (this.prompt.value === text) {
			this.prompt.value = '';
			this.problem.hidden = true;
		}
	}

	showWorking(working) {
		if (!working && document.activeElement === this.cancel) {
			this.prompt.focus();
		}
		this.working.hidden = !working;
		this.keys.hidden = working;
		this.cancel.hidden = !working;
	}

	/** The button stays enabled, so that it keeps the focus. */
	cancelling(cancelling) {
		this.cancel.setAttribute('aria-disabled', String(cancelling));
		this.cancel.textContent = cancelling ? 'Cancelling …' : 'Cancel run';
	}

	async stop() {
		if (this.cancel.getAttribute('aria-disabled') === 'true') {
			return;
		}
		this.cancelling(true);
		this.problem.hidden = true;
		try {
			announce(await this.onCancel() ? 'The run is cancelled' : 'The run had ended already');
		}
		catch (error) {
			complain(this.problem, error.message);
		}
		this.cancelling(false);
	}

}
