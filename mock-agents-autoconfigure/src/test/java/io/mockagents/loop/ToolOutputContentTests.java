package io.mockagents.loop;

import io.mockagents.json.JsonCodec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ToolOutputContent}, with the values that openai-agents 0.22.0
 * converts.
 */
class ToolOutputContentTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"type":"text","text":""} | [{"type":"input_text","text":""}]
					{"text":"a","type":"text","more":1} | [{"type":"input_text","text":"a"}]
					{"type":"image","detail":"low","image_url":"u","file_id":null} | [{"type":"input_image","image_url":"u","detail":"low"}]
					{"type":"file","filename":"f","file_data":"d"} | [{"type":"input_file","file_data":"d","filename":"f"}]
					[{"type":"text","text":"a"},{"type":"image","file_id":"i"}] | [{"type":"input_text","text":"a"},{"type":"input_image","file_id":"i"}]
					""")
	void contentsAreSent(String value, String contents) {
		assertThat(JsonCodec.write(ToolOutputContent.of(JsonCodec.parse(value)))).isEqualTo(contents);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "null", "\"text\"", "{\"text\":\"a\"}", "{\"type\":\"text\"}",
			"{\"type\":\"text\",\"text\":1}", "{\"type\":\"image\",\"detail\":\"low\"}",
			"{\"type\":\"image\",\"image_url\":\"u\",\"detail\":\"big\"}", "{\"type\":\"file\",\"filename\":\"f\"}",
			"{\"type\":\"audio\",\"file_id\":\"i\"}", "[{\"type\":\"text\",\"text\":\"a\"},1]" })
	void otherValuesStayText(String value) {
		assertThat(ToolOutputContent.of(JsonCodec.parse(value))).isNull();
	}

}
