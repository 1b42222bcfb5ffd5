/** Texts of users and models as they are shown: nothing in them is invisible, or reorders what stands beside them. */

import { element } from './dom.js';

/**
 * What cannot be seen, or changes the order of what is seen: control characters except tab and line feed, spaces
 * without width, separators, and the embeddings, overrides and isolates of bidirectional text. The joiners and marks
 * that Arabic, Hebrew, Indic scripts and emoji need are left alone.
 */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/;

const UNSEEN_IN_LINE = new RegExp(`${UNSEEN.source}|[\\t\\n]`);

const NAMES = new Map([
	...['NUL', 'SOH', 'STX', 'ETX', 'EOT', 'ENQ', 'ACK', 'BEL', 'BS', 'TAB', 'LF', 'VT', 'FF', 'CR', 'SO', 'SI', 'DLE', 'DC1',
		'DC2', 'DC3', 'DC4', 'NAK', 'SYN', 'ETB', 'CAN', 'EM', 'SUB', 'ESC', 'FS', 'GS', 'RS', 'US'].entries(),
	[0x7f, 'DEL'], [0xad, 'SHY'], [0x200b, 'ZWSP'], [0x2028, 'LSEP'], [0x2029, 'PSEP'], [0x202a, 'LRE'], [0x202b, 'RLE'],
	[0x202c, 'PDF'], [0x202d, 'LRO'], [0x202e, 'RLO'], [0x2060, 'WJ'], [0x2066, 'LRI'], [0x2067, 'RLI'], [0x2068, 'FSI'],
	[0x2069, 'PDI'], [0xfeff, 'BOM']]);

function number(character) {
	return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function name(character) {
	return NAMES.get(character.charCodeAt(0)) ?? number(character);
}

/** Split a text into strings and, where a character is not seen, what shows it. */
function parts(text, unseen, show) {
	if (!unseen.test(text)) {
		return [text];
	}
	return text.split(new RegExp(`(${unseen.source})`)).filter((part) => part !== '')
		.map((part) => (part.length === 1 && unseen.test(part)) ? show(part) : part);
}

function mark(character) {
	return element('span', { 'class': 'unprintable', 'title': number(character) }, name(character));
}

/** The nodes of a text of several lines. */
export function shown(text) {
	return parts(String(text ?? ''), UNSEEN, mark);
}

/** A name, in the direction of its own script, apart from what stands beside it. */
export function named(text) {
	return element('bdi', {}, parts(String(text ?? ''), UNSEEN_IN_LINE, mark));
}

/** A name where only plain text can be, such as a label that is read out. */
export function plain(text) {
	return parts(String(text), UNSEEN_IN_LINE, (character) => `‹${name(character)}›`).join('');
}

/** A name inside a plain sentence that is shown. */
export function isolated(text) {
	return `\u2068${plain(text)}\u2069`;
}
