package io.mockagents.autoconfigure;

/**
 * A runner that cannot be built: it has no API key.
 */
class LiveRunner extends HarmlessRunner {

	LiveRunner() {
		throw new IllegalStateException("The live runner was built");
	}

}
