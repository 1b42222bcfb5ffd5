/** The changes that wait for a person: review, preview, commit. */

import { announce, busy, element, place } from './dom.js';
import { api } from './api.js';
import { codeView, diffView } from './diff.js';

const STATUS = { evaluator_approved: 'Waits for your review', human_approved: 'Approved, to be committed',
	human_rejected: 'Rejected', committed: 'Committed' };

export class Changes {

	/** `onChange` is called when a change was reviewed or committed. */
	constructor(list, onChange) {
		this.list = list;
		this.onChange = onChange;
		this.cards = new Map();
		this.problem = problem();
		list.before(this.problem);
	}

	/** Do something about a change; if that is refused, say why and show how things are now. */
	attempt(form, action) {
		return busy(form, async () => {
			this.problem.hidden = true;
			try {
				await action();
			}
			catch (error) {
				this.problem.textContent = error.message;
				this.problem.hidden = false;
				await this.onChange().catch(() => {});
			}
		});
	}

	show(diffs) {
		const known = this.cards;
		this.cards = new Map();
		if (diffs.length === 0) {
			place(this.list, [element('li', { 'class': 'faint' },
				'No change yet. When the Evaluator approves a patch, you review and commit it here.')]);
			return;
		}
		place(this.list, diffs.map((diff, index) => {
			const key = `${diff.id} ${diff.status}`;
			const card = known.get(key) ?? this.card(diff, index === 0);
			this.cards.set(key, card);
			return card;
		}));
	}

	focus(diffId, selector) {
		for (const [key, card] of this.cards) {
			if (key.startsWith(`${diffId} `)) {
				card.querySelector(selector)?.focus();
			}
		}
	}

	card(diff, open) {
		const status = element('span', { 'class': `status ${diff.status}` }, STATUS[diff.status] ?? diff.status);
		const sha = diff.committed_sha ? element('code', { 'class': 'sha' }, diff.committed_sha.slice(0, 10)) : null;
		const waits = diff.status === 'evaluator_approved' || diff.status === 'human_approved';
		return element('li', { 'class': 'change', 'data-status': diff.status },
			element('details', { open: open || waits },
				element('summary', { 'class': 'change-title' }, status, ' ', sha, ' ',
					element('span', {}, diff.commit_message)),
				diffView(diff.diff_content, 'Change to main.py'),
				element('p', {}, element('strong', {}, 'Evaluator: '), diff.evaluator_reasoning),
				diff.human_feedback ? element('p', {}, element('strong', {}, 'Your feedback: '), diff.human_feedback) : null,
				waits ? preview(diff) : null,
				(diff.status === 'evaluator_approved') ? this.review(diff) : null,
				(diff.status === 'human_approved') ? this.commit(diff) : null));
	}

	review(diff) {
		const feedback = element('textarea', { id: `feedback-${diff.id}`, rows: 2, maxlength: 4000 });
		const decide = (approved) => this.attempt(form, async () => {
			await api.review(diff.id, approved, feedback.value.trim() || null);
			announce(approved ? 'Approved. It can be committed now' : 'Rejected');
			await this.onChange();
			this.focus(diff.id, approved ? 'textarea' : 'summary');
		});
		const form = element('form', { 'class': 'review', 'aria-label': 'Review', 'onsubmit': (event) => event.preventDefault() },
			element('label', { 'for': feedback.id }, 'Feedback (optional)'), feedback,
			element('div', { 'class': 'row' },
				element('button', { type: 'button', 'class': 'primary', 'onclick': () => decide(true) }, 'Approve'),
				element('button', { type: 'button', 'class': 'danger', 'onclick': () => decide(false) }, 'Reject')));
		return form;
	}

	commit(diff) {
		const message = element('textarea', { id: `message-${diff.id}`, rows: 2, required: true });
		message.value = diff.commit_message;
		const wish = element('input', { id: `wish-${diff.id}`, autocomplete: 'off' });
		const refine = () => this.attempt(form, async () => {
			const answer = await api.refine(diff.id, wish.value.trim() || null);
			message.value = answer.refined_message;
			announce(`Commit message: ${answer.refined_message}`);
		});
		const submit = (event) => {
			event.preventDefault();
			this.attempt(form, async () => {
				const answer = await api.commit(diff.id, message.value.trim());
				announce(`Committed as ${answer.committed_sha.slice(0, 10)}`);
				await this.onChange();
				this.focus(diff.id, 'summary');
			});
		};
		const form = element('form', { 'class': 'review', 'aria-label': 'Commit', 'onsubmit': submit },
			element('label', { 'for': message.id }, 'Commit message'), message,
			element('label', { 'for': wish.id }, 'How to refine it (optional)'),
			element('div', { 'class': 'row' }, wish,
				element('button', { type: 'button', 'onclick': refine }, 'Refine')),
			element('div', { 'class': 'row' }, element('button', { type: 'submit', 'class': 'primary' }, 'Commit')));
		return form;
	}

}

function problem() {
	return element('p', { 'class': 'problem', 'role': 'alert', 'hidden': true });
}

function preview(diff) {
	const box = element('div', {}, problem());
	let loaded = false;
	const toggle = (event) => {
		if (event.target.open && !loaded) {
			loaded = true;
			busy(box, async () => {
				try {
					box.append(codeView((await api.preview(diff.id)).preview_code, 'main.py after this change'));
				}
				catch (error) {
					loaded = false;
					throw error;
				}
			});
		}
	};
	return element('details', { ontoggle: toggle }, element('summary', {}, 'Code after this change'), box);
}
