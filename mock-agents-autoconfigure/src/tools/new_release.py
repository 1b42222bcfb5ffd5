#!/usr/bin/env python3
"""Write the client shapes of a release of the SDK, and list what differs from the newest known ones.

    python3 new_release.py 0.25.0                        # installs openai-agents 0.25.0 below target, with its client
    python3 new_release.py --python path/to/bin/python   # takes the release that is installed there
    python3 new_release.py --list ... [--against openai-3.3.1]

The shapes become `openai-<version>.json` in the resources of the package `model`, with
cases for the tests beside them; files that exist are left as they are. `--list` writes no
file. The exit code is 0 if nothing differs, 1 if something does, 2 if the command failed.

What differs is one line each: a model, its field, and what became of it. What the SDK
itself does otherwise is seen by recordings of the release: see docs/recordings.md.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import venv

TOOLS = pathlib.Path(__file__).resolve().parent
MODULE = TOOLS.parents[1]
SHAPES = MODULE / "src/main/resources/io/mockagents/model"
CASES = MODULE / "src/test/resources/io/mockagents/model"


def version_of(path):
    return tuple(int(part) for part in re.findall(r"\d+", path.stem))


def installed(release):
    """Return the Python of an environment that has a release of the SDK."""
    folder = MODULE / "target" / "sdk" / release
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"openai-agents=={release}"], check=True)
    return python


def run(python, *arguments):
    return subprocess.run([python, *arguments], check=True, capture_output=True, text=True).stdout


def fields(model):
    return {entry[0]: entry[1:] for entry in model}


def differences(known, new):
    """Return what differs between two files of shapes, one line each."""
    lines = order("request", known.get("request", []), new["request"])
    for root in sorted(set(known["roots"]) | set(new["roots"])):
        before, after = known["roots"].get(root), new["roots"].get(root)
        if before != after:
            lines += [f"{root}: new variant {name}" for name in variants(after) if name not in variants(before)]
            lines += [f"{root}: variant {name} is gone" for name in variants(before) if name not in variants(after)]
    for name in sorted(set(known["models"]) | set(new["models"])):
        before, after = known["models"].get(name), new["models"].get(name)
        if before is None or after is None:
            lines.append(f"{name}: model is {'new' if before is None else 'gone'}")
            continue
        lines += order(name, [entry[0] for entry in before], [entry[0] for entry in after])
        old, young = fields(before), fields(after)
        for field in young:
            if field in old and old[field] != young[field]:
                lines.append(f"{name}.{field}: {change(old[field], young[field])}")
    return lines


def change(before, after):
    """Return what became of a type: its parts that are new and gone, or all of it where it has the same parts."""
    old, young = leaves(before), leaves(after)
    parts = [f"new {part}" for part in young if part not in old] + [f"gone {part}" for part in old if part not in young]
    return "type has " + ", ".join(parts) if parts else f"{json.dumps(before)} is now {json.dumps(after)}"


def leaves(type_):
    if isinstance(type_, dict):
        return [f"{key} {json.dumps(value)}" for key, value in type_.items()]
    return [part for member in type_ for part in leaves(member)] if isinstance(type_, list) else [type_]


def variants(union):
    return [json.dumps(member) for member in (union or [])]


def order(name, before, after):
    lines = [f"{name}.{field}: new" for field in after if field not in before]
    lines += [f"{name}.{field}: gone" for field in before if field not in after]
    kept, still = [f for f in before if f in after], [f for f in after if f in before]
    if kept != still:
        moved = next(f for f, g in zip(still, kept) if f != g)
        lines.append(f"{name}: other order, from {moved} on")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("release", nargs="?", help="the release of openai-agents, such as 0.25.0")
    parser.add_argument("--python", type=pathlib.Path, help="a Python that has the release installed")
    parser.add_argument("--against", help="the shapes to compare with; the newest known ones by default")
    parser.add_argument("--list", action="store_true", help="write no file")
    options = parser.parse_args()
    if (options.release is None) == (options.python is None):
        parser.error("give either a release or --python")
    python = options.python or installed(options.release)
    sdk, client = run(
        python, "-c", "from importlib.metadata import version as v; print(v('openai-agents'), v('openai'))"
    ).split()
    written = run(python, TOOLS / "openai_shapes.py", "shapes")
    target = SHAPES / f"openai-{client}.json"
    known = [path for path in sorted(SHAPES.glob("openai-*.json"), key=version_of) if path != target]
    against = SHAPES / f"{options.against}.json" if options.against else known[-1]
    print(f"openai-agents {sdk} with openai {client}, against {against.stem}", file=sys.stderr)
    if not options.list and not target.exists():
        target.write_text(written, encoding="utf-8")
        cases = CASES / f"openai-{client}-cases.jsonl"
        cases.write_text(run(python, TOOLS / "openai_shapes.py", "cases"), encoding="utf-8")
        print(f"Written: {target.name} and {cases.name}. Name the shapes in a constant of SdkProfile.", file=sys.stderr)
    elif target.exists() and target.read_text(encoding="utf-8") != written:
        raise SystemExit(f"{target.name} is not what openai_shapes.py writes now. Remove it to write it again.")
    found = differences(json.loads(against.read_text(encoding="utf-8")), json.loads(written))
    print("\n".join(found) if found else "Nothing differs.")
    return 1 if found else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, subprocess.CalledProcessError) as failure:
        print(getattr(failure, "stderr", None) or failure, file=sys.stderr)
        sys.exit(2)
