/** Small things every part of the page needs. Texts are always set as text, never as markup. */

/** Make an element: attributes, `on...` listeners, and children that are nodes or text. */
export function element(tag, attributes = {}, ...children) {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (name.startsWith('on')) {
			made.addEventListener(name.slice(2), value);
		}
		else if (value === true) {
			made.setAttribute(name, '');
		}
		else if (value !== false && value !== null && value !== undefined) {
			made.setAttribute(name, value);
		}
	}
	made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
	return made;
}

/** Let an element have exactly these children; those that stay are not touched, so that none of them loses the focus. */
export function place(parent, children) {
	const stay = new Set(children);
	[...parent.childNodes].filter((child) => !stay.has(child)).forEach((child) => child.remove());
	children.forEach((child, index) => {
		if (parent.childNodes[index] !== child) {
			parent.insertBefore(child, parent.childNodes[index] ?? null);
		}
	});
}

/** Run an action once at a time: its controls are disabled until it is done; a problem is shown beside them. */
export async function busy(container, action) {
	if (container.getAttribute('aria-busy') === 'true') {
		return;
	}
	const controls = [...container.querySelectorAll('button, input, textarea')].filter((control) => !control.disabled);
	const focused = document.activeElement;
	const problem = container.querySelector(':scope > .problem');
	container.setAttribute('aria-busy', 'true');
	controls.forEach((control) => {
		control.disabled = true;
	});
	if (problem) {
		problem.hidden = true;
	}
	let failed = null;
	try {
		await action();
	}
	catch (error) {
		failed = error;
	}
	container.removeAttribute('aria-busy');
	controls.forEach((control) => {
		control.disabled = false;
	});
	if (document.activeElement === document.body && focused && container.contains(focused)) {
		focused.focus();
	}
	if (failed) {
		if (!problem) {
			throw failed;
		}
		complain(problem, failed.message);
	}
}

/** Show a problem where it arose, in view. */
export function complain(problem, text) {
	problem.textContent = text;
	problem.hidden = false;
	problem.scrollIntoView({ block: 'nearest' });
}

/** Milliseconds since 1970, with fractions, of a time as the service writes it: UTC, up to nanoseconds. */
export function millis(time) {
	const [whole, fraction = ''] = time.replace('Z', '').split('.');
	return Date.parse(`${whole}Z`) + Number(`0.${fraction || 0}`) * 1000;
}

export function duration(ms) {
	return (ms < 1000) ? `${ms.toFixed((ms < 10) ? 1 : 0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

export function number(value) {
	return value.toLocaleString('en');
}

/** A name whose words are joined by underscores, made so that it may break after them. */
export function breakable(name) {
	return name.split(/(?<=_)/).flatMap((word, i) => (i > 0) ? [element('wbr'), word] : [word]);
}

export function clockTime(time) {
	return new Date(millis(time)).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** Tell those who do not see the page what happened; what comes at the same time is told in one go. */
const waiting = [];

export function announce(text) {
	if (waiting.push(text) > 1) {
		return;
	}
	setTimeout(() => {
		const announcer = document.getElementById('announcer');
		announcer.append(element('p', {}, waiting.splice(0).join('. ')));
		while (announcer.childNodes.length > 5) {
			announcer.firstChild.remove();
		}
	}, 600);
}
