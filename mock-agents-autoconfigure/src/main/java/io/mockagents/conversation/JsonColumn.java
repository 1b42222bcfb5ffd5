package io.mockagents.conversation;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.usertype.UserType;
import org.jspecify.annotations.Nullable;

/**
 * Maps a value of the form that {@link JsonObject} describes to a column of type
 * {@code json}, which keeps the order of keys. Independent of the JSON mapper that
 * Hibernate chooses for the application.
 */
final class JsonColumn implements UserType<Object> {

	/**
	 * The type of the columns.
	 */
	static final String DEFINITION = "json";

	/**
	 * Return the text of a value.
	 * @param value a value of the form that {@link JsonObject} describes
	 * @return the text, or {@code null} for no value
	 */
	static @Nullable String write(@Nullable Object value) {
		return (value != null) ? JsonCodec.write(value) : null;
	}

	@Override
	public int getSqlType() {
		return Types.OTHER;
	}

	@Override
	public Class<Object> returnedClass() {
		return Object.class;
	}

	@Override
	public @Nullable Object nullSafeGet(ResultSet rows, int position, WrapperOptions options) throws SQLException {
		String json = rows.getString(position);
		return (json != null) ? JsonCodec.parse(json) : null;
	}

	@Override
	public void nullSafeSet(PreparedStatement statement, @Nullable Object value, int position, WrapperOptions options)
			throws SQLException {
		if (value == null) {
			statement.setNull(position, Types.OTHER);
		}
		else {
			statement.setObject(position, write(value), Types.OTHER);
		}
	}

	@Override
	public @Nullable Object deepCopy(@Nullable Object value) {
		return value;
	}

	@Override
	public boolean isMutable() {
		return false;
	}

	@Override
	public @Nullable Serializable disassemble(@Nullable Object value) {
		return write(value);
	}

	@Override
	public @Nullable Object assemble(@Nullable Serializable cached, @Nullable Object owner) {
		return (cached instanceof String json) ? JsonCodec.parse(json) : null;
	}

}
