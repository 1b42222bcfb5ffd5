/** Light or dark: as the system has it, until somebody chooses. */

const system = matchMedia('(prefers-color-scheme: dark)');

export function isDark() {
	const chosen = localStorage.getItem('theme');
	return chosen ? chosen === 'dark' : system.matches;
}

export function choose(dark) {
	localStorage.setItem('theme', dark ? 'dark' : 'light');
	changed();
}

const listeners = [];

/** Call a function now and whenever the colours change, in another window too. */
export function onTheme(listener) {
	listeners.push(listener);
	listener(isDark());
}

function changed() {
	listeners.forEach((listener) => listener(isDark()));
}

system.addEventListener('change', changed);
addEventListener('storage', changed);
