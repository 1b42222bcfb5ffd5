#!/usr/bin/env python3
"""Record conversations of the OpenAI Agents SDK in the layout of src/test/resources/goldens.

Usage: python record_conversations.py DIRECTORY [NAME...]

Run it with the Python of an environment that has openai-agents installed. The script runs the conversations of
conversations.py with that release against a scripted endpoint on the loopback interface, and writes one folder per
conversation to DIRECTORY. Everything behind the socket is the SDK itself.
"""

import asyncio
import builtins
import dataclasses
import enum
import hashlib
import http.server
import importlib.metadata
import json
import logging
import math
import os
import pathlib
import random
import re
import shutil
import string
import sys
import threading
import traceback

os.environ.setdefault("OPENAI_API_KEY", "sk-none")
os.environ["OPENAI_AGENTS_DISABLE_TRACING"] = "1"

import agents
import openai
import pydantic
from agents import handoff as sdk_handoff
from agents.extensions import handoff_filters

import conversations

SDK = importlib.metadata.version("openai-agents")
CLIENT = importlib.metadata.version("openai")
PROFILE = "P" if SDK == "0.2.9" else "H" if SDK.startswith("0.22") else "N"
STYLE = "2025-08" if PROFILE == "P" else "2026"
TYPES = vars(conversations)


# --- the endpoint ---------------------------------------------------------------------------------------------------

FIRST = ["type", "sequence_number", "item_id", "output_index", "content_index", "summary_index", "annotation_index"]
MODELS = {"gpt-5-mini": "gpt-5-mini-2025-08-07"}


class Ids:
    """The ids of one conversation, in the form of the API, the same each time."""

    def __init__(self, name):
        self.random = random.Random(hashlib.sha256(name.encode()).hexdigest())
        self.shared = "0" + self.hex(15)

    def hex(self, n):
        return "".join(self.random.choice("0123456789abcdef") for _ in range(n))

    def letters(self, n):
        return "".join(self.random.choice(string.ascii_letters + string.digits) for _ in range(n))

    def id(self, prefix, seconds):
        if STYLE == "2026":
            return f"{prefix}_{self.shared}00{seconds:08x}{self.hex(24)}"
        return f"{prefix}_{seconds:08x}{self.hex(24)}{self.shared}"

    def call(self):
        return "call_" + self.letters(24)

    def request(self):
        return "req_" + self.hex(32)


def ordered(event):
    """Put the keys of a frame in the order of the wire style."""
    if STYLE == "2026":
        return {"type": event["type"]} | {k: event[k] for k in sorted(event) if k != "type"}
    late = {"obfuscation": 3, "logprobs": 2}
    keys = sorted(event, key=lambda k: (FIRST.index(k), "") if k in FIRST else (20 + late.get(k, 1), k))
    return {k: event[k] for k in keys}


class Answer:
    """One answer of the model, as frames or as a response."""

    def __init__(self, turn, request, ids, n):
        self.turn, self.request, self.ids = turn, request, ids
        self.seconds = (1772323200 if STYLE == "2026" else 1756263600) + 2 * (n - 1)
        self.frames = []
        self.output = []
        self.id = ids.id("resp", self.seconds)

    def frame(self, type, **fields):
        self.frames.append((type, ordered({"type": type, "sequence_number": len(self.frames)} | fields)))

    def obfuscated(self, delta):
        return self.ids.letters((16 - len(delta) % 16) % 16)

    def response(self, status, output, usage=None, error=None, incomplete=None):
        body, new = self.request, STYLE == "2026"
        r = {"id": self.id, "object": "response", "created_at": self.seconds, "status": status, "background": False}
        if new:
            r["completed_at"] = self.seconds + 2 if status == "completed" else None
        r["error"] = error
        if new:
            r["frequency_penalty"] = 0.0
        r |= {"incomplete_details": incomplete, "instructions": body.get("instructions"), "max_output_tokens": None,
              "max_tool_calls": None, "model": MODELS.get(body["model"], body["model"])}
        if new:
            r["moderation"] = None
        r |= {"output": output, "parallel_tool_calls": True}
        if new:
            r["presence_penalty"] = 0.0
        r |= {"previous_response_id": None, "prompt_cache_key": None}
        if new:
            r["prompt_cache_retention"] = None
        effort = "medium" if body["model"].startswith("gpt-5") else None
        r |= {"reasoning": {"effort": effort, "summary": None}, "safety_identifier": None,
              "service_tier": "auto" if status == "in_progress" else "default", "store": True, "temperature": 1.0,
              "text": {"format": {"type": "text"}, "verbosity": "medium"}, "tool_choice": "auto",
              "tools": [self.echo(t) for t in body.get("tools", [])], "top_logprobs": 0, "top_p": 1.0,
              "truncation": "disabled", "usage": usage, "user": None, "metadata": {}}
        return r

    def echo(self, tool):
        if tool["type"] != "function":
            return tool
        return {k: tool.get(k) for k in ("type", "description", "name", "parameters", "strict")}

    def usage(self):
        if "usage" in self.turn:
            return self.turn["usage"]
        details = {"cached_tokens": 0} if STYLE == "2025-08" else {"cache_write_tokens": 0, "cached_tokens": 0}
        return {"input_tokens": 100, "input_tokens_details": details, "output_tokens": 20,
                "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 120}

    def build(self):
        self.frame("response.created", response=self.response("in_progress", []))
        self.frame("response.in_progress", response=self.response("in_progress", []))
        for item in self.turn.get("items", []):
            getattr(self, "item_" + item["k"])(item, len(self.output))
        incomplete = self.turn.get("incomplete")
        if "error_event" in self.turn:
            error = self.turn["error_event"]
            self.frame("error", error=error)
            self.frame("response.failed", response=self.response("failed", [], error={
                "code": error["code"], "message": error["message"]}))
        elif incomplete:
            self.frame("response.incomplete", response=self.response("incomplete", self.output, self.usage(),
                                                                     incomplete=incomplete))
        elif self.turn.get("end") == "failed":
            self.frame("response.failed", response=self.response("failed", self.output, error={
                "code": "server_error", "message": "The model failed."}))
        elif self.turn.get("end") != "none":
            self.frame("response.completed", response=self.response("completed", self.output, self.usage()))
        if "mutate" in self.turn:
            self.frames = self.turn["mutate"](self.frames) or self.frames
        if "drop" in self.turn:
            self.frames = self.frames[:self.turn["drop"]]
        return self

    def sse(self):
        return "".join(f"event: {t}\ndata: {compact(e)}\n\n" for t, e in self.frames).encode()

    def deltas(self, text):
        return re.findall(r"\s?\w{1,11}|\s*[^\w\s]+|\s+", text)

    def item_msg(self, item, i, refusal=False):
        id = self.ids.id("msg", self.seconds)
        head = {"id": id, "type": "message"}
        tail = {"role": "assistant"}
        phase = {"phase": item["phase"]} if "phase" in item else {}
        self.frame("response.output_item.added", output_index=i,
                   item=head | {"status": "in_progress", "content": []} | phase | tail)
        if refusal:
            content = {"type": "refusal", "refusal": item["text"]}
            self.frame("response.content_part.added", item_id=id, output_index=i, content_index=0,
                       part={"type": "refusal", "refusal": ""})
            for d in self.deltas(item["text"]):
                self.frame("response.refusal.delta", item_id=id, output_index=i, content_index=0, delta=d,
                           obfuscation=self.obfuscated(d))
            self.frame("response.refusal.done", item_id=id, output_index=i, content_index=0, refusal=item["text"])
        else:
            notes = item.get("annotations", [])
            content = {"type": "output_text", "annotations": notes, "logprobs": [], "text": item["text"]}
            self.frame("response.content_part.added", item_id=id, output_index=i, content_index=0,
                       part=content | {"annotations": [], "text": ""})
            for d in self.deltas(item["text"]):
                self.frame("response.output_text.delta", item_id=id, output_index=i, content_index=0, delta=d,
                           logprobs=[], obfuscation=self.obfuscated(d))
            for k, note in enumerate(notes):
                self.frame("response.output_text.annotation.added", item_id=id, output_index=i, content_index=0,
                           annotation_index=k, annotation=note)
            self.frame("response.output_text.done", item_id=id, output_index=i, content_index=0, text=item["text"],
                       logprobs=[])
        self.frame("response.content_part.done", item_id=id, output_index=i, content_index=0, part=content)
        self.done(head | {"status": "completed", "content": [content]} | phase | tail, i)

    def item_refusal(self, item, i):
        self.item_msg(item, i, refusal=True)

    def item_fc(self, item, i):
        id = self.ids.id("fc", self.seconds)
        args = item["args"] if isinstance(item["args"], str) else compact(item["args"])
        call = {"id": id, "type": "function_call", "status": "in_progress", "arguments": "",
                "call_id": item.get("call_id") or self.ids.call(), "name": item["name"]}
        self.frame("response.output_item.added", output_index=i, item=call)
        for d in self.deltas(args):
            self.frame("response.function_call_arguments.delta", item_id=id, output_index=i, delta=d,
                       obfuscation=self.obfuscated(d))
        self.frame("response.function_call_arguments.done", item_id=id, output_index=i, arguments=args)
        self.done(call | {"status": "completed", "arguments": args}, i)

    def item_rs(self, item, i):
        id = self.ids.id("rs", self.seconds)
        encrypted = {"encrypted_content": item["enc"]} if "enc" in item else {}
        head = {"id": id, "type": "reasoning", "content": []} | encrypted
        self.frame("response.output_item.added", output_index=i, item=head | {"summary": []})
        for k, text in enumerate(item["summary"]):
            where = {"item_id": id, "output_index": i, "summary_index": k}
            self.frame("response.reasoning_summary_part.added", **where, part={"type": "summary_text", "text": ""})
            for d in self.deltas(text):
                self.frame("response.reasoning_summary_text.delta", **where, delta=d, obfuscation=self.obfuscated(d))
            self.frame("response.reasoning_summary_text.done", **where, text=text)
            self.frame("response.reasoning_summary_part.done", **where, part={"type": "summary_text", "text": text})
        self.done(head | {"summary": [{"type": "summary_text", "text": t} for t in item["summary"]]}, i)

    def item_ws(self, item, i):
        id = self.ids.id("ws", self.seconds)
        call = {"id": id, "type": "web_search_call", "status": "in_progress"}
        self.frame("response.output_item.added", output_index=i, item=call)
        for state in ("in_progress", "searching", "completed"):
            self.frame("response.web_search_call." + state, item_id=id, output_index=i)
        self.done(call | {"status": "completed", "action": {"type": "search", "query": item["query"]}}, i)

    def item_mcp_list(self, item, i):
        id = self.ids.id("mcpl", self.seconds)
        head = {"id": id, "type": "mcp_list_tools", "server_label": item["server"]}
        self.frame("response.output_item.added", output_index=i, item=head | {"tools": []})
        for state in ("in_progress", "completed"):
            self.frame("response.mcp_list_tools." + state, item_id=id, output_index=i)
        self.done(head | {"tools": item["tools"]}, i)

    def item_mcp_call(self, item, i):
        id = self.ids.id("mcp", self.seconds)
        call = {"id": id, "type": "mcp_call", "status": "in_progress", "approval_request_id": None, "arguments": "",
                "error": None, "name": item["name"], "output": None, "server_label": item["server"]}
        self.frame("response.output_item.added", output_index=i, item=call)
        self.frame("response.mcp_call.in_progress", item_id=id, output_index=i)
        self.frame("response.mcp_call_arguments.delta", item_id=id, output_index=i, delta=item["args"],
                   obfuscation=self.obfuscated(item["args"]))
        self.frame("response.mcp_call_arguments.done", item_id=id, output_index=i, arguments=item["args"])
        self.frame("response.mcp_call.completed", item_id=id, output_index=i)
        self.done(call | {"status": "completed", "arguments": item["args"], "output": item["output"]}, i)

    def item_mcp_approval(self, item, i):
        call = {"id": self.ids.id("mcpr", self.seconds), "type": "mcp_approval_request", "arguments": item["args"],
                "name": item["name"], "server_label": item["server"]}
        self.frame("response.output_item.added", output_index=i, item=call)
        self.done(call, i)

    def item_raw(self, item, i):
        self.frame("response.output_item.added", output_index=i, item=item["item"])
        self.done(item["item"], i)

    def done(self, item, i):
        self.frame("response.output_item.done", output_index=i, item=item)
        self.output.append(item)


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Endpoint:
    """A scripted /v1/responses on a free port of the loopback interface."""

    def __init__(self, script, ids, directory):
        self.script, self.ids, self.directory = script, ids, directory
        self.requests, self.wire = [], []
        endpoint = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                endpoint.answer(self)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    def answer(self, http):
        text = http.rfile.read(int(http.headers["content-length"])).decode()
        body = json.loads(text)
        n = len(self.requests) + 1
        headers = {k: http.headers[k] for k in ("accept", "content-type")}
        headers |= {k.lower(): v for k, v in http.headers.items() if k.lower().startswith("x-extra")}
        self.requests.append({"n": n, "method": "POST", "path": http.path, "headers": headers, "body": body})
        turn, request_id = self.script[n - 1], self.ids.request()
        http.close_connection = True
        if turn.get("no_answer"):
            self.wire.append({"n": n, "kind": "no_answer", "request_id": request_id})
            http.connection.shutdown(2)
            return
        sent = {"content-type": turn.get("ctype", "application/json"), "openai-version": "2020-10-01",
                "openai-organization": "user-production", "openai-processing-ms": "412", "x-request-id": request_id}
        if "status" in turn:
            sent |= turn.get("headers", {})
            self.wire.append({"n": n, "kind": "http_error", "file": f"wire-{n}.http.json", "request_id": request_id})
            self.write(f"wire-{n}.http.json",
                       json.dumps({"status": turn["status"], "headers": sent, "body": turn["body"]}, indent=1,
                                  ensure_ascii=False))
            body = turn["body"] if isinstance(turn["body"], str) else json.dumps(turn["body"])
            self.send(http, turn["status"], sent, body.encode())
            return
        answer = Answer(turn, body, self.ids, n).build()
        if body.get("stream"):
            entry = {"n": n, "kind": "sse", "file": f"wire-{n}.sse", "frames": len(answer.frames),
                     "request_id": request_id}
            if "drop" in turn:
                entry["ends"] = "dropped"
            self.wire.append(entry)
            self.write(f"wire-{n}.sse", answer.sse())
            self.send(http, 200, sent | {"content-type": "text/event-stream; charset=utf-8"}, answer.sse(),
                      chunked=True, cut="drop" in turn)
        else:
            self.wire.append({"n": n, "kind": "json", "file": f"wire-{n}.json", "request_id": request_id})
            response = next(e["response"] for t, e in reversed(answer.frames) if "response" in e)
            self.write(f"wire-{n}.json", json.dumps(response, indent=2, ensure_ascii=False))
            self.send(http, 200, sent, json.dumps(response).encode())

    def send(self, http, status, headers, body, chunked=False, cut=False):
        http.send_response(status)
        for name, value in headers.items():
            http.send_header(name, value)
        http.send_header("connection", "close")
        if chunked:
            http.send_header("transfer-encoding", "chunked")
            http.end_headers()
            http.wfile.write(b"%x\r\n%s\r\n" % (len(body), body))
            if not cut:
                http.wfile.write(b"0\r\n\r\n")
        else:
            http.send_header("content-length", str(len(body)))
            http.end_headers()
            http.wfile.write(body)
        http.wfile.flush()

    def write(self, name, content):
        (self.directory / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def close(self):
        self.server.shutdown()
        self.server.server_close()


# --- the values that are written ------------------------------------------------------------------------------------

def plain(value):
    """Return what the recordings show of a value of the SDK."""
    if isinstance(value, agents.Agent):
        return agent_form(value)
    if isinstance(value, enum.Enum) and not isinstance(value, (int, str)):
        return {"_type": type(value).__name__, "str": str(value)}
    if isinstance(value, enum.Enum) and isinstance(value, str):
        return value.value if type(value).__module__.startswith("agents") else {
            "_type": type(value).__name__, "str": str(value)}
    if isinstance(value, float) and not math.isfinite(value):
        return {"_type": "float", "str": str(value)}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, pydantic.BaseModel):
        mode = "json" if type(value).__module__ == "conversations" else "python"
        return plain(value.model_dump(mode=mode, warnings=False))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value) if f.repr and not f.name.startswith("_")}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(v) for v in value]
    return {"_type": type(value).__name__, "str": re.sub("0x[0-9a-f]+", "0xADDR", str(value))}


def agent_form(agent):
    instructions = agent.instructions if isinstance(agent.instructions, str) else None
    if instructions and len(instructions) > 200:
        instructions = instructions[:200] + "..."
    return {"name": agent.name, "model": agent.model, "instructions": instructions,
            "tools": [t.name for t in agent.tools], "_type": "Agent"}


def usage_form(usage):
    return plain(usage)


def run_item(item):
    return {"class": type(item).__name__} | plain(item)


def guardrail_form(result):
    return {"output_info": plain(result.output.output_info), "tripwire_triggered": result.output.tripwire_triggered}


def exception_form(e):
    form = {"class": type(e).__name__, "mro": [c.__name__ for c in type(e).__mro__ if c is not object], "str": str(e)}
    for name in ("message", "refusal", "tool_name", "timeout_seconds", "code", "param", "type", "status_code",
                 "request_id", "body"):
        if hasattr(e, name):
            form[name] = plain(getattr(e, name))
    result = getattr(e, "guardrail_result", None)
    if result is not None:
        form["guardrail_result"] = {"guardrail_name": result.guardrail.get_name(), "output": guardrail_form(result)}
    if hasattr(e, "guardrail") and hasattr(e, "output"):
        form["guardrail_result"] = {"guardrail_name": e.guardrail.get_name(), "output": plain(e.output)}
    data = getattr(e, "run_data", None)
    if data is not None:
        form["run_data"] = {"input": plain(data.input), "new_items": [plain(i) for i in data.new_items],
                            "raw_responses_count": len(data.raw_responses), "last_agent": data.last_agent.name,
                            "usage": usage_form(data.context_wrapper.usage)}
    cause = e.__cause__
    if cause is not None:
        form["cause"] = f"{type(cause).__name__}: {cause}"
    return form


def result_line(label, result):
    streamed = hasattr(result, "is_complete")
    line = {"line": "result", "run": label, "final_output_type": type(result.final_output).__name__,
            "final_output": plain(result.final_output), "is_complete": result.is_complete if streamed else None,
            "current_turn": result.current_turn if streamed else None, "max_turns": getattr(result, "max_turns", None),
            "input": plain(result.input), "new_items": [run_item(i) for i in result.new_items],
            "raw_responses": [plain(r) for r in result.raw_responses], "last_response_id": result.last_response_id,
            "input_guardrail_results": [guardrail_form(r) for r in result.input_guardrail_results],
            "output_guardrail_results": [guardrail_form(r) for r in result.output_guardrail_results],
            "context_usage": usage_form(result.context_wrapper.usage), "last_agent": result.last_agent.name,
            "to_input_list": plain(result.to_input_list())}
    if hasattr(result, "interruptions"):
        line["interruptions"] = [plain(i) for i in result.interruptions]
    return line | {"str(result)": str(result)}


# --- agents of a description ----------------------------------------------------------------------------------------

class Stage:
    """The agents of one conversation, and their description."""

    def __init__(self, conversation):
        self.conversation = conversation
        self.agents, self.described = {}, []
        for description in conversation["agents"]:
            self.agents[description["name"]] = None
        for description in reversed(conversation["agents"]):
            self.build(description["name"])
        for description in conversation["agents"]:
            agent = self.agents[description["name"]]
            for h in description.get("handoffs", []):
                agent.handoffs.append(self.handoff(h))
        self.described = [self.describe(d) for d in conversation["agents"]]

    def build(self, name):
        d = next(a for a in self.conversation["agents"] if a["name"] == name)
        if self.agents[name] is not None:
            return self.agents[name]
        options = {"name": name, "model": d.get("model", "gpt-4o"), "instructions": d.get("instructions"),
                   "tools": [self.tool(t) for t in d.get("tools", [])]}
        if "instructions_dynamic" in d:
            options["instructions"] = lambda context, agent: d["instructions_dynamic"]
        if "output_type" in d:
            options["output_type"] = self.output_type(d)
        behavior = d.get("tool_use_behavior", "run_llm_again")
        if isinstance(behavior, dict) and "custom" in behavior:
            options["tool_use_behavior"] = self.custom_behavior(behavior["custom"])
        else:
            options["tool_use_behavior"] = behavior
        if "model_settings" in d:
            options["model_settings"] = agents.ModelSettings(**d["model_settings"])
        if "reset_tool_choice" in d:
            options["reset_tool_choice"] = d["reset_tool_choice"]
        if "handoff_description" in d:
            options["handoff_description"] = d["handoff_description"]
        options["input_guardrails"] = [self.guardrail(g) for g in d.get("guardrails", []) if g["kind"] == "input"]
        options["output_guardrails"] = [self.guardrail(g) for g in d.get("guardrails", []) if g["kind"] == "output"]
        self.agents[name] = agents.Agent(**options)
        return self.agents[name]

    def output_type(self, d):
        type = eval(d["output_type"], TYPES)
        return agents.AgentOutputSchema(type, strict_json_schema=d.get("output_strict", True))

    def custom_behavior(self, custom):
        def decide(context, results):
            for r in results:
                if r.tool.name == custom["final_when"]:
                    return agents.ToolsToFinalOutputResult(is_final_output=True, final_output=r.output)
            return agents.ToolsToFinalOutputResult(is_final_output=False)
        return decide

    def guardrail(self, g):
        output = agents.GuardrailFunctionOutput(output_info=g["output_info"], tripwire_triggered=g["tripwire"])
        options = {"run_in_parallel": g["run_in_parallel"]} if "run_in_parallel" in g else {}
        kind = agents.InputGuardrail if g["kind"] == "input" else agents.OutputGuardrail
        return kind(guardrail_function=lambda context, agent, value: output, name=g["name"], **options)

    def tool(self, t):
        if "hosted" in t:
            return eval(t["hosted"], vars(agents) | TYPES)
        if "agent" in t:
            return self.build(t["agent"]).as_tool(tool_name=t["name"], tool_description=t["description"])
        calls = iter(t["calls"]) if "calls" in t else None

        async def behave(arguments):
            c = t
            if calls is not None:
                c = next(calls)
            if "delay_ms" in c:
                await asyncio.sleep(c["delay_ms"] / 1000)
            if "raises" in c:
                raise getattr(builtins, c["raises"][0])(c["raises"][1])
            return eval(c.get("returns", "'ok'"), TYPES | {"args": arguments})

        scope = dict(TYPES) | {"__behave": behave}
        exec(f"async def {t['name']}({t.get('params', '')}):\n    {t.get('description', t['name'] + '.')!r}\n"
             f"    return await __behave(dict(locals()))", scope)
        options = {"strict_mode": t.get("strict", True)}
        if t.get("fatal"):
            options["failure_error_function"] = None
        for key in ("needs_approval",):
            if key in t:
                options[key] = t[key]
        if "timeout_seconds" in t:
            options |= {"timeout": t["timeout_seconds"], "timeout_behavior": t["timeout_behavior"]}
        for side in ("input", "output"):
            key = f"tool_{side}_guardrails"
            if key in t:
                options[key] = [self.tool_guardrail(g, side) for g in t[key]]
        return agents.function_tool(**options)(scope[t["name"]])

    def tool_guardrail(self, g, side):
        out = agents.ToolGuardrailFunctionOutput
        answer = {"allow": lambda: out.allow(output_info=g.get("output_info")),
                  "reject_content": lambda: out.reject_content(g.get("message"), output_info=g.get("output_info")),
                  "raise_exception": lambda: out.raise_exception(output_info=g.get("output_info"))}[g["action"]]
        kind = agents.ToolInputGuardrail if side == "input" else agents.ToolOutputGuardrail
        return kind(guardrail_function=lambda data: answer(), name=g["name"])

    def handoff(self, h):
        if isinstance(h, str):
            return self.agents[h]
        options = {}
        for key, name in (("tool_name", "tool_name_override"), ("tool_description", "tool_description_override")):
            if key in h:
                options[name] = h[key]
        if "input_type" in h:
            options |= {"input_type": eval(h["input_type"], TYPES), "on_handoff": lambda context, value: None}
        if "input_filter" in h:
            options["input_filter"] = {"remove_all_tools": handoff_filters.remove_all_tools,
                                       "drop_pre_handoff_items": lambda data: data.clone(pre_handoff_items=())
                                       if hasattr(data, "clone") else dataclasses.replace(data, pre_handoff_items=())
                                       }[h["input_filter"]]
        return sdk_handoff(self.agents[h["agent"]], **options)

    def describe(self, d):
        agent = self.agents[d["name"]]
        out = {"name": d["name"], "model": agent.model, "instructions": d.get("instructions")}
        for key in ("instructions_dynamic", "handoff_description"):
            if key in d:
                out[key] = d[key]
        if "output_type" in d:
            schema = agent.output_type
            out |= {"output_type": schema.name(), "output_schema": schema.json_schema(),
                    "output_strict": schema.is_strict_json_schema()}
        out["tool_use_behavior"] = d.get("tool_use_behavior", "run_llm_again")
        for key in ("model_settings", "reset_tool_choice"):
            if key in d:
                out[key] = plain(d[key])
        out["handoffs"] = [self.describe_handoff(h, made) for h, made in zip(d.get("handoffs", []), agent.handoffs)]
        out["tools"] = [self.describe_tool(t, made) for t, made in zip(d.get("tools", []), agent.tools)]
        out["guardrails"] = d.get("guardrails", [])
        return out

    def describe_handoff(self, h, made):
        if isinstance(h, str):
            return h
        out = {"agent": h["agent"], "tool_name": made.tool_name, "tool_description": made.tool_description,
               "input_schema": made.input_json_schema}
        return out | {k: h[k] for k in ("input_type", "input_filter") if k in h}

    def describe_tool(self, t, made):
        if "hosted" in t:
            out = {"name": made.name, "hosted": True, "wire": t["wire"]}
            return out | {k: t[k] for k in ("include_search_results",) if k in t}
        out = {"name": made.name, "description": made.description, "parameters": made.params_json_schema,
               "strict": made.strict_json_schema}
        for key in ("needs_approval", "tool_input_guardrails", "tool_output_guardrails"):
            if key in t:
                out[key] = t[key]
        if "params" in t:
            out["parameters_py"] = {p.partition(":")[0].strip(): p.partition(":")[2].strip()
                                    for p in split_parameters(t["params"])}
        if "agent" in t:
            return out | {"agent": t["agent"], "behavior": {}}
        if "calls" in t:
            out["behavior"] = {"per_call": True}
            out["calls"] = [behavior(c) for c in t["calls"]]
        else:
            out["behavior"] = behavior(t)
        return out


def split_parameters(text):
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += c in "[(" and 1 or c in "])" and -1 or 0
        if c == "," and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    return parts + [text[start:]]


def behavior(t):
    out = {}
    if "delay_ms" in t:
        out["delay_ms"] = t["delay_ms"]
    for key in ("timeout_seconds", "timeout_behavior"):
        if key in t:
            out[key] = t[key]
    if t.get("never_called"):
        return {"never_called": True}
    if "raises" in t:
        out |= {"raises": str(getattr(builtins, t["raises"][0])(t["raises"][1])), "exception": t["raises"][0]}
        if t.get("fatal"):
            out["fatal"] = True
        return out
    source = t.get("returns", "'ok'")
    value = eval(source, TYPES)
    out |= {"returns": plain(value), "python_repr": str(value)}
    if not isinstance(value, (str, int, float, bool, list, dict, type(None))):
        out["returns_type"] = type(value).__name__
    if plain(value) != value or type(plain(value)) is not type(value):
        out["returns_py"] = source
    return out


# --- running --------------------------------------------------------------------------------------------------------

def run_config(run, stage, provider):
    options = {"model_provider": provider}
    if "config_model" in run:
        options["model"] = run["config_model"]
    if "config_model_settings" in run:
        options["model_settings"] = agents.ModelSettings(**run["config_model_settings"])
    guardrails = run.get("guardrails", [])
    if guardrails:
        options["input_guardrails"] = [stage.guardrail(g) for g in guardrails if g["kind"] == "input"]
        options["output_guardrails"] = [stage.guardrail(g) for g in guardrails if g["kind"] == "output"]
    for key in ("tool_not_found_behavior", "nest_handoff_history"):
        if key in run:
            options[key] = run[key]
    if "session_settings" in run:
        from agents.memory import SessionSettings
        options["session_settings"] = SessionSettings(**run["session_settings"])
    if "call_model_input_filter" in run:
        from agents.run import ModelInputData
        f = run["call_model_input_filter"]
        options["call_model_input_filter"] = lambda data: ModelInputData(
            input=data.model_data.input[-f["keep_last"]:], instructions=f["instructions"])
    return agents.RunConfig(**options)


async def perform(conversation, directory):
    name = conversation["name"]
    endpoint = Endpoint(conversation["turns"], Ids(name), directory)
    run = {"max_turns": 10, "stream": True, "session": False, "retries": 2} | conversation.get("run", {})
    if run["session"]:
        run = {**run, "session_id": "session_1", "session_store": "SQLite in memory"}
    stage = Stage(conversation)
    client = openai.AsyncOpenAI(base_url=endpoint.url, api_key="sk-none", max_retries=run["retries"])
    agents.set_default_openai_client(client, use_for_tracing=False)
    provider = agents.OpenAIProvider(openai_client=client, use_responses=True)
    session = agents.SQLiteSession("session_1") if run["session"] else None
    runs = conversation.get("runs") or [{"input": "go"}]
    events, results, labelled, keep = [], [], [], []
    previous = None
    for i, r in enumerate(runs):
        label, asked, seen = f"run{i + 1}", len(endpoint.requests), len(events)
        starting = r.get("starting_agent", conversation["agents"][0]["name"])
        options = {"max_turns": run["max_turns"], "run_config": run_config(run, stage, provider)}
        if session is not None:
            options["session"] = session
        for key in ("previous_response_id", "conversation_id", "auto_previous_response_id"):
            if key in run:
                options[key] = run[key]
        if "error_handlers" in run:
            from agents.run_error_handlers import RunErrorHandlerResult
            options["error_handlers"] = {k: lambda data, v=v: RunErrorHandlerResult(final_output=v["final_output"])
                                         for k, v in run["error_handlers"].items()}
        given = r.get("input")
        if "resume" in r:
            given = previous.to_state()
            for decision, item in zip(r["resume"], given.get_interruptions()):
                if decision["approve"]:
                    given.approve(item, **({"always_approve": True} if decision.get("always") else {}))
                else:
                    given.reject(item, **({"always_reject": True} if decision.get("always") else {}),
                                 **({"rejection_message": decision["message"]} if "message" in decision else {}))
        if given == "<to_input_list>":
            given = previous.to_input_list() + r["add"]
            r = {**r, "input": plain(given)}
        result, where = None, "stream_events"
        try:
            if run["stream"]:
                result = agents.Runner.run_streamed(stage.agents[starting], given, **options)
                keep.append(result)
                async for e in result.stream_events():
                    if e.type == "raw_response_event":
                        events.append({"data": plain(e.data), "type": e.type})
                    else:
                        events.append(plain(e))
                    cancel = run.get("cancel")
                    if cancel and cancel["after_event"] in (getattr(e, "name", None),
                                                            getattr(getattr(e, "data", None), "type", None)):
                        result.cancel(*([] if cancel["mode"] == "immediate" else [cancel["mode"]]))
            else:
                where = "run"
                result = await agents.Runner.run(stage.agents[starting], given, **options)
                keep.append(result)
        except Exception as e:
            if "-v" in sys.argv:
                traceback.print_exc()
            keep.append(e)
            results.append({"line": "raised", "run": label, "where": where, "exception": exception_form(e)})
        if result is not None:
            results.append(result_line(label, result))
            previous = result
        if session is not None:
            results.append({"line": "session_items", "run": label, "after": label,
                            "items": plain(await session.get_items())})
        entry = {"label": label, "starting_agent": starting, "input": r.get("input"), "events": len(events) - seen,
                 "wire": list(range(asked + 1, len(endpoint.requests) + 1))}
        if "resume" in r:
            entry["resume"] = r["resume"]
        labelled.append(entry)
    endpoint.close()
    script = [{k: "<callable>" if callable(v) else v for k, v in t.items() if k != "note"}
              for t in conversation["turns"]]
    scenario = {"scenario": name, "title": conversation["title"], "sdk": SDK, "openai": CLIENT,
                "source": "recorded by running the SDK itself against a scripted loopback endpoint",
                "wire_style": STYLE, "input": labelled[0]["input"], "agents": stage.described,
                "starting_agent": labelled[0]["starting_agent"], "run": run, "runs": labelled,
                "model_script": script, "wire": endpoint.wire}
    notes = [t["note"] for t in conversation["turns"] if "note" in t]
    if notes:
        scenario["wire_note"] = " ".join(notes)
    if "notes" in conversation:
        scenario["notes"] = conversation["notes"]
    write = lambda file, text: (directory / file).write_text(text, encoding="utf-8", newline="\n")
    write("scenario.json", json.dumps(scenario, indent=1, ensure_ascii=False))
    write("events.jsonl", "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in events))
    write("requests.jsonl", "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in endpoint.requests))
    write("result.json", "[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in results) + "\n]")
    return len(events), [r["exception"]["class"] + ": " + r["exception"]["str"][:90] for r in results
                         if r["line"] == "raised"]


def main():
    logging.disable(logging.CRITICAL)
    agents.set_tracing_disabled(True)
    out, wanted = pathlib.Path(sys.argv[1]), [a for a in sys.argv[2:] if a != "-v"]
    for conversation in conversations.all_for(PROFILE):
        if wanted and conversation["name"] not in wanted:
            continue
        directory = out / conversation["name"]
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        print(conversation["name"], *asyncio.run(perform(conversation, directory)))


if __name__ == "__main__":
    main()
