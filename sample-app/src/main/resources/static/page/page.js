/** The page: projects on the left, the conversation of one in the middle, what plays and when on the right. */

import { announce, busy, element, place } from './dom.js';
import { api, Gone, Refusal } from './api.js';
import { Changes } from './changes.js';
import { Conversation, requestsOf, spoken } from './conversation.js';
import { codeView } from './diff.js';
import { Live } from './live.js';
import { Scenarios, showMode } from './mock.js';
import { timelineView } from './timeline.js';

const POLL = 1000;
/** How often to look again after a run of another client: what comes of it is stored after its last event. */
const LOOKS = 5;

const find = (id) => document.getElementById(id);

let projects = [];
/** What is open, or null. */
let open = null;
/** What the service tells of the mock, or null if it does not. */
let mock = null;
let gone = false;
/** What to say where no project is open, or null. */
let note = null;

const live = new Live({
	onMessage: (message) => {
		if (message.session_id === open?.session.id) {
			open.add({ ...message, id: message.message_id });
		}
	},
	onReady: () => open?.reload().catch(() => {}),
	onState: (connected) => {
		find('connection').textContent = connected ? 'Live updates on' : 'Live updates interrupted, reconnecting …';
		find('connection').dataset.connected = connected;
		if (!connected) {
			checkService();
		}
	},
});

/** The project that is open, with its conversation. */
class Open {

	constructor(project, session) {
		this.project = project;
		this.session = session;
		this.rows = new Map();
		/** The rows that were told of, each with the number of readings that had begun. */
		this.told = new Map();
		/** How many readings have begun, and the last that is shown. */
		this.begun = 0;
		this.shown = 0;
		this.awaited = 0;
		this.diffs = [];
		this.sending = false;
		this.title = element('h2', { id: 'project-title', tabindex: -1 }, project.name);
		this.commit = element('p', { 'class': 'faint' });
		const list = element('ol', { 'class': 'conversation plain', 'aria-label': 'Conversation' });
		this.conversation = new Conversation(list);
		this.empty = element('p', { 'class': 'faint empty' },
			'Nothing asked yet. Ask for a change to main.py, such as “Add a comment explaining main”.');
		this.working = element('p', { 'class': 'working', 'hidden': true }, element('span', { 'class': 'dot' }),
			'The agents are working …');
		const changeList = element('ol', { 'class': 'plain' });
		const changes = element('div', {}, changeList);
		this.changes = new Changes(changeList, () => this.reload());
		this.code = element('div', {});
		this.prompt = element('textarea', { id: 'prompt', rows: 2, required: true, maxlength: 20000,
			onkeydown: (event) => this.key(event) });
		this.composer = element('form', { 'class': 'composer', 'onsubmit': (event) => this.submit(event) },
			element('label', { 'for': 'prompt' }, 'Ask for a change, or a question about the code'),
			this.prompt,
			element('div', { 'class': 'row' },
				element('button', { type: 'submit', 'class': 'primary' }, 'Ask'),
				element('span', { 'class': 'faint' }, 'Ctrl + Enter sends')),
			element('p', { 'class': 'problem', 'role': 'alert', 'hidden': true }));
		const choices = element('div', {});
		this.scenarios = new Scenarios(choices, (changed) => show(changed));
		this.timeline = element('div', {});
		place(find('main'), [
			element('header', { 'class': 'project-head' }, this.title, this.commit),
			element('section', { 'aria-labelledby': 'conversation-title' },
				element('h2', { id: 'conversation-title', 'class': 'unseen' }, 'Conversation'), this.empty, list, this.working),
			this.composer,
			section('changes', 'Changes', changes)]);
		place(find('side'), [section('scenario', 'Scenario', choices), section('timeline', 'Timeline', this.timeline),
			section('code', 'Code', this.code)]);
		this.render();
	}

	add(row) {
		if (!this.told.has(row.id)) {
			this.told.set(row.id, this.begun);
			const text = spoken(row);
			if (text) {
				announce(text);
			}
		}
		// what was read from the API is the whole row
		this.rows.set(row.id, { ...row, ...this.rows.get(row.id) });
		this.render();
		if (!this.sending) {
			this.awaited = LOOKS;
		}
		if (!this.sending || row.stream_event_type === 'agent_updated_stream_event') {
			// what was asked, and when, is not told, and has to be read
			this.reloadSoon();
		}
	}

	reloadSoon() {
		this.soon ??= setTimeout(() => {
			this.soon = null;
			this.reload().catch(() => {});
		}, 200);
	}

	/** Read everything again: what the service has stored is what is shown. */
	async reload() {
		const number = ++this.begun;
		let read;
		try {
			read = await Promise.all([api.rows(this.session.id), api.diffs(this.session.id), api.project(this.project.id),
				readMock()]);
		}
		catch (error) {
			if (open === this && error instanceof Refusal && error.status === 404) {
				leave(`“${this.project.name}” was deleted.`);
				return;
			}
			throw error;
		}
		// one that began later may have been faster
		if (open !== this || number < this.shown) {
			return;
		}
		this.shown = number;
		const [rows, diffs, project] = read;
		const known = this.rows;
		this.rows = new Map(rows.map((row) => [row.id, row]));
		for (const row of known.values()) {
			const news = (row === this.sent) ? this.sending : this.told.get(row.id) >= number;
			if (news && !this.rows.has(row.id)) {
				this.rows.set(row.id, row);
			}
		}
		this.diffs = diffs;
		this.project = project;
		this.render();
	}

	render() {
		const rows = [...this.rows.values()].sort(inOrder);
		const requests = requestsOf(rows);
		this.empty.hidden = requests.length > 0;
		this.conversation.show(requests, mock);
		this.working.hidden = !this.isWorking();
		this.changes.show(this.diffs, this.project.current_commit);
		this.commit.textContent = `main.py at commit ${this.project.current_commit.slice(0, 10)} on ${this.project.current_branch}`;
		if (this.shownCode !== this.project.current_code) {
			this.shownCode = this.project.current_code;
			place(this.code, [codeView(this.project.current_code, 'main.py')]);
		}
		place(this.timeline, timelineView(requests.at(-1), mock));
		this.scenarios.show(mock, this.session.id);
	}

	isWorking() {
		return this.sending || Boolean(mock?.runs.some((run) => run.sessionId === this.session.id && run.state === 'RUNNING'));
	}

	key(event) {
		if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
			event.preventDefault();
			this.composer.requestSubmit();
		}
	}

	submit(event) {
		event.preventDefault();
		const text = this.prompt.value.trim();
		if (text === '') {
			this.prompt.focus();
			return;
		}
		busy(this.composer, () => this.send(text));
	}

	/** A place in the order of the rows behind all there are, whatever the clock of the browser says. */
	afterLast() {
		return `${[...this.rows.values()].map((row) => row.created_at).sort().at(-1) ?? ''}~`;
	}

	async send(text) {
		this.sent = { id: crypto.randomUUID?.() ?? randomId(), message_type: 'user_input', content: text,
			created_at: this.afterLast(), pending: true, session_id: this.session.id };
		this.rows.set(this.sent.id, this.sent);
		this.prompt.value = '';
		this.sending = true;
		this.render();
		this.working.scrollIntoView({ block: 'nearest' });
		let answer;
		try {
			answer = await api.send(this.session.id, text, this.sent.id);
		}
		catch (error) {
			this.prompt.value = text;
			throw error;
		}
		finally {
			this.sending = false;
			await this.reload().catch(() => this.render());
		}
		if (answer.diff_id) {
			announce('A change waits for your review');
		}
	}

}

function section(id, title, ...content) {
	return element('section', { 'id': id, 'class': 'panel', 'aria-labelledby': `${id}-title` },
		element('h2', { id: `${id}-title` }, title), ...content);
}

function inOrder(one, two) {
	return (one.created_at < two.created_at) ? -1 : (one.created_at > two.created_at) ? 1
		: (one.stream_sequence ?? 0) - (two.stream_sequence ?? 0);
}

function randomId() {
	return `page-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Show what the service tells of the mock. */
function show(changed) {
	mock = changed;
	showMode(find('mode'), mock, open?.session.id);
	open?.render();
}

async function readMock() {
	try {
		show(await api.mock());
	}
	catch (error) {
		if (!(error instanceof Refusal)) {
			throw error;
		}
		show(null);
	}
}

async function readProjects() {
	projects = await api.projects();
	const items = projects.map((project) => element('li', {},
		element('a', { 'href': `#/projects/${project.id}`, 'aria-current': (open?.project.id === project.id) ? 'page' : null },
			project.name, ' ', element('span', { 'class': 'slug' }, project.slug)),
		element('button', { 'type': 'button', 'class': 'quiet', 'aria-label': `Delete ${project.name}`,
			'onclick': () => remove(project) }, 'Delete')));
	place(find('project-list'), items.length ? items
		: [element('li', { 'class': 'faint' }, 'None yet. Create one to begin.')]);
}

async function create(event) {
	event.preventDefault();
	const form = event.target;
	const name = find('project-name').value.trim();
	await busy(form, async () => {
		const project = await api.createProject(name);
		form.reset();
		location.hash = `#/projects/${project.id}`;
	});
}

async function remove(project) {
	if (!await confirmed('Delete this project?', `“${project.name}” goes with its conversation, its changes and its code.`,
		'Delete')) {
		return;
	}
	try {
		await api.deleteProject(project.id);
	}
	catch (error) {
		if (error instanceof Gone) {
			return;
		}
	}
	announce(`${project.name} is deleted`);
	if (open?.project.id === project.id) {
		leave(null);
	}
	await readProjects();
	find('projects-title').focus();
}

function confirmed(title, text, action) {
	const dialog = find('confirm');
	find('confirm-title').textContent = title;
	find('confirm-text').textContent = text;
	find('confirm-yes').textContent = action;
	dialog.returnValue = 'no';
	dialog.showModal();
	return new Promise((resolve) => {
		dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
	});
}

/** Open what the address names. */
async function route(goneTo = true) {
	const address = location.hash;
	const id = address.match(/^#\/projects\/([\w-]+)$/)?.[1];
	if (id && open?.project.id === id) {
		return;
	}
	if (!id) {
		open = null;
		document.title = 'Vibecoder';
		welcome();
		await Promise.all([readProjects(), readMock()]);
		return;
	}
	// who is not patient opens another one meanwhile
	const overtaken = () => location.hash !== address;
	let project;
	let session;
	try {
		project = await api.project(id);
		session = await api.openSession(project.id);
	}
	catch (error) {
		if (error instanceof Refusal && error.status === 404) {
			if (!overtaken()) {
				leave('There is no such project.');
			}
			return;
		}
		throw error;
	}
	if (overtaken()) {
		return;
	}
	open = new Open(project, session);
	document.title = `${project.name} · Vibecoder`;
	if (goneTo) {
		// now: who begins to type while the rest is read keeps the focus
		open.title.focus();
	}
	live.follow(project.id);
	await Promise.all([readProjects(), open.reload()]);
}

/** Close the project that is open, if one is. */
function leave(why) {
	note = why;
	if (why) {
		announce(why);
	}
	location.hash = '';
}

function welcome() {
	const said = note ? [element('p', { 'class': 'note' }, note)] : [];
	note = null;
	place(find('main'), [...said, element('section', { 'class': 'welcome' },
		element('h2', {}, 'Ask agents for a change, review it, commit it'),
		element('ol', {},
			element('li', {}, 'Create a project. It begins with a small main.py in a git repository of its own.'),
			element('li', {}, 'Ask for a change. You see each event as it is stored: the agent, its patch, the verdict, the message.'),
			element('li', {}, 'Review the patch, and commit it.')))]);
	place(find('side'), []);
}

/** While the service does not answer, say so and ask again; when it is back, read everything again. */
async function checkService() {
	if (gone) {
		return;
	}
	gone = true;
	for (;;) {
		try {
			await fetch('/health', { cache: 'no-store' });
			break;
		}
		catch {
			find('gone').textContent = 'The service does not answer. Trying again …';
			find('gone').hidden = false;
			await new Promise((resolve) => setTimeout(resolve, POLL));
		}
	}
	gone = false;
	const was = !find('gone').hidden;
	find('gone').hidden = true;
	if (was) {
		announce('The service answers again');
		await (open ? open.reload() : route()).catch(() => {});
		await readProjects();
	}
}

/** What other clients did while nobody looked: projects come and go, changes are reviewed and committed. */
function lookAgain() {
	if (!gone) {
		Promise.all([readProjects(), open?.reload()]).catch(() => {});
	}
}

/** Where nothing tells that a run goes on or ends, ask. */
async function poll() {
	if (open && !gone && (open.isWorking() || open.awaited > 0)) {
		if (!open.sending) {
			open.awaited = open.isWorking() ? LOOKS : open.awaited - 1;
		}
		await ((live.connected && open.sending) ? readMock() : open.reload()).catch(() => {});
	}
	setTimeout(poll, POLL);
}

function theme() {
	const button = find('theme');
	const dark = () => (document.documentElement.dataset.theme
		?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
	const label = () => {
		button.textContent = dark() ? 'Light colours' : 'Dark colours';
	};
	document.documentElement.dataset.theme = localStorage.getItem('theme') ?? '';
	if (!document.documentElement.dataset.theme) {
		delete document.documentElement.dataset.theme;
	}
	button.addEventListener('click', () => {
		document.documentElement.dataset.theme = dark() ? 'light' : 'dark';
		localStorage.setItem('theme', document.documentElement.dataset.theme);
		label();
	});
	matchMedia('(prefers-color-scheme: dark)').addEventListener('change', label);
	label();
}

document.addEventListener('gone', checkService);
addEventListener('hashchange', () => route().catch(() => {}));
addEventListener('focus', lookAgain);
find('new-project').addEventListener('submit', create);
theme();
route(false).catch(() => {});
poll();
