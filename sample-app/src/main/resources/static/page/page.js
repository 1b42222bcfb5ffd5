/** The page: projects on the left, the conversation of one in the middle, what plays and when on the right. */

import { announce, busy, element, place } from './dom.js';
import { api, Gone, Refusal } from './api.js';
import { Changes } from './changes.js';
import { Composer } from './composer.js';
import { Conversation, spoken } from './conversation.js';
import { codeView } from './diff.js';
import { Live } from './live.js';
import { Scenarios, showMode } from './mock.js';
import { ProjectList } from './projects.js';
import { outcomeOf, requestsOf } from './requests.js';
import { isolated, named, plain } from './text.js';
import { choose, isDark, onTheme } from './theme.js';
import { timelineView } from './timeline.js';

const POLL = 1000;
/** How often to look again after a run of another client: what comes of it is stored after its last event. */
const LOOKS = 5;

const find = (id) => document.getElementById(id);

/** How many characters the name of a project may have. */
const LONGEST_NAME = 255;

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
		/** The messages that this page has sent: those without an answer yet, the answers, and those that may have got lost. */
		this.sending = new Map();
		this.answers = new Map();
		this.doubtful = new Map();
		this.title = element('h2', { 'id': 'project-title', 'tabindex': -1 }, named(project.name));
		this.commit = element('p', { 'class': 'faint' });
		this.empty = element('p', { 'class': 'faint empty' },
			'Nothing asked yet. Ask for a change to main.py, such as “Add a comment explaining main”.');
		const scroller = element('div', { 'class': 'scroller' });
		this.conversation = new Conversation(scroller);
		scroller.append(this.conversation.earlier, this.empty, this.conversation.list);
		const changes = element('div', {});
		this.changes = new Changes(changes, () => this.reload());
		this.code = element('div', {});
		this.composer = new Composer({ onSend: (text) => this.send(text), onCancel: () => this.cancel() });
		const choices = element('div', {});
		this.scenarios = new Scenarios(choices, (changed) => show(changed));
		this.timeline = element('div', {});
		place(find('main'), [
			element('header', { 'class': 'project-head' }, this.title, this.commit),
			element('section', { 'class': 'story', 'aria-labelledby': 'conversation-title' },
				element('h2', { 'id': 'conversation-title', 'class': 'unseen' }, 'Conversation'), scroller,
				this.conversation.latest),
			this.composer.form]);
		place(find('side'), [section('changes', 'Changes', changes), section('scenario', 'Scenario', choices),
			section('timeline', 'Timeline', this.timeline), section('code', 'Code', this.code)]);
		this.render();
	}

	add(row) {
		if (!this.told.has(row.id)) {
			this.told.set(row.id, this.begun);
			const text = spoken(row);
			if (text) {
				announce(text);
			}
			this.conversation.tell((row.message_type === 'error') ? 'A run failed: to the latest' : 'New events: to the latest');
		}
		// what was read from the API is the whole row
		this.rows.set(row.id, { ...row, ...this.rows.get(row.id) });
		this.render();
		if (this.sending.size === 0) {
			this.awaited = LOOKS;
		}
		if (this.sending.size !== 1 || row.stream_event_type === 'agent_updated_stream_event') {
			// what was asked, when, and by which of several runs, is not told, and has to be read
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
				leave('“', named(this.project.name), '” was deleted.');
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
			const news = row.pending ? this.sending.has(row.id) : this.told.get(row.id) >= number;
			if (news && !this.rows.has(row.id)) {
				this.rows.set(row.id, row);
			}
		}
		this.diffs = diffs;
		this.project = project;
		for (const [id, text] of this.doubtful) {
			if (this.rows.has(id)) {
				this.doubtful.delete(id);
				this.composer.takeBack(text);
			}
		}
		this.render();
	}

	render() {
		const rows = [...this.rows.values()].sort(inOrder);
		const requests = requestsOf(rows, mock);
		const state = (request) => ({ sending: this.sending.has(request.id), answer: this.answers.get(request.id),
			awaited: this.isWorking() || this.awaited > 0 });
		const last = requests.at(-1);
		const outcome = last && outcomeOf(last, state(last));
		this.unfinished = outcome === 'unknown'
			|| (outcome === 'approved' && this.diffs[0]?.vibecoder_prompt !== last.message?.content);
		this.empty.hidden = requests.length > 0;
		this.conversation.show(requests, state);
		this.composer.showWorking(this.isWorking());
		this.changes.show(this.diffs, this.project.current_commit);
		countWaiting(this.changes.waiting);
		this.commit.textContent = `main.py at commit ${this.project.current_commit.slice(0, 10)} on ${this.project.current_branch}`;
		if (this.shownCode !== this.project.current_code) {
			this.shownCode = this.project.current_code;
			place(this.code, [codeView(this.project.current_code, 'main.py')]);
		}
		place(this.timeline, timelineView(requests.at(-1)));
		this.scenarios.show(mock, this.session.id);
	}

	isWorking() {
		return this.sending.size > 0
			|| Boolean(mock?.runs.some((run) => run.sessionId === this.session.id && run.state === 'RUNNING'));
	}

	/** A place in the order of the rows behind all there are, whatever the clock of the browser says. */
	afterLast() {
		const last = [...this.rows.values()].map((row) => row.created_at).sort().at(-1);
		return last ? `${last}~` : '';
	}

	async send(text) {
		const sent = { id: crypto.randomUUID?.() ?? randomId(), message_type: 'user_input', content: text,
			created_at: this.afterLast(), pending: true, session_id: this.session.id };
		this.rows.set(sent.id, sent);
		this.sending.set(sent.id, sent);
		this.conversation.toEnd();
		this.render();
		let failure = null;
		try {
			const answer = await api.send(this.session.id, text, sent.id);
			this.answers.set(sent.id, answer);
			if (answer.diff_id) {
				announce('A change waits for your review');
				this.conversation.tell('A change waits for your review: to the latest');
			}
		}
		catch (error) {
			failure = error;
		}
		this.sending.delete(sent.id);
		if (failure) {
			this.awaited = LOOKS;
		}
		await this.reload().catch(() => {});
		if (failure && (this.rows.get(sent.id) ?? sent).pending) {
			this.rows.delete(sent.id);
			this.doubtful.set(sent.id, text);
			this.composer.giveBack(text, failure.message);
		}
		this.render();
	}

	/** Stop the agents, and return whether they were at work. */
	async cancel() {
		let stopped = true;
		try {
			await api.cancel(this.session.id);
		}
		catch (error) {
			if (!(error instanceof Refusal) || error.status !== 409) {
				throw error;
			}
			stopped = false;
		}
		await this.reload();
		return stopped;
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
	projects.show(await api.projects(), open?.project.id ?? null);
}

async function create(event) {
	event.preventDefault();
	const form = event.target;
	const name = find('project-name').value.trim();
	await busy(form, async () => {
		const length = [...name].length;
		if (length > LONGEST_NAME) {
			throw new Error(`The name has ${length} characters. It may have ${LONGEST_NAME}.`);
		}
		const project = await api.createProject(name);
		form.reset();
		location.hash = `#/projects/${project.id}`;
	});
}

async function remove(project) {
	if (!await confirmed('Delete this project?', [named(project.name), ' goes with its conversation, its changes and its code.'],
		'Delete')) {
		return;
	}
	try {
		await api.deleteProject(project.id);
	}
	catch (error) {
		// what is gone already is deleted, too
		if (!(error instanceof Refusal) || error.status !== 404) {
			warn('“', named(project.name), `” could not be deleted. ${error.message}`);
			return;
		}
	}
	announce(`${plain(project.name)} is deleted`);
	if (open?.project.id === project.id) {
		leave();
	}
	await readProjects();
	find('projects-title').focus();
}

/** Show a problem that belongs to no part of the page, until it is read. */
function warn(...text) {
	find('warning-text').replaceChildren(...text);
	find('warning').hidden = false;
}

function unwarn() {
	find('warning').hidden = true;
}

/** On a narrow screen one part of the page is shown at a time. */
function view(part) {
	find('columns').dataset.view = part;
	for (const button of find('views').children) {
		button.setAttribute('aria-pressed', String(button.dataset.view === part));
	}
}

function countWaiting(waiting) {
	find('waiting').textContent = (waiting > 0) ? ` (${waiting})` : '';
}

function confirmed(title, text, action) {
	const dialog = find('confirm');
	find('confirm-title').textContent = title;
	find('confirm-text').replaceChildren(...text);
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
		document.body.classList.remove('opened');
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
	open.awaited = LOOKS;
	document.title = `${isolated(project.name)} · Vibecoder`;
	document.body.classList.add('opened');
	unwarn();
	view('conversation');
	if (goneTo) {
		// now: who begins to type while the rest is read keeps the focus
		open.title.focus({ preventScroll: true });
	}
	live.follow(project.id);
	await Promise.all([readProjects(), open.reload()]);
	if (!overtaken()) {
		open.conversation.begin();
		open.awaited = open.unfinished ? LOOKS : 0;
	}
}

/** Close the project that is open, if one is. */
function leave(...why) {
	if (why.length > 0) {
		note = element('p', { 'class': 'note' }, why);
		announce(note.textContent);
	}
	location.hash = '';
}

function welcome() {
	const said = note ? [note] : [];
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
		const sending = open.sending.size > 0;
		if (!sending) {
			open.awaited = open.isWorking() ? LOOKS : open.awaited - 1;
		}
		await ((live.connected && sending) ? readMock() : open.reload()).catch(() => {});
	}
	setTimeout(poll, POLL);
}

function theme() {
	const button = find('theme');
	onTheme((dark) => {
		button.textContent = dark ? 'Light colours' : 'Dark colours';
		document.documentElement.dataset.theme = dark ? 'dark' : 'light';
	});
	button.addEventListener('click', () => choose(!isDark()));
}

/** Whatever goes wrong while a project is opened is said; that the service is gone is said by itself. */
function failed(error) {
	if (error instanceof Refusal) {
		warn(error.message);
	}
	else if (!(error instanceof Gone)) {
		throw error;
	}
}

const projects = new ProjectList(find('projects-box'), { onOpen: () => view('conversation'), onDelete: remove });

document.addEventListener('gone', checkService);
addEventListener('hashchange', () => route().catch(failed));
addEventListener('focus', lookAgain);
find('new-project').addEventListener('submit', create);
document.querySelector('.skip').addEventListener('click', (event) => {
	event.preventDefault();
	view('conversation');
	find('main').focus();
});
find('warning-close').addEventListener('click', unwarn);
for (const button of find('views').children) {
	button.addEventListener('click', () => view(button.dataset.view));
}
theme();
route(false).catch(failed);
poll();
