package io.mockagents.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A session that lives as long as the process. Safe for use by several threads.
 */
public final class InMemorySession implements Session {

	private final String sessionId;

	private final List<JsonObject> items = new ArrayList<>();

	/**
	 * Create an empty session.
	 * @param sessionId its id
	 */
	public InMemorySession(String sessionId) {
		this.sessionId = Objects.requireNonNull(sessionId, "sessionId");
	}

	@Override
	public String sessionId() {
		return this.sessionId;
	}

	@Override
	public synchronized List<JsonObject> getItems(@Nullable Integer limit) {
		int from = (limit != null) ? Math.max(0, this.items.size() - Math.max(0, limit)) : 0;
		return List.copyOf(this.items.subList(from, this.items.size()));
	}

	@Override
	public synchronized void addItems(List<JsonObject> items) {
		this.items.addAll(items);
	}

	@Override
	public synchronized @Nullable JsonObject popItem() {
		return this.items.isEmpty() ? null : this.items.remove(this.items.size() - 1);
	}

	@Override
	public synchronized void clearSession() {
		this.items.clear();
	}

}
