/** A unified diff, line by line: what is added and removed is told by sign, colour and, unseen, by word. */

import { element } from './dom.js';
import { shown } from './text.js';

export function diffView(patch, label) {
	const lines = patch.replace(/\n$/, '').split('\n').map(line);
	return element('pre', { 'class': 'code diff', 'dir': 'ltr', 'tabindex': 0, 'role': 'group', 'aria-label': label },
		element('code', {}, lines));
}

function line(text) {
	if (text.startsWith('@@') || text.startsWith('---') || text.startsWith('+++')) {
		return element('span', { 'class': 'line hunk' }, ...shown(text), '\n');
	}
	if (text.startsWith('+')) {
		return element('ins', { 'class': 'line' }, ...shown(text), '\n');
	}
	if (text.startsWith('-')) {
		return element('del', { 'class': 'line' }, ...shown(text), '\n');
	}
	return element('span', { 'class': 'line' }, ...shown(text), '\n');
}

export function codeView(code, label) {
	return element('pre', { 'class': 'code', 'dir': 'ltr', 'tabindex': 0, 'role': 'group', 'aria-label': label },
		element('code', {}, shown(code)));
}
