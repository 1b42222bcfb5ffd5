/** The changes that wait for a person: review, preview, commit. */

import { announce, busy, complain, element, place } from './dom.js';
import { api } from './api.js';
import { codeView, diffView } from './diff.js';
import { named, shown } from './text.js';

/** How many changes are listed at first, besides those that wait. */
const LISTED = 5;
/** How many of those that wait are unfolded, the last ones. */
const UNFOLDED = 3;

const STATUS = { evaluator_approved: 'Waits for your review', human_approved: 'Approved, to be committed',
	human_rejected: 'Rejected', committed: 'Committed' };

export class Changes {

	/** `onChange` is called when a change was reviewed or committed. */
	constructor(box, onChange) {
		this.list = element('ol', { 'class': 'plain' });
		this.more = element('button', { 'type': 'button', 'class': 'quiet', 'hidden': true, 'onclick': () => this.showAll() });
		this.all = false;
		/** How many wait for a person. */
		this.waiting = 0;
		box.append(this.list, this.more);
		this.onChange = onChange;
		this.cards = new Map();
		this.problem = problem();
	}

	/** Do something about a change; if that is refused, show how things are now and say why beside the change. */
	async attempt(diff, form, action) {
		let refusal = null;
		await busy(form, async () => {
			this.problem.hidden = true;
			try {
				await action();
			}
			catch (error) {
				refusal = error;
				await this.onChange().catch(() => {});
			}
		});
		if (refusal) {
			this.cardOf(diff.id)?.querySelector('details').append(this.problem);
			complain(this.problem, refusal.message);
		}
		// what had the focus may be gone
		if (document.activeElement === document.body) {
			this.focus(diff.id, 'summary');
		}
	}

	/** `commit` is what the project is at: a change that was made for another cannot be committed any more. */
	show(diffs, commit) {
		this.shown = [diffs, commit];
		const known = this.cards;
		this.cards = new Map();
		const changes = diffs.map((diff) => {
			const open = diff.status === 'evaluator_approved' || diff.status === 'human_approved';
			const outdated = open && diff.base_commit !== commit;
			return { diff, open, outdated };
		});
		this.waiting = changes.filter(({ open, outdated }) => open && !outdated).length;
		if (changes.length === 0) {
			place(this.list, [element('li', { 'class': 'faint' },
				'No change yet. When the Evaluator approves a patch, you review and commit it here.')]);
			return;
		}
		const listed = changes.filter(({ open }, index) => this.all || index < LISTED || open);
		place(this.list, listed.map(({ diff, open, outdated }) => {
			const key = `${diff.id} ${diff.status} ${outdated}`;
			const card = known.get(key) ?? this.card(diff, open, outdated, diffs.indexOf(diff) < (open ? UNFOLDED : 1));
			this.cards.set(key, card);
			return card;
		}));
		this.more.hidden = listed.length === changes.length;
		this.more.textContent = `Show ${changes.length - listed.length} earlier changes`;
	}

	showAll() {
		this.all = true;
		this.show(...this.shown);
		this.list.lastElementChild.querySelector('summary').focus();
	}

	focus(diffId, selector) {
		this.cardOf(diffId)?.querySelector(selector)?.focus();
	}

	cardOf(diffId) {
		return [...this.cards].find(([key]) => key.startsWith(`${diffId} `))?.[1];
	}

	card(diff, waits, outdated, open) {
		const status = outdated ? element('span', { 'class': 'status outdated' }, 'Outdated')
			: element('span', { 'class': `status ${diff.status}` }, STATUS[diff.status] ?? diff.status);
		const sha = diff.committed_sha ? element('code', { 'class': 'sha' }, diff.committed_sha.slice(0, 10)) : null;
		return element('li', { 'class': 'change', 'data-status': diff.status },
			element('details', { open },
				element('summary', { 'class': 'change-title' }, status, ' ', sha, ' ',
					named(diff.commit_message)),
				diffView(diff.diff_content, 'Change to main.py'),
				element('p', {}, element('strong', {}, 'Evaluator: '), text(diff.evaluator_reasoning)),
				diff.human_feedback ? element('p', {}, element('strong', {}, 'Your feedback: '), text(diff.human_feedback)) : null,
				outdated ? element('p', {}, 'It was made for commit ', element('code', { 'class': 'sha' }, diff.base_commit.slice(0, 10)),
					', and the code has changed since. To have it, ask for it again.') : null,
				(waits && !outdated) ? preview(diff) : null,
				(diff.status === 'evaluator_approved') ? this.review(diff, outdated) : null,
				(diff.status === 'human_approved' && !outdated) ? this.commit(diff) : null));
	}

	review(diff, outdated) {
		const feedback = element('textarea', { id: `feedback-${diff.id}`, rows: 2, dir: 'auto' });
		const decide = (approved) => this.attempt(diff, form, async () => {
			await api.review(diff.id, approved, feedback.value.trim() || null);
			announce(approved ? 'Approved. It can be committed now' : 'Rejected');
			await this.onChange();
			this.focus(diff.id, approved ? 'textarea' : 'summary');
		});
		const form = element('form', { 'class': 'review', 'aria-label': 'Review', 'onsubmit': (event) => event.preventDefault() },
			element('label', { 'for': feedback.id }, 'Feedback (optional)'), feedback,
			element('div', { 'class': 'row' },
				outdated ? null
					: element('button', { type: 'button', 'class': 'primary', 'onclick': () => decide(true) }, 'Approve'),
				element('button', { type: 'button', 'class': 'danger', 'onclick': () => decide(false) }, 'Reject')));
		return form;
	}

	commit(diff) {
		const message = element('textarea', { id: `message-${diff.id}`, rows: 2, required: true, dir: 'auto' });
		message.value = diff.commit_message;
		const wish = element('input', { id: `wish-${diff.id}`, autocomplete: 'off', dir: 'auto' });
		const refine = () => this.attempt(diff, form, async () => {
			const answer = await api.refine(diff.id, wish.value.trim() || null, message.value);
			message.value = answer.refined_message;
			announce(`Commit message: ${answer.refined_message}`);
		});
		const submit = (event) => {
			event.preventDefault();
			this.attempt(diff, form, async () => {
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

function text(content) {
	return element('bdi', { 'class': 'text' }, shown(content));
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
