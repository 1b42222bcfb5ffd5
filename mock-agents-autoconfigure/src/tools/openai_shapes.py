#!/usr/bin/env python3
"""Write the data model of an openai Python client as JSON, for ResponseShapes.

What `model_dump()` prints of a frame depends on the pydantic models of the client that
read it: the order of their fields, which fields they know, and which variant of a union
a value becomes. This script reads the models of the client that is installed and writes
them down, one model per line.

`new_release.py` calls it for a new release, in an environment that has the client:

    python openai_shapes.py shapes > ../main/resources/io/mockagents/model/openai-<version>.json
    python openai_shapes.py cases > ../test/resources/io/mockagents/model/openai-<version>-cases.jsonl

`cases` writes values together with what
the client makes of them, for the tests; every run writes the same lines.

Types:  "any" "str" "int" "float" "bool" "null", "#<model>",
        ["literal", ...values], ["list", type], ["map", type of the values],
        ["union", ...types], ["union:<field>", ...types] with a discriminator.
Fields: [name, type], and if there is any, a third entry {"default": value, "alias": name};
        a field without default is required.

The script stops at anything in a model that these words cannot say.
"""

import ast
import dataclasses
import inspect
import json
import random
import sys
import textwrap
import types as pytypes
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import openai
import pydantic
from openai import _models
from openai.resources.responses import AsyncResponses
from openai.types.responses import Response, ResponseOutputItem, ResponseStreamEvent

ROOTS = {"event": ResponseStreamEvent, "response": Response, "outputItem": ResponseOutputItem}

SCALARS = {str: "str", int: "int", float: "float", bool: "bool", object: "any", Any: "any", type(None): "null"}


def is_model(type_):
    return inspect.isclass(type_) and issubclass(type_, pydantic.BaseModel)


class Reader:
    """Collects the models that are reachable from the types it is asked to describe."""

    def __init__(self):
        self.models = {}
        self.names = {}

    def describe(self, type_, metadata=()):
        if get_origin(type_) is Annotated:
            type_, *metadata = get_args(type_)
        origin, args = get_origin(type_), get_args(type_)
        if type_ in SCALARS:
            return SCALARS[type_]
        if is_model(type_):
            return "#" + self.model(type_)
        if origin is Literal:
            if not all(isinstance(value, str) for value in args):
                raise SystemExit(f"A literal that is no string: {type_}")
            return ["literal", *args]
        if origin is list:
            return ["list", self.describe(args[0])]
        if origin is dict:
            if args[0] is not str:
                raise SystemExit(f"A map without string keys: {type_}")
            return ["map", self.describe(args[1])]
        if origin in (Union, pytypes.UnionType):
            return self.union(type_, args, metadata)
        raise SystemExit(f"Unknown kind of type: {type_}")

    def union(self, type_, args, metadata):
        names = [m.discriminator for m in metadata if getattr(m, "discriminator", None)]
        if not names:
            return ["union", *map(self.describe, args)]
        described = [f"union:{names[0]}", *map(self.describe, args)]
        expected = {}
        for variant in args:
            if is_model(variant) and names[0] in variant.model_fields:
                field = variant.model_fields[names[0]]
                if get_origin(field.annotation) is Literal and field.is_required():
                    expected.update(dict.fromkeys(get_args(field.annotation), variant))
        meta = _models._build_discriminated_union_meta(union=type_, meta_annotations=tuple(metadata))
        found = meta.mapping if meta else {}
        if found != expected:
            raise SystemExit(f"The client reads the discriminator of {type_} in another way: {found}")
        return described

    def model(self, type_):
        if type_ in self.names:
            return self.names[type_]
        name = type_.__name__
        if name in self.models:
            name = type_.__module__.rpartition(".")[2] + "." + name
        if name in self.models:
            raise SystemExit(f"Two models of the name {name}")
        self.names[type_] = name
        self.models[name] = fields = []
        type_.model_rebuild()
        self.check(type_)
        for field_name, field in type_.model_fields.items():
            options = {}
            if not field.is_required():
                options["default"] = field.get_default(call_default_factory=True)
            if field.alias is not None:
                options["alias"] = field.alias
            fields.append([field_name, self.describe(field.annotation, field.metadata), *([options] if options else [])])
        return name

    @staticmethod
    def check(type_):
        if set(type_.model_config) - {"defer_build"} != {"extra"} or type_.model_config["extra"] != "allow":
            raise SystemExit(f"{type_} has a configuration of its own: {type_.model_config}")
        decorators = type_.__pydantic_decorators__
        if any(getattr(decorators, kind.name) for kind in dataclasses.fields(decorators)):
            raise SystemExit(f"{type_} has validators or serializers")
        if _models._get_extra_fields_type(type_) is not None:
            raise SystemExit(f"{type_} has a type for its extra fields")
        for field in type_.model_fields.values():
            if field.validation_alias != field.alias or field.serialization_alias != field.alias:
                raise SystemExit(f"{type_} has more than one alias for a field")


def request_fields():
    """Return the fields of a request in the order in which the client writes them."""
    source = textwrap.dedent(inspect.getsource(AsyncResponses.create))
    bodies = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict) and len(node.keys) > 10]
    if len(bodies) != 1 or not all(isinstance(key, ast.Constant) for key in bodies[0].keys):
        raise SystemExit("responses.create writes its body in another way")
    fields = [key.value for key in bodies[0].keys]
    parameters = set(inspect.signature(AsyncResponses.create).parameters)
    others = parameters ^ set(fields)
    if others != {"self", "extra_headers", "extra_query", "extra_body", "timeout"}:
        raise SystemExit(f"responses.create has other parameters than its body has fields: {sorted(others)}")
    return fields


def write_shapes():
    reader = Reader()
    roots = {name: reader.describe(type_) for name, type_ in ROOTS.items()}
    compact = {"separators": (",", ":"), "ensure_ascii": False}
    lines = [f"{json.dumps(name)}:{json.dumps(fields, **compact)}" for name, fields in sorted(reader.models.items())]
    print("{" + f'"client":"openai {openai.__version__}",')
    print(f'"request":{json.dumps(request_fields(), **compact)},')
    print(f'"roots":{json.dumps(roots, **compact)},')
    print('"models":{')
    print(",\n".join(lines))
    print("}}")


class Values:
    """Makes values for types: mostly valid ones, now and then with something wrong."""

    ODD = [None, True, False, 0, 1, 7, 2.0, 1.5, "", "x", "5", "true", [], [1], {}, {"type": "unheard_of", "a": 1}]

    def __init__(self, reader, seed):
        self.reader = reader
        self.random = random.Random(seed)
        self.oddity = 0.0

    def value(self, type_, depth=0):
        if self.random.random() < self.oddity:
            return self.random.choice(self.ODD)
        if isinstance(type_, str):
            return self.model(type_[1:], depth) if type_.startswith("#") else self.scalar(type_)
        kind, *args = type_
        if kind == "literal":
            return self.random.choice(args)
        if kind == "list":
            return [self.value(args[0], depth + 1) for _ in range(self.random.choice((0, 1, 1, 2)) if depth < 6 else 0)]
        if kind == "map":
            return {key: self.value(args[0], depth + 1) for key in self.random.sample(["b", "a", "10", "é"], 2)}
        if depth > 6 and "null" in args:
            return None
        if depth > 6:
            args = sorted(args, key=lambda member: isinstance(member, list) or member.startswith("#"))[:2]
        return self.value(self.random.choice(args), depth)

    def scalar(self, type_):
        return {
            "any": lambda: self.random.choice(({"z": [1, 2.50, None], "a": {}}, "text", 3, None, True)),
            "str": lambda: self.random.choice(("", "text", "naïve 😀", "12")),
            "int": lambda: self.random.choice((0, 1, 1772323200, 2**53 + 1)),
            "float": lambda: self.random.choice((0, 1.0, 1772323200, 0.25)),
            "bool": lambda: self.random.choice((True, False)),
            "null": lambda: None,
        }[type_]()

    def model(self, name, depth):
        entries = []
        for field_name, type_, *rest in self.reader.models[name]:
            options = rest[0] if rest else {}
            optional = "default" in options
            if optional and self.random.random() < (0.5 if depth < 4 else 0.9):
                continue
            if not optional and self.random.random() < self.oddity:
                continue
            entries.append((options.get("alias", field_name), self.value(type_, depth + 1)))
        if self.random.random() < 0.5:
            self.random.shuffle(entries)
        if self.random.random() < 0.15:
            for key in self.random.sample(["store", "obfuscation", "zz_new", "also"], 2):
                entries.insert(self.random.randrange(len(entries) + 1), (key, self.random.choice((1, 1.0, "x", {"type": "y"}))))
        return dict(entries)


def write_cases(count):
    import warnings

    warnings.simplefilter("ignore")
    reader = Reader()
    roots = {name: reader.describe(type_) for name, type_ in ROOTS.items()}
    values = Values(reader, 20260301)
    for index in range(count):
        values.oddity = (0.0, 0.05, 0.15)[index % 3]
        for name, type_ in ROOTS.items():
            if name == "event":
                members = roots[name][1:]
                wire = values.model(members[index % len(members)][1:], 0)
            else:
                wire = values.value(roots[name])
            if not isinstance(wire, dict) or (name == "response" and index % 4):
                continue
            if values.oddity and values.random.random() < 0.1:
                wire["type"] = values.random.choice(("response.unheard_of", "", None))
            made = _models.construct_type(value=wire, type_=type_)
            case = {"root": name, "wire": wire, "dump": made.model_dump()}
            if name == "outputItem":
                case["unset"] = made.model_dump(exclude_unset=True)
            print(json.dumps(case, ensure_ascii=False))


if __name__ == "__main__":
    if sys.argv[1:] == ["shapes"]:
        write_shapes()
    elif sys.argv[1:2] == ["cases"] and len(sys.argv) <= 3:
        write_cases(int(sys.argv[2]) if len(sys.argv) == 3 else 174)
    else:
        raise SystemExit(__doc__)
