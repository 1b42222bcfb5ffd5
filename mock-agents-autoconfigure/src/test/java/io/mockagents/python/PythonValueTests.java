package io.mockagents.python;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.python.PythonValue.Sequence.Kind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link PythonValue}.
 */
class PythonValueTests {

	@Test
	void eventOfTheSdkIsACallWithinACall() {
		PythonValue event = PythonValue.parse("RunItemStreamEvent(name='tool_output', item=ToolCallOutputItem("
				+ "agent=Agent(name='Vibecoder', handoff_description=None, tools=[FunctionTool(name='submit_patch', "
				+ "params_json_schema={'required': ['patch'], 'additionalProperties': False}, "
				+ "on_invoke_tool=<function function_tool.<locals>._create_function_tool.<locals>._on_invoke_tool at "
				+ "0x7f3aADDR>, is_enabled=True)], model='gpt-5-mini'), raw_item={'call_id': 'call_1', 'output': "
				+ "'approved=False reasoning=\"The patch doesn\\'t add\" commit_message=\\'Error\\'', 'type': "
				+ "'function_call_output'}, output=EvaluationResult(approved=False, reasoning=\"The patch doesn't "
				+ "add\"), type='tool_call_output_item'), type='run_item_stream_event')");
		assertThat(event).isInstanceOfSatisfying(PythonValue.Call.class, (call) -> {
			assertThat(call.name()).isEqualTo("RunItemStreamEvent");
			assertThat(call.fields().keySet()).containsExactly("name", "item", "type");
			assertThat(call.field("item")).isInstanceOfSatisfying(PythonValue.Call.class, (item) -> {
				assertThat(item.name()).isEqualTo("ToolCallOutputItem");
				assertThat(item.field("raw_item").toJson()).isEqualTo(JsonObject.of("call_id", "call_1", "output",
						"approved=False reasoning=\"The patch doesn't add\" commit_message='Error'", "type",
						"function_call_output"));
			});
		});
		JsonObject json = (JsonObject) event.toJson();
		JsonObject tool = json.object("item").object("agent").objects("tools").get(0);
		assertThat(tool).containsEntry("is_enabled", true)
			.containsEntry("on_invoke_tool",
					"<function function_tool.<locals>._create_function_tool.<locals>._on_invoke_tool at 0x7f3aADDR>");
		assertThat(json.object("item").object("output"))
			.isEqualTo(JsonObject.of("approved", false, "reasoning", "The patch doesn't add"));
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '`',
			textBlock = """
					None                         => null
					True                         => true
					-12                          => -12
					123456789012345678901234     => 123456789012345678901234
					1756263618.0                 => 1756263618.0
					1e-05                        => 0.00001
					1e+16                        => 10000000000000000.0
					-inf                         => "-inf"
					nan                          => "nan"
					''                           => ""
					'a\\nb\\t\\\\'               => "a\\nb\\t\\\\"
					"it's"                       => "it's"
					'\\'"'                       => "'\\""
					'\\xe9\\u20ac\\U0001f600'    => "é€😀"
					'é€😀'                       => "é€😀"
					b'a\\x00\\''                 => "b\\"a\\\\x00'\\""
					b"it's\\n\\xff"             => "b\\"it's\\\\n\\\\xff\\""
					[]                           => []
					[1, [2], ]                   => [1, [2]]
					()                           => []
					(1,)                         => [1]
					{}                           => {}
					set()                        => []
					{1, 'a'}                     => [1, "a"]
					frozenset({1})               => [1]
					frozenset()                  => []
					deque([1, 2], maxlen=3)      => [1, 2]
					defaultdict(<class 'list'>, {'a': [1]}) => {"a": [1]}
					OrderedDict([('a', 1)])      => {"a": 1}
					OrderedDict({'a': 1})        => {"a": 1}
					Counter()                    => {}
					(1-2j)                       => "(1-2j)"
					(1e-07+infj)                 => "(1e-07+infj)"
					-2.5j                        => "-2.5j"
					list[int]                    => "list[int]"
					typing.Optional[typing.List['a]b']] => "typing.Optional[typing.List['a]b']]"
					app.Verdict | dict[str, int] | None => "app.Verdict | dict[str, int] | None"
					make.<locals>.Point(x=1)     => {"x": 1}
					Box[app.make.<locals>.A](content=1) => {"content": 1}
					{'a': 1, 2: {}}              => {"a": 1, "2": {}}
					Empty()                      => {}
					a.B(x=1, y=[C(z='>')])       => {"x": 1, "y": [{"z": ">"}]}
					Decimal('1.5')               => ["1.5"]
					timedelta(days=1)            => {"days": 1}
					datetime(2026, 1, tzinfo=datetime.timezone.utc) => [2026, 1, {"tzinfo": "datetime.timezone.utc"}]
					<X.Y: 'a>b'>                 => "a>b"
					<Flag.A|B: 3>                => 3
					<class 'agents.Agent'>       => "<class 'agents.Agent'>"
					<object object at 0x7f>      => "<object object at 0x7f>"
					<function <lambda> at 0xADDR> => "<function <lambda> at 0xADDR>"
					AgentUpdatedStreamEvent(new_agent=Agent(name='Vibecoder', tools=[]), type='agent_updated_stream_event') => {"new_agent":{"name":"Vibecoder","tools":[]},"type":"agent_updated_stream_event"}
					Agent(handoffs=[...])        => {"handoffs": ["..."]}
					""")
	void valuesHaveAFormInJson(String repr, String json) {
		Object expected = JsonCodec.parse(json);
		assertThat(PythonValue.parse(" " + repr + "\n").toJson()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			``                     | 0  | a value
			[1, 2                  | 5  | ',' or ']'
			[1 2]                  | 3  | ',' or ']'
			{'a': 1, 2}            | 10 | ':' and a value
			{1, 2: 3}              | 5  | another element of the set
			'abc                   | 4  | the closing '
			"abc'                  | 5  | the closing "
			'\\q'                  | 1  | one of the escapes that repr() writes
			'\\x4'                 | 4  | 2 hexadecimal digits
			'\\U00110000'          | 10 | 8 hexadecimal digits
			b'é'                   | 2  | an ASCII character
			Agent(name='a', name='b') | 24 | each field once, which 'name' is not, in Agent
			Agent(name=            | 11 | a value
			Agent(name='a', 'b')   | 16 | a name and '='
			list[int               | 8  | ']'
			<object at 0x          | 13 | '>', to close what is opened at 0
			<X.Y: 1                | 7  | '>'
			1.2.3                  | 0  | a number
			--1                    | 0  | a number
			..                     | 2  | '.'
			None None              | 5  | the end of the text
			*                      | 0  | a value
			""")
	void invalidValueIsRefusedWithItsPlace(String text, int position, String expected) {
		assertThatExceptionOfType(PythonReprException.class).isThrownBy(() -> PythonValue.parse(text))
			.withMessageContaining("Expected " + expected)
			.withMessageContaining("at character " + position)
			.withMessageContaining("<here>")
			.satisfies((ex) -> assertThat(ex.position()).isEqualTo(position));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Money: 5 [EUR", "5 of 7", "Hello, world", "", "'a' and 'b'", "   a  b\\n0  1  2",
			"2 validation errors for Point\nx\n  Input should be a number" })
	void outputThatPrintsItselfAsItLikesIsItsText(String output) {
		PythonValue.Call item = (PythonValue.Call) PythonValue
			.parse("ToolCallOutputItem(raw_item={'output': 'x'}, output=" + output
					+ ", type='tool_call_output_item', tool_origin=None)");
		assertThat(item.fields().keySet()).containsExactly("raw_item", "output", "type", "tool_origin");
		assertThat(item.field("output").toJson()).isEqualTo(output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "(", "{1: ", "A(", "<A.B: " })
	void deepNestingIsRefused(String open) {
		assertThatExceptionOfType(PythonReprException.class).isThrownBy(() -> PythonValue.parse(open.repeat(100_000)))
			.withMessageContaining("nested at most 200 deep");
	}

	@Test
	void tooLongTextIsRefused() {
		assertThatExceptionOfType(PythonReprException.class)
			.isThrownBy(() -> PythonValue.parse(" ".repeat((1 << 24) + 1)))
			.withMessageContaining("at most 16777216 characters");
	}

	@Test
	void longTextsTakeTimeInProportion() {
		String text = "[" + "A(x=<f <g> at 0x1>, y={'k': ('v', 1.5)}), ".repeat(100_000) + "]";
		assertTimeoutPreemptively(Duration.ofMinutes(2),
				() -> assertThat(PythonValue.parse(text)).isInstanceOfSatisfying(PythonValue.Sequence.class,
						(list) -> assertThat(list.elements()).hasSize(100_000)));
	}

	@Test
	void fieldThatIsNotThereIsNamed() {
		PythonValue.Call call = (PythonValue.Call) PythonValue.parse("Agent(name='a', model=None)");
		assertThatIllegalArgumentException().isThrownBy(() -> call.field("tools"))
			.withMessage("Agent has no field 'tools' but [name, model]");
	}

	@Property(tries = 500, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
	void outputOfPythonIsRead(@ForAll("values") PythonValue value) {
		assertThat(PythonValue.parse(repr(value))).isEqualTo(value);
	}

	@Property(tries = 500, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
	void noTextEndsInAnotherException(@ForAll("values") PythonValue value, @ForAll int cut, @ForAll char inserted) {
		String text = repr(value);
		int at = Math.floorMod(cut, text.length() + 1);
		for (String changed : List.of(text.substring(0, at), text.substring(at),
				text.substring(0, at) + inserted + text.substring(at))) {
			try {
				PythonValue.parse(changed);
			}
			catch (PythonReprException ex) {
				assertThat(ex.position()).isBetween(0, changed.length());
			}
		}
	}

	@Provide
	Arbitrary<PythonValue> values() {
		Arbitrary<String> names = Arbitraries.of("name", "raw_item", "_x1", "été", "None_", "b", "set");
		Arbitrary<PythonValue> leaves = Arbitraries.oneOf(Arbitraries.strings().map(PythonValue.Str::new),
				Arbitraries.of("a'b", "a\"b", "'\"\\", "\uD83D\uDE00\uD800", "\u2028\u0085").map(PythonValue.Str::new),
				Arbitraries.bigIntegers().map(PythonValue.Int::new), Arbitraries.doubles().map(PythonValue.Float::new),
				Arbitraries.of(Double.NaN, Double.NEGATIVE_INFINITY, -0.0, 1e16).map(PythonValue.Float::new),
				Arbitraries.of(true, false).map(PythonValue.Bool::new), Arbitraries.just(new PythonValue.None()),
				Arbitraries.bytes().array(byte[].class).map(PythonValue.Bytes::new),
				Arbitraries.of("...", "<function f.<locals>.g at 0x7f>", "datetime.timezone.utc", "<class 'a.B'>")
					.map(PythonValue.Opaque::new));
		return Arbitraries.recursive(() -> leaves, (values) -> Arbitraries.oneOf(leaves,
				Combinators.combine(Arbitraries.of(Kind.values()), values.list().ofMaxSize(3))
					.as(PythonValue.Sequence::new),
				Arbitraries.maps(values, values).ofMaxSize(3).map(PythonValue.Dict::new),
				Combinators.combine(names, values).as((name, value) -> new PythonValue.Member("E." + name, value)),
				Combinators
					.combine(names.map("m."::concat), values.list().ofMaxSize(2),
							Arbitraries.maps(names, values).ofMaxSize(3))
					.as(PythonValue.Call::new)),
				0, 3);
	}

	private static String repr(PythonValue value) {
		if (value instanceof PythonValue.Sequence sequence) {
			return repr(sequence);
		}
		if (value instanceof PythonValue.Dict dict) {
			return dict.entries()
				.entrySet()
				.stream()
				.map((entry) -> repr(entry.getKey()) + ": " + repr(entry.getValue()))
				.collect(Collectors.joining(", ", "{", "}"));
		}
		if (value instanceof PythonValue.Call call) {
			StringBuilder text = new StringBuilder(call.name()).append('(');
			call.arguments().forEach((argument) -> text.append(repr(argument)).append(", "));
			call.fields().forEach((name, part) -> text.append(name).append('=').append(repr(part)).append(", "));
			return text.append(')').toString();
		}
		if (value instanceof PythonValue.Member member) {
			return "<" + member.name() + ": " + repr(member.value()) + ">";
		}
		if (value instanceof PythonValue.Opaque opaque) {
			return opaque.text();
		}
		if (value instanceof PythonValue.Bytes bytes) {
			return bytes.toString();
		}
		if (value instanceof PythonValue.Float number) {
			return PythonText.repr(number.value());
		}
		return PythonText.repr((value instanceof PythonValue.Int number) ? number.value() : value.toJson());
	}

	private static String repr(PythonValue.Sequence sequence) {
		String elements = sequence.elements().stream().map(PythonValueTests::repr).collect(Collectors.joining(", "));
		return switch (sequence.kind()) {
			case LIST -> "[" + elements + "]";
			case TUPLE -> "(" + elements + ((sequence.elements().size() == 1) ? ",)" : ")");
			case SET -> sequence.elements().isEmpty() ? "set()" : "{" + elements + "}";
		};
	}

	@Test
	void bytesAreCopied() {
		byte[] content = { 1 };
		PythonValue.Bytes bytes = new PythonValue.Bytes(content);
		content[0] = 2;
		Arrays.fill(bytes.value(), (byte) 3);
		assertThat(bytes).isEqualTo(PythonValue.parse("b'\\x01'"));
	}

}
