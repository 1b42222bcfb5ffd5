package io.mockagents.sample.socket;

import org.json.JSONObject;
import org.json.JSONString;

/**
 * JSON that is written as it is, so that keys keep their order, and once for all who
 * receive it. It is an object only because the protocol's library takes nothing else.
 */
final class Payload extends JSONObject implements JSONString {

	private final String json;

	Payload(String json) {
		this.json = json;
	}

	/**
	 * Return the length.
	 * @return the number of characters
	 */
	int size() {
		return this.json.length();
	}

	@Override
	public String toJSONString() {
		return this.json;
	}

}
