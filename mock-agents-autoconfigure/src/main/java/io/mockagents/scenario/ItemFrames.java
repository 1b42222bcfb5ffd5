package io.mockagents.scenario;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one item of an answer, made as they are asked for.
 */
interface ItemFrames {

	/**
	 * Return the next frame.
	 * @return the frame, or {@code null} after the item's last one
	 */
	@Nullable JsonObject next();

}
