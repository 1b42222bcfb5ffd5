/** The HTTP API of the service. */

/** The service answered with an error; its message is for readers. */
export class Refusal extends Error {

	constructor(status, detail) {
		super(detail);
		this.status = status;
	}

}

/** The service did not answer. */
export class Gone extends Error {

	constructor() {
		super('The service does not answer.');
	}

}

async function call(method, path, body) {
	let response;
	try {
		response = await fetch(path, {
			method,
			headers: (body === undefined) ? { Accept: 'application/json' }
				: { 'Accept': 'application/json', 'Content-Type': 'application/json' },
			body: (body === undefined) ? undefined : JSON.stringify(body),
			cache: 'no-store',
		});
	}
	catch {
		document.dispatchEvent(new CustomEvent('gone'));
		throw new Gone();
	}
	const text = await response.text().catch(() => null);
	if (text === null) {
		throw new Refusal(response.status, 'The service broke off its answer: its log says why.');
	}
	const json = parse(text);
	if (!response.ok) {
		throw new Refusal(response.status, json?.detail ?? `The service answered with status ${response.status}.`);
	}
	return json;
}

function parse(text) {
	try {
		return (text === '') ? null : JSON.parse(text);
	}
	catch {
		return null;
	}
}

const path = (strings, ...ids) => strings.reduce((all, part, i) => all + encodeURIComponent(ids[i - 1]) + part);

export const api = {
	projects: () => call('GET', '/projects'),
	project: (id) => call('GET', path`/projects/${id}`),
	createProject: (name) => call('POST', '/projects', { name }),
	deleteProject: (id) => call('DELETE', path`/projects/${id}`),
	openSession: (projectId) => call('POST', path`/projects/${projectId}/sessions`),
	rows: (sessionId) => call('GET', path`/sessions/${sessionId}/messages`),
	send: (sessionId, prompt, id) => call('POST', path`/sessions/${sessionId}/messages`, { prompt, message_id: id }),
	cancel: (sessionId) => call('POST', path`/sessions/${sessionId}/cancel`),
	diffs: (sessionId) => call('GET', path`/sessions/${sessionId}/diffs`),
	preview: (diffId) => call('GET', path`/diffs/${diffId}/preview`),
	review: (diffId, approved, feedback) => call('POST', path`/diffs/${diffId}/review`, { approved, feedback }),
	commit: (diffId, message) => call('POST', path`/diffs/${diffId}/commit`, { commit_message: message }),
	refine: (diffId, prompt, message) => call('POST', path`/diffs/${diffId}/refine-message`,
		{ prompt, current_message: message }),
	mock: () => call('GET', '/mockagents'),
	force: (scenario, sessionId) => call('POST', '/mockagents', { scenario, sessionId, mode: 'always' }),
	unforce: (sessionId) => call('DELETE', `/mockagents?sessionId=${encodeURIComponent(sessionId)}`),
};
