/** What the service tells by itself: the stored events of a project's conversation, over Socket.IO. */

import { io } from './vendor/socket.io-4.8.3.esm.min.js';

/**
 * Follows one project at a time. Calls `onMessage` with each message, `onReady` when following has begun, again after
 * each interruption, and `onState` with whether there is a connection.
 */
export class Live {

	constructor({ onMessage, onReady, onState }) {
		this.projectId = null;
		this.connected = false;
		this.socket = io({ reconnectionDelay: 500, reconnectionDelayMax: 3000 });
		this.socket.on('connect', () => this.subscribe());
		this.socket.on('subscribed', ({ project_id: projectId }) => {
			this.connected = true;
			onState(true);
			if (projectId === this.projectId) {
				onReady();
			}
		});
		this.socket.on('disconnect', () => {
			this.connected = false;
			onState(false);
		});
		this.socket.on('conversation_message', onMessage);
	}

	follow(projectId) {
		if (projectId !== this.projectId) {
			const other = this.projectId !== null;
			this.projectId = projectId;
			// a connection stays in the rooms it has joined
			if (other && this.socket.connected) {
				this.socket.disconnect().connect();
			}
			else {
				this.subscribe();
			}
		}
	}

	subscribe() {
		if (this.projectId && this.socket.connected) {
			this.socket.emit('subscribe', { project_id: this.projectId });
		}
	}

}
