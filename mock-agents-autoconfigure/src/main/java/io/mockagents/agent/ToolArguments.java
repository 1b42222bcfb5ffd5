package io.mockagents.agent;

/**
 * The arguments of a tool call as the model wrote them.
 */
public interface ToolArguments {

	/**
	 * Return the arguments as the model wrote them, valid JSON or not.
	 * @return the text
	 */
	String json();

	/**
	 * Return the arguments as an object.
	 * @return the arguments, in the model's order
	 * @throws ModelBehaviorException if the text is not a JSON object
	 */
	JsonObject asObject();

	/**
	 * Return the arguments bound to a type of the application's.
	 * @param type the type, usually a record
	 * @param <T> the type
	 * @return the arguments
	 * @throws ModelBehaviorException if the text is not JSON or does not fit the type
	 */
	<T> T as(Class<T> type);

}
