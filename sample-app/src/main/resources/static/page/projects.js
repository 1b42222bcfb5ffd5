/** The list of all projects: what is long is folded, and can be searched. */

import { element, number, place } from './dom.js';
import { named, plain } from './text.js';

/** How many projects are listed at first; with more than that, there is a field to search them. */
const LISTED = 12;

export class ProjectList {

	/** `onOpen` is called when a project is clicked, `onDelete` with one that shall be deleted. */
	constructor(box, { onOpen, onDelete }) {
		this.onOpen = onOpen;
		this.onDelete = onDelete;
		this.projects = [];
		this.items = new Map();
		this.all = false;
		this.query = element('input', { 'id': 'project-query', 'type': 'search', 'dir': 'auto', 'autocomplete': 'off',
			'aria-controls': 'project-list', 'oninput': () => this.render() });
		this.search = element('div', { 'hidden': true }, element('label', { 'for': 'project-query' }, 'Find a project'),
			this.query);
		this.list = element('ul', { 'id': 'project-list', 'class': 'plain' });
		this.state = element('p', { 'class': 'faint', 'role': 'status' });
		this.more = element('button', { 'type': 'button', 'class': 'quiet', 'hidden': true, 'onclick': () => this.showAll() });
		box.append(this.search, this.list, this.state, this.more);
	}

	/** Show projects; `current` is the id of the one that is open, or null. */
	show(projects, current) {
		this.projects = projects;
		this.current = current;
		this.render();
	}

	showAll() {
		this.all = !this.all;
		this.render();
		if (this.all) {
			this.list.children[LISTED]?.querySelector('a').focus();
		}
	}

	render() {
		const { projects } = this;
		this.search.hidden = projects.length <= LISTED;
		const wanted = this.search.hidden ? '' : searched(this.query.value.trim());
		const found = projects.filter((project) => searched(`${project.name} ${project.slug}`).includes(wanted));
		const folded = !this.all && found.length > LISTED;
		const listed = folded
			? found.filter((project, index) => index < LISTED || project.id === this.current) : found;
		const known = this.items;
		this.items = new Map();
		const items = listed.map((project) => {
			const key = `${project.id} ${project.name}`;
			const item = known.get(key) ?? this.item(project);
			this.items.set(key, item);
			const link = item.querySelector('a');
			if (project.id === this.current) {
				link.setAttribute('aria-current', 'page');
			}
			else {
				link.removeAttribute('aria-current');
			}
			return item;
		});
		place(this.list, items);
		const state = (projects.length === 0) ? 'None yet. Create one to begin.'
			: (found.length === 0) ? 'No project has that name.'
				: (wanted !== '') ? `${number(found.length)} of ${number(projects.length)} projects` : '';
		if (this.state.textContent !== state) {
			this.state.textContent = state;
		}
		this.more.hidden = found.length <= LISTED;
		this.more.textContent = this.all ? 'Show fewer' : `Show all ${number(found.length)}`;
	}

	item(project) {
		return element('li', {},
			element('a', { 'href': `#/projects/${project.id}`, 'onclick': () => this.onOpen() },
				named(project.name), ' ', element('span', { 'class': 'slug' }, project.slug)),
			element('button', { 'type': 'button', 'class': 'quiet delete', 'aria-label': `Delete ${plain(project.name)}`,
				'title': 'Delete', 'onclick': () => this.onDelete(project) }, '×'));
	}

}

/** A text as it is searched: neither case nor accents count. */
function searched(text) {
	return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
