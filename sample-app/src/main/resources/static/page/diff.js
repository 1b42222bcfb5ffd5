/** A unified diff, line by line: what is added and removed is told by sign, colour and, unseen, by word. */

import { element } from './dom.js';

export function diffView(patch, label) {
	const lines = patch.replace(/\n$/, '').split('\n').map(line);
	return element('pre', { 'class': 'code diff', 'tabindex': 0, 'role': 'group', 'aria-label': label },
		element('code', {}, lines));
}

function line(text) {
	if (text.startsWith('@@') || text.startsWith('---') || text.startsWith('+++')) {
		return element('span', { 'class': 'line hunk' }, `${text}\n`);
	}
	if (text.startsWith('+')) {
		return element('ins', { 'class': 'line' }, `${text}\n`);
	}
	if (text.startsWith('-')) {
		return element('del', { 'class': 'line' }, `${text}\n`);
	}
	return element('span', { 'class': 'line' }, `${text}\n`);
}

export function codeView(code, label) {
	return element('pre', { 'class': 'code', 'tabindex': 0, 'role': 'group', 'aria-label': label },
		element('code', {}, code));
}
