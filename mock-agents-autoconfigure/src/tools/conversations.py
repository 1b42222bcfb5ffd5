"""The conversations that record_conversations.py records: agents, turns of the model, and how they are run.

The keys are those of scenario.json. Beyond them: a tool has `params`, the parameters of its Python function, `returns`,
a Python expression, and `raises` (class, text); a hosted tool has `hosted`, the Python expression that builds it;
`sdks` names the profiles (P 0.2.9, H 0.22, N 0.24) that know all the features used.
"""

import datetime
import decimal
import enum
import uuid
from dataclasses import dataclass
from typing import Annotated, Literal, Optional, Union

from agents import (CodeInterpreterTool, FileSearchTool, HostedMCPTool, WebSearchTool)
from openai.types.shared import Reasoning
from pydantic import BaseModel, Field


class Color(enum.Enum):
    RED = "red"
    DARK_BLUE = "dark blue"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 3


class Row(BaseModel):
    key: str
    score: float
    tags: list[str]


class Formats(BaseModel):
    day: datetime.date
    at: datetime.datetime
    clock: datetime.time
    span: datetime.timedelta
    id: uuid.UUID


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]
    name: Optional[str]


class Ticket(BaseModel):
    due: datetime.date
    level: Level
    weight: float


class Numbers(BaseModel):
    a: float
    b: float
    n: int


@dataclass
class Point:
    x: int
    y: float


ALL = []
DONE = {"items": [{"k": "msg", "text": "Done."}]}


def conv(name, title, agents, turns, run=None, runs=None, notes=None, sdks="PHN"):
    ALL.append({"name": name, "title": title, "agents": agents, "turns": turns, "run": run or {}, "runs": runs,
                "sdks": sdks} | ({"notes": notes} if notes else {}))


def all_for(profile):
    return [c for c in ALL if profile in c["sdks"]]


def agent(name="Assistant", **more):
    return {"name": name} | more


def tool(name, **more):
    return {"name": name} | more


def turn(*items, **more):
    return {"items": list(items)} | more


def msg(text, **more):
    return {"k": "msg", "text": text} | more


def fc(name, args=None, **more):
    return {"k": "fc", "name": name, "args": {} if args is None else args} | more


def rs(*summary, **more):
    return {"k": "rs", "summary": list(summary)} | more


def raw(**item):
    return {"k": "raw", "item": item}


def error(status, body, **headers):
    return {"status": status, "body": body, "headers": {"retry-after-ms": "1"} | headers}


def usage(i, o, total, **more):
    return {"input_tokens": i, "input_tokens_details": {"cache_write_tokens": 0, "cached_tokens": 0},
            "output_tokens": o, "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": total} | more


GO = [{"input": "go"}]
SESSION = {"session": True}
OBJECT = {"message": "m", "type": "t", "param": None, "code": None}
GUARD_IN = {"kind": "input", "name": "polite", "tripwire": False, "output_info": {"ok": True}}
GUARD_OUT = {"kind": "output", "name": "checked", "tripwire": False, "output_info": None}
TRIP_OUT = {"kind": "output", "name": "leak", "tripwire": True, "output_info": {"leak": [1.5]}}

# --- output types with handoffs, filters and guardrails

conv("ca1_wrapped_output_filter_guardrails", "a list of models as output behind a filtered handoff, guardrails on both",
     [agent("Triage Agent", instructions="Route.", tools=[tool("look", returns="'seen'")], guardrails=[GUARD_IN],
            handoffs=[{"agent": "Lister", "input_filter": "remove_all_tools"}]),
      agent("Lister", output_type="list[Row]", guardrails=[GUARD_OUT])],
     [turn(fc("look")), turn(fc("transfer_to_lister")),
      turn(msg('{"response":[{"key":"a","score":1,"tags":[]},{"key":"ü","score":1e-7,"tags":["x"]}]}'))], SESSION)

conv("ca2_wrapped_output_bad_after_handoff", "a union as output that the answer behind a handoff does not fit, in a session",
     [agent("Triage Agent", handoffs=["Vet"]), agent("Vet", output_type="Union[Cat, Dog]", guardrails=[TRIP_OUT])],
     [turn(msg("Wait."), fc("transfer_to_vet")), turn(msg('{"response":{"kind":"dog","lives":"many"}}'))], SESSION)

conv("ca3_wrapped_output_guardrail_trips", "an output guardrail trips over a list",
     [agent(output_type="list[int]", guardrails=[TRIP_OUT, GUARD_OUT])],
     [turn(msg('{"response":[1,2]}'))], SESSION)

conv("ca4_structured_tools_nonstream", "not streamed: tools, then an answer that is no JSON for a model as output",
     [agent(output_type="Row", tools=[tool("a", returns="[1.0]")])],
     [turn(fc("a")), turn(msg("{'key': 'a'}"))], {"stream": False, "session": True})

conv("ca5_two_messages_structured", "two messages in one answer of an agent with an output type",
     [agent(output_type="Row")],
     [turn(msg("Thinking."), msg('{"key":"k","score":2.50,"tags":["a"]}'))])

# --- guardrails of tools

REJECT_IN = {"name": "no_in", "action": "reject_content", "message": "refused", "output_info": None}
REJECT_OUT = {"name": "no_out", "action": "reject_content", "message": "blank", "output_info": [1]}
RAISE_OUT = {"name": "stop_out", "action": "raise_exception", "output_info": {"why": "secret"}}
RAISE_IN = {"name": "stop_in", "action": "raise_exception", "output_info": "x"}
ALLOW = {"name": "fine", "action": "allow", "output_info": {"n": 1}}

conv("cb1_tool_guardrails_parallel_failing", "four calls at once: one rejected, one output hidden, one raises, one returns",
     [agent(tools=[tool("a", never_called=True, tool_input_guardrails=[ALLOW, REJECT_IN]),
                   tool("b", returns="{'k': None}", tool_output_guardrails=[REJECT_OUT]),
                   tool("c", raises=("ValueError", "böse")), tool("d", returns="2.0", delay_ms=20)])],
     [turn(fc("a"), fc("b"), fc("c"), fc("d")), DONE], SESSION, sdks="HN")

conv("cb2_tool_output_guardrail_raises", "an output guardrail of a tool raises beside a tool that returns, in a session",
     [agent(tools=[tool("a", returns="1", tool_output_guardrails=[RAISE_OUT]), tool("b", returns="2")])],
     [turn(fc("b")), turn(fc("b"), fc("a")), DONE], SESSION, sdks="HN")

conv("cb3_tool_guardrail_stop_on_first", "the text of a rejecting output guardrail is the final output",
     [agent(tools=[tool("a", returns="{'x': 1}", tool_output_guardrails=[REJECT_OUT])],
            tool_use_behavior="stop_on_first_tool")],
     [turn(rs("why"), fc("a"))], sdks="HN")

conv("cb4_tool_guardrail_with_approval", "a tool with an input guardrail and approval: approved, then the guardrail rejects",
     [agent(tools=[tool("pay", params="amount: float", never_called=True, needs_approval=True,
                        tool_input_guardrails=[REJECT_IN])])],
     [turn(fc("pay", {"amount": 5})), DONE], SESSION,
     [{"input": "pay"}, {"resume": [{"approve": True}]}], sdks="HN")

conv("cb5_tool_input_guardrail_raises_nonstream", "not streamed: an input guardrail of a tool raises",
     [agent(tools=[tool("a", never_called=True, tool_input_guardrails=[RAISE_IN])])],
     [turn(fc("a"))], {"stream": False}, sdks="HN")

conv("cb6_timeout_beside_guardrail", "a tool that times out beside one whose output is hidden",
     [agent(tools=[tool("slow", delay_ms=800, timeout_seconds=0.05, timeout_behavior="error_as_result", returns="'x'"),
                   tool("b", returns="'secret'", tool_output_guardrails=[REJECT_OUT])])],
     [turn(fc("slow"), fc("b")), DONE], sdks="HN")

# --- sessions, filters of the input, retries

conv("cc1_session_limit_filter_retries", "a session limit, a filter of the input and a retried 429, two runs",
     [agent(instructions="First.", tools=[tool("a", returns="1")])],
     [DONE, error(429, {"error": OBJECT}), turn(fc("a")), turn(msg("Two."))],
     {"session": True, "session_settings": {"limit": 2}, "call_model_input_filter": {"keep_last": 3, "instructions": "F."}},
     [{"input": "1"}, {"input": "2"}], sdks="HN")

conv("cc2_input_filter_handoff_retry", "a filter of the input before each call, a handoff, a retried 500",
     [agent("A", instructions="a", handoffs=["B"], tools=[tool("a", returns="None")]), agent("B", output_type="Numbers")],
     [turn(fc("a")), error(500, "<html>"), turn(fc("transfer_to_b")), turn(msg('{"a":1,"b":-0.0,"n":2}'))],
     {"call_model_input_filter": {"keep_last": 1, "instructions": "Only the last."}})

conv("cc3_session_limit_nonstream", "not streamed: a session limit that parts a call from its output",
     [agent(tools=[tool("a", returns="(1,)")])],
     [turn(fc("a")), turn(msg("One.")), turn(msg("Two."))],
     {"stream": False, "session": True, "session_settings": {"limit": 2}}, [{"input": "1"}, {"input": "2"}], sdks="HN")

# --- nested history

conv("cd1_nested_history_output_type", "nest_handoff_history with a tool, reasoning and an output type, in a session",
     [agent("Triage Agent", tools=[tool("a", returns="{'ü': 1}")], handoffs=["Lister"]),
      agent("Lister", output_type="list[Color]")],
     [turn(rs("plan"), fc("a")), turn(fc("transfer_to_lister")), turn(msg('{"response":["red","dark blue"]}'))],
     {"nest_handoff_history": True, "session": True}, sdks="HN")

conv("cd2_nested_history_twice", "nest_handoff_history over two handoffs",
     [agent("A", handoffs=["B"]), agent("B", handoffs=["C"], tools=[tool("b", returns="'<CONVERSATION HISTORY>'")]), agent("C")],
     [turn(msg("I hand over."), fc("transfer_to_b")), turn(fc("b")), turn(fc("transfer_to_c")), turn(msg("C here."))],
     {"nest_handoff_history": True}, sdks="HN")

conv("cd3_nested_history_filter_of_handoff", "nest_handoff_history where the handoff has its own filter; items as input",
     [agent("A", handoffs=[{"agent": "B", "input_filter": "remove_all_tools"}], tools=[tool("a", returns="1")]), agent("B")],
     [turn(fc("a")), turn(fc("transfer_to_b")), DONE], {"nest_handoff_history": True},
     [{"input": [{"role": "user", "content": "one"}, {"role": "assistant", "content": "two"}, {"role": "user", "content": "three"}]}],
     sdks="HN")

# --- usage

conv("ce1_usage_beyond_int_max_turns", "usage of five billion tokens with unknown fields, then max_turns, in a session",
     [agent(tools=[tool("a", returns="1")])],
     [turn(fc("a"), usage=usage(5000000000, 4000000000, 9000000000, cost={"usd": 1.50}, tier="x"))],
     {"max_turns": 1, "session": True})

conv("ce2_usage_missing_and_null", "an answer without usage, then one with large and unknown details",
     [agent(tools=[tool("a", returns="1")])],
     [turn(fc("a"), usage=None),
      turn(msg("Done."), usage=usage(3, 4, 7) | {"input_tokens_details": {"cached_tokens": 2147483648, "cache_write_tokens": 1,
                                                                       "audio_tokens": None},
                                                 "output_tokens_details": {"reasoning_tokens": 2147483650, "z": [1]}})])

# --- tools that are not there

conv("cf1_tool_not_found_to_model", "an unknown tool beside a known one: the error goes to the model",
     [agent(tools=[tool("a", returns="1")])],
     [turn(fc("nope", {"x": [1]}), fc("a"), msg("Hm.")), DONE],
     {"tool_not_found_behavior": "return_error_to_model", "session": True}, sdks="HN")

conv("cf2_tool_not_found_and_handoff", "an unknown tool beside a handoff: the error goes to the model",
     [agent("A", handoffs=["B"]), agent("B", tools=[tool("b", returns="1")])],
     [turn(fc("b"), fc("transfer_to_b")), turn(fc("c")), DONE],
     {"tool_not_found_behavior": "return_error_to_model"}, sdks="HN")

conv("cf3_tool_not_found_nonstream_session", "not streamed: an unknown tool in the second turn, in a session",
     [agent(tools=[tool("a", returns="1")])], [turn(fc("a")), turn(fc("transfer_to_b"))], {"stream": False, "session": True})

# --- arguments of handoffs

ESCALATE = agent("Triage Agent", handoffs=[{"agent": "Expert", "input_type": "Ticket"}])

conv("cg1_handoff_arguments_nan", "a handoff whose arguments hold NaN",
     [ESCALATE, agent("Expert")],
     [turn(fc("transfer_to_expert", '{"due": "2026-02-28", "level": 3, "weight": NaN}')), DONE])

conv("cg2_handoff_arguments_formats_bad", "a handoff whose date, enum and number do not fit",
     [ESCALATE, agent("Expert")],
     [turn(fc("transfer_to_expert", '{"due": "2026-02-30", "level": 2, "weight": "1,5"}')), DONE], SESSION)

conv("cg3_handoff_arguments_coerced", "a handoff whose arguments are taken after conversion: a date-time at midnight, texts as numbers",
     [ESCALATE, agent("Expert")],
     [turn(fc("transfer_to_expert", '{"due": "2026-02-28T00:00:00", "level": "1", "weight": "-Infinity", "more": 1}')), DONE])

conv("cg4_handoff_arguments_empty", "a handoff with an input type, called without arguments",
     [agent("Triage Agent", handoffs=[{"agent": "Expert", "input_type": "Ticket"}], tools=[tool("a", returns="1")]), agent("Expert")],
     [turn(fc("a"), fc("transfer_to_expert", ""))])

# --- formats

FORMATS = "day: datetime.date, at: datetime.datetime, clock: datetime.time, span: datetime.timedelta, id: uuid.UUID"
GOOD = {"day": "2024-02-29", "at": "2026-02-28T10:00:00.5+02:00", "clock": "23:59:59.000001", "span": "P1DT2H30M0.5S",
        "id": "12345678123456781234567812345678"}

conv("ch1_formats_tool_good", "date, date-time, time, duration and uuid as parameters: forms that are taken",
     [agent(tools=[tool("f", params=FORMATS)])],
     [turn(fc("f", GOOD), fc("f", {"day": 19782, "at": 1772323200, "clock": "10:20", "span": 90.5,
                                   "id": "{12345678-1234-5678-1234-567812345678}"}),
           fc("f", {"day": "2026-01-02T00:00:00Z", "at": "2026-01-02 03:04", "clock": "10:20:30Z", "span": "-1 days, 10:00:00",
                    "id": "urn:uuid:12345678-1234-5678-1234-567812345678"})), DONE])

conv("ch2_formats_tool_bad", "date, date-time, time, duration and uuid as parameters: forms that are refused",
     [agent(tools=[tool("f", params=FORMATS)])],
     [turn(fc("f", {"day": "2026-13-01", "at": "2026-01-02T25:00:00", "clock": "24:00", "span": "P1X", "id": "1234"}),
           fc("f", {"day": "2026-01-02T03:00:00", "at": "now", "clock": "noon", "span": "1h", "id": "g2345678-1234-5678-1234-567812345678"}),
           fc("f", {"day": None, "at": "", "clock": -1, "span": [], "id": True})), DONE])

conv("ch3_formats_output_good", "an output type with dates, times, a duration and a uuid",
     [agent(output_type="Formats")],
     [turn(msg('{"day":"2026-02-28","at":"2026-02-28T10:00:00Z","clock":"07:08:09","span":"PT36H","id":"12345678-1234-5678-1234-567812345678"}'))])

conv("ch4_formats_output_bad", "an output type with dates, times, a duration and a uuid that do not fit",
     [agent(output_type="Formats")],
     [turn(msg('{"day":"28.2.2026","at":"2026-02-28","clock":"7:8","span":"three","id":"x"}'))])

conv("ch5_formats_wrapped_list", "a list of dates as output, not streamed",
     [agent(output_type="list[datetime.date]")], [turn(msg('{"response":["2026-01-31","2024-02-29"]}'))], {"stream": False})

conv("ch6_formats_wrapped_list_bad", "a list of dates as output with one that is none",
     [agent(output_type="list[datetime.date]")], [turn(msg('{"response":["2026-01-31","2026-02-29"]}'))], SESSION)

# --- unions, enums, literals, numbers

conv("ci1_union_output", "a union of models as output, the second one with null",
     [agent(output_type="Union[Cat, Dog]", tools=[tool("a", returns="Dog(kind='dog', name=None)")])],
     [turn(fc("a")), turn(msg('{"response":{"kind":"dog","name":null}}'))])

conv("ci2_union_parameter", "a parameter that is a union, an enum, an integer enum and a literal: right and wrong",
     [agent(tools=[tool("f", params="v: Union[int, str, None], c: Color, l: Level, m: Literal[1, 'x']")])],
     [turn(fc("f", {"v": 1.0, "c": "red", "l": 3, "m": 1}), fc("f", {"v": 1.5, "c": "Red", "l": 2, "m": "1"}),
           fc("f", {"v": [], "c": 1, "l": "3", "m": True})), DONE])

conv("ci3_enum_output_bad", "an enum as output, the answer is not among its values",
     [agent(output_type="Color")], [turn(msg('{"response":"green"}'))])

conv("ci4_scalar_union_output", "an integer or a text as output: a text of digits stays one",
     [agent(output_type="Union[int, str]")], [turn(msg('{"response":"7"}'))], SESSION)

conv("ci5_float_output", "a number as output: a whole one on the wire",
     [agent(output_type="float")], [turn(msg('{"response":3}'))])

conv("ci6_int_output_bad", "an integer as output, the answer has a fraction; a second key beside it",
     [agent(output_type="int")], [turn(msg('{"response":3.5,"why":"x"}'))])

conv("ci7_bool_output_nonstream", "not streamed: a boolean as output, given as a text",
     [agent(output_type="bool")], [turn(msg('{"response":"yes"}'))], {"stream": False})

conv("ci8_wrapped_key_missing", "a wrapped output type, the answer has another key",
     [agent(output_type="list[str]")], [turn(msg('{"answer":[]}'))])

conv("ci9_map_output_loose", "a map as output, not strict",
     [agent(output_type="dict[str, float]", output_strict=False)], [turn(msg('{"response":{"a":1,"ü":2.50}}'))])

conv("ci10_dataclass_output", "a dataclass as output, not streamed",
     [agent(output_type="Point")], [turn(msg('{"response":{"x":1,"y":2}}'))], {"stream": False})

conv("ci11_dataclass_output_bad", "a dataclass as output, the answer lacks the wrapping and has a number as text",
     [agent(output_type="Point")], [turn(msg('{"x":"1","y":2}'))])

# --- items of unknown types

HOLO = raw(id="holo_1", type="hologram_call", status="completed", depth=3)
WAVE = raw(id="wave_1", type="wave", data={"z": None, "f": 1.50}, text="ü")

conv("cj1_unknown_between_known", "unknown items between a message, a call and a second message, in a session",
     [agent(tools=[tool("a", returns="1")])],
     [turn(msg("First."), HOLO, fc("a"), WAVE, msg("Second.")), turn(WAVE, msg("End."))], SESSION)

conv("cj2_unknown_nonstream_input_list", "not streamed: an unknown item before a message, then a run over to_input_list()",
     [agent()], [turn(HOLO, msg("Seen.")), DONE], {"stream": False},
     [{"input": "go"}, {"input": "<to_input_list>", "add": [{"role": "user", "content": "more"}]}])

conv("cj4_unknown_only", "an unknown item and nothing else",
     [agent()], [turn(HOLO)], SESSION)

conv("cj3_unknown_and_handoff", "an unknown item beside a handoff with a filter",
     [agent("A", handoffs=[{"agent": "B", "input_filter": "remove_all_tools"}]), agent("B")],
     [turn(HOLO, fc("transfer_to_b")), turn(WAVE, msg("Done."))])

# --- refusals

conv("ck1_refusal_structured_handoff", "a refusal of an agent with an output type behind a handoff, in a session",
     [agent("A", handoffs=["B"]), agent("B", output_type="Row")],
     [turn(fc("transfer_to_b")), turn({"k": "refusal", "text": "I can't."}),
      turn(msg('{"key":"k","score":0.5,"tags":[]}'))], SESSION)

conv("ck2_refusal_structured_nonstream", "not streamed: a tool, then a refusal for a wrapped output type",
     [agent(output_type="list[int]", tools=[tool("a", returns="1")])],
     [turn(fc("a")), turn(rs("no"), {"k": "refusal", "text": "No."}), turn(msg('{"response":[]}'))], {"stream": False, "session": True})

conv("ck3_refusal_then_text", "a refusal and a message in one answer, with an output guardrail",
     [agent(guardrails=[GUARD_OUT])], [turn({"k": "refusal", "text": "No."}, msg("Yes."))])

# --- errors behind tool calls

conv("cl1_error_event_after_tools", "an error frame in the turn behind two tools, in a session",
     [agent(tools=[tool("a", returns="1"), tool("b", raises=("KeyError", "k"))])],
     [turn(fc("a"), fc("b")), {"error_event": {"type": "server_error", "code": "rate_limit_exceeded", "message": "Slow down.",
                                                "param": None}}], SESSION)

conv("cl2_drop_after_handoff", "the connection is cut in the turn behind a handoff",
     [agent("A", handoffs=["B"]), agent("B")], [turn(fc("transfer_to_b")), turn(msg("Never seen."), drop=5)], SESSION)

conv("cl3_incomplete_with_call", "response.incomplete behind a complete call",
     [agent(tools=[tool("a", returns="1")])],
     [turn(fc("a"), incomplete={"reason": "max_output_tokens"})], SESSION)

conv("cl4_failed_after_tool", "response.failed with an item, in the second turn",
     [agent(tools=[tool("a", returns="'x'")])], [turn(fc("a")), turn(msg("Half"), end="failed")])

conv("cl5_incomplete_nonstream", "not streamed: an incomplete answer with a call and half a message",
     [agent(tools=[tool("a", returns="1")])],
     [turn(fc("a"), msg("Ha"), incomplete={"reason": "content_filter"}), DONE], {"stream": False})

conv("cl6_fatal_tool_second_turn", "a fatal tool in the second turn, beside one that returns, in a session",
     [agent(tools=[tool("a", returns="1"), tool("f", raises=("ZeroDivisionError", "by zero"), fatal=True)])],
     [turn(fc("a")), turn(rs("r"), fc("a"), fc("f"))], SESSION)

# --- hosted tools

WEB = {"P": "web_search_preview", "HN": "web_search"}
HOSTED = [
    {"name": "file_search", "hosted": "FileSearchTool(vector_store_ids=['vs_1'], include_search_results=True)",
     "wire": {"type": "file_search", "vector_store_ids": ["vs_1"]}, "include_search_results": True},
    {"name": "code_interpreter", "hosted": "CodeInterpreterTool(tool_config={'type': 'code_interpreter', 'container': 'c1'})",
     "wire": {"type": "code_interpreter", "container": "c1"}},
    {"name": "hosted_mcp", "hosted": "HostedMCPTool(tool_config={'type': 'mcp', 'server_label': 's', 'server_url': 'https://example.com/mcp', 'require_approval': 'never'})",
     "wire": {"type": "mcp", "server_label": "s", "server_url": "https://example.com/mcp", "require_approval": "never"}}]
SEARCHED = raw(id="fs_1", type="file_search_call", status="completed", queries=["q"], results=None)
RAN = raw(id="ci_1", type="code_interpreter_call", status="completed", code="1/0", container_id="c1",
          outputs=[{"type": "logs", "logs": "ZeroDivisionError\n"}])
LISTED = {"k": "mcp_list", "server": "s", "tools": [{"annotations": None, "description": None, "input_schema": {}, "name": "t"}]}
ASKED = {"k": "mcp_call", "server": "s", "name": "t", "args": '{"q":1}', "output": "\u2028"}

conv("cm1_hosted_kinds_in_one_turn", "file search, code interpreter, MCP list and call, a function and a message in one answer; two runs",
     [agent(tools=HOSTED + [tool("a", returns="1")])],
     [turn(LISTED, SEARCHED, ASKED, RAN, fc("a"), msg("So far.")), DONE, turn(msg("Again."))], SESSION,
     [{"input": "go"}, {"input": "again"}])

conv("cm2_hosted_items_without_tools", "web search, file search and MCP items of an agent that has no such tools",
     [agent()], [turn({"k": "ws", "query": "q"}, SEARCHED, ASKED, msg("Done."))])

conv("cm3_mcp_approval_beside_handoff", "an MCP approval request beside a handoff",
     [agent("A", tools=[HOSTED[2]], handoffs=["B"]), agent("B")],
     [turn({"k": "mcp_approval", "server": "s", "name": "t", "args": "{}"}, fc("transfer_to_b")), DONE])

conv("cm4_hosted_nonstream_filter", "not streamed: hosted items before a handoff with a filter, in a session",
     [agent("A", tools=HOSTED, handoffs=[{"agent": "B", "input_filter": "remove_all_tools"}]), agent("B")],
     [turn(rs("r", enc="e1"), SEARCHED, RAN, LISTED, msg("Seen.")) | {"items": [rs("r", enc="e1"), SEARCHED, RAN, LISTED,
                                                                                 fc("transfer_to_b")]}, DONE],
     {"stream": False, "session": True})

# --- reasoning

conv("cn1_reasoning_encrypted_handoffs", "encrypted reasoning before two handoffs, the second with a filter",
     [agent("A", model="gpt-5-mini", handoffs=["B"]),
      agent("B", model="gpt-5-mini", handoffs=[{"agent": "C", "input_filter": "drop_pre_handoff_items"}]),
      agent("C", model="gpt-5-mini", model_settings={"reasoning": Reasoning(effort="low")})],
     [turn(rs("one", "two", enc="gAAA="), fc("transfer_to_b")), turn(rs(enc="gBBB="), fc("transfer_to_c")),
      turn(rs("three", enc="gCCC="), msg("End.", phase="final_answer"))], SESSION)

conv("cn2_reasoning_only", "an answer of reasoning alone, then one with text",
     [agent()], [turn(rs("hm")), DONE], SESSION)

# --- ids of earlier responses, conversations

conv("co1_resume_with_previous_response", "previous_response_id, an approval, a rejection and its resumption",
     [agent(tools=[tool("pay", params="n: int", needs_approval=True, returns="'paid'"), tool("a", returns="1")])],
     [turn(fc("pay", {"n": 1}), fc("a"), fc("pay", {"n": 2})), DONE], {"previous_response_id": "resp_before"},
     [{"input": "pay"}, {"resume": [{"approve": True}, {"approve": False, "message": "too much"}]}], sdks="HN")

conv("co2_auto_previous_response", "auto_previous_response_id through a tool and a handoff",
     [agent("A", tools=[tool("a", returns="1")], handoffs=["B"]), agent("B")],
     [turn(fc("a")), turn(fc("transfer_to_b")), DONE], {"auto_previous_response_id": True}, sdks="HN")

conv("co3_conversation_parallel_handoff", "conversation_id, two tools at once, a handoff, an output type",
     [agent("A", tools=[tool("a", returns="1"), tool("b", raises=("ValueError", "no"))], handoffs=["B"]),
      agent("B", output_type="Color")],
     [turn(fc("a"), fc("b")), turn(fc("transfer_to_b")), turn(msg('{"response":"red"}'))], {"conversation_id": "conv_9"}, sdks="HN")

conv("co4_previous_response_nonstream", "not streamed: previous_response_id and a tool, the second call fails",
     [agent(tools=[tool("a", returns="1")])], [turn(fc("a")), error(400, {"error": OBJECT | {"param": "input[0]"}})],
     {"stream": False, "previous_response_id": "resp_x"})

# --- texts

conv("cp1_unicode_outputs", "tools that return line separators, controls, pairs of surrogates; escapes in arguments",
     [agent(tools=[tool("f", params="s: str", calls=[{"returns": "'\\u2028\\u2029\\x85\\x0b\\x0c'"}, {"returns": "['😀', '\\x00\\x7f\\x9f']"},
                                                     {"returns": "{'\\u200b\\xa0\\ufeff': '\\U0001F468\\u200d\\U0001F469'}"}])])],
     [turn(fc("f", '{"s":"\\ud83d\\ude00\\u2028"}'), fc("f", {"s": "\u2028é"}), fc("f", '{"s":"\\u0000\\/"}')),
      turn(msg("Zeile\u2028zwei\u0085drei\r\nvier 😀"))])

conv("cp2_unicode_names", "agents and tools with names beyond ASCII, descriptions in several lines",
     [agent("Größe 🚀", instructions="Sei\u2028kurz.", handoffs=["日本 Agent-2"], tools=[tool("a", description="Erste\nZweite ü.", returns="'ü'")]),
      agent("日本 Agent-2", handoff_description="Spricht 日本語.")],
     [turn(fc("a")), turn(fc("transfer_to____agent_2")), turn(msg("はい\u3000"))])

conv("cq1_floats", "floats and large integers as arguments and results",
     [agent(tools=[tool("f", params="x: float, n: int",
                        calls=[{"returns": "[1e16, 1e15, 123456789012345680.0, 1e-5, 0.0001]"}, {"returns": "0.1+0.2"},
                               {"returns": "{-0.0: 1e22, 2**64: -1.5e-300}"}, {"returns": "1e21"}])])],
     [turn(fc("f", '{"x":1E5,"n":12345678901234567890}'), fc("f", '{"x":-0,"n":1.0}'), fc("f", '{"x":"1e3","n":"7"}'),
           fc("f", '{"x":true,"n":1e2}')), DONE])

conv("cq2_float_output", "an output type with floats: exponents, minus zero, beyond the range",
     [agent(output_type="Numbers")], [turn(msg('{"a":1E400,"b":-0,"n":10000000000000000000000}'))])

conv("cq3_integer_output_bad", "an output type whose numbers do not fit",
     [agent(output_type="Numbers")], [turn(msg('{"a":"x","b":null,"n":1.5}'))])

# --- ids, empty values

conv("cr1_duplicate_call_ids_across_turns", "the same call_id in two turns, in a session",
     [agent(tools=[tool("a", calls=[{"returns": "1"}, {"returns": "2"}])])],
     [turn(fc("a", call_id="call_same")), turn(fc("a", call_id="call_same")), DONE], SESSION)

conv("cs1_empty_values", "tools that return nothing, empty texts, lists, objects, zero and false; an empty message",
     [agent(tools=[tool("f", calls=[{"returns": v} for v in ("''", "None", "[]", "{}", "0", "False", "()", "' '")])])],
     [turn(*[fc("f") for _ in range(8)]), turn(msg(""))], SESSION)

conv("cs2_optional_arguments", "a tool that is not strict: defaults, null, arguments left out",
     [agent(tools=[tool("f", strict=False, params="a: int = 3, b: Optional[list[Row]] = None, c: str = ''")])],
     [turn(fc("f", ""), fc("f", {"b": [{"key": "k", "score": "1.5", "tags": []}]}), fc("f", {"a": None, "c": 1}),
           fc("f", {"b": [{}], "d": 1})), DONE])

# --- errors of the endpoint

conv("ct1_error_bodies_retried", "bodies null, a list and a number, retried until the last is raised",
     [agent()], [error(500, "null"), error(503, '["busy"]'), error(429, "0")])

conv("ct2_error_fields_of_odd_types", "an error object whose message, type and code are no texts",
     [agent()], [error(400, {"error": {"message": 5, "type": ["t"], "param": {"p": 1}, "code": 7}})])

conv("ct3_error_list_second_turn", "the error is a list, in the turn behind a tool, in a session",
     [agent(tools=[tool("a", returns="1")])], [turn(fc("a")), error(409, {"error": []}), error(404, {"error": ["no", None]})],
     SESSION)

conv("ct4_error_text_retried_ok", "the error is a text and retried, then a tool, then 422 with false as error",
     [agent(tools=[tool("a", returns="1")])], [error(429, {"error": "slow"}), turn(fc("a")), error(422, {"error": False, "x": 1.50})])

conv("ct5_error_nonstream_session", "not streamed: 403 with an error without message, in a session's second run",
     [agent()], [DONE, error(403, {"error": {"code": "forbidden", "extra": [True, None]}})], {"stream": False, "session": True},
     [{"input": "1"}, {"input": "2"}])

# --- guardrails of runs

conv("cu1_output_guardrail_nonstream_structured", "not streamed: an output guardrail of the run trips over a model",
     [agent(output_type="Row", guardrails=[GUARD_OUT])], [turn(msg('{"key":"k","score":1,"tags":[]}'))],
     {"stream": False, "guardrails": [TRIP_OUT], "session": True})

conv("cu2_guardrails_of_run_and_agents", "guardrails of the run and of agents over a handoff, in a session, all pass",
     [agent("A", handoffs=["B"], guardrails=[GUARD_IN, GUARD_OUT]), agent("B", guardrails=[GUARD_IN, GUARD_OUT])],
     [turn(fc("transfer_to_b")), turn(msg("Fine."))],
     {"guardrails": [{"kind": "input", "name": "run_in", "tripwire": False, "output_info": 1},
                     {"kind": "output", "name": "run_out", "tripwire": False, "output_info": "o"}], "session": True})

# --- tool use behaviours

conv("cv1_stop_at_tool_structured", "stop_at_tool_names with an output type: the tool's model is the final output",
     [agent(output_type="Row", tools=[tool("row", returns="Row(key='k', score=1, tags=['t'])"), tool("a", returns="1")],
            tool_use_behavior={"stop_at_tool_names": ["row"]})],
     [turn(fc("a"), fc("row"))], SESSION)

conv("cv2_custom_behavior_and_handoff", "a function makes a tool's output final; the answer has a handoff too",
     [agent("A", handoffs=["B"], tools=[tool("a", returns="[None]")], tool_use_behavior={"custom": {"final_when": "a"}}), agent("B")],
     [turn(fc("a"), fc("transfer_to_b")), DONE])

conv("cw1_agent_as_tool_union_and_failure", "agents as tools: one answers a union of models, one fails over its output type",
     [agent("Top", tools=[tool("color", agent="Painter", description="A color."), tool("rows", agent="Lister", description="Rows.")]),
      agent("Painter", output_type="Union[Cat, Dog]"), agent("Lister", output_type="list[Row]")],
     [turn(fc("color", {"input": "x"})), turn(msg('{"response":{"kind":"cat","lives":9}}')), turn(fc("rows", {"input": "y"})),
      turn(msg('{"response":[{"key":1}]}')), DONE])

# --- error handlers, cancellation, settings

conv("cx1_max_turns_handler_session", "the handler of max_turns answers in a session with two tools and a handoff",
     [agent("A", tools=[tool("a", returns="1"), tool("b", returns="2")], handoffs=["B"]), agent("B", tools=[tool("c", returns="3")])],
     [turn(fc("a"), fc("b")), turn(fc("transfer_to_b"))],
     {"max_turns": 2, "session": True, "error_handlers": {"max_turns": {"final_output": "stopped\u2028here"}}}, sdks="HN")

conv("cx2_max_turns_handler_nonstream", "not streamed: the handler of max_turns answers, an output guardrail passes",
     [agent(tools=[tool("a", returns="1")], guardrails=[GUARD_OUT])], [turn(rs("r"), fc("a"))],
     {"max_turns": 1, "stream": False, "error_handlers": {"max_turns": {"final_output": "gave up"}}}, sdks="HN")

conv("cy1_cancel_after_turn_parallel", "cancel(mode=after_turn) at tool_called with two tools, one failing, in a session",
     [agent(tools=[tool("a", returns="1", delay_ms=20), tool("b", raises=("ValueError", "no"))])],
     [turn(fc("a"), fc("b")), DONE], {"session": True, "cancel": {"after_event": "tool_called", "mode": "after_turn"}}, sdks="HN")

conv("cz1_settings_handoff_nonstream", "not streamed: settings of two agents and of the run",
     [agent("A", model="gpt-5-mini", handoffs=["B"], model_settings={"temperature": 0.0, "top_p": 1.0, "metadata": {"k": "ü"},
                                                                     "extra_args": {"user": "u"}}),
      agent("B", model_settings={"max_tokens": 5, "truncation": "auto", "store": False, "parallel_tool_calls": True},
            tools=[tool("a", returns="1")])],
     [turn(fc("transfer_to_b")), turn(fc("a")), DONE],
     {"stream": False, "config_model_settings": {"temperature": 0.25, "extra_headers": {"x-extra-a": "b"}}})

conv("cz2_run_over_input_list", "a second run over to_input_list() with an image, after a tool that raised",
     [agent(tools=[tool("a", raises=("ValueError", "no\nway"))])],
     [turn(msg("Try."), fc("a")), DONE, turn(msg("Seen."))], None,
     [{"input": "go"}, {"input": "<to_input_list>", "add": [{"role": "user", "content": [
         {"type": "input_text", "text": "look"}, {"type": "input_image", "detail": "auto", "image_url": "data:image/png;base64,iVBORw0="}]}]}])
