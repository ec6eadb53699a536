"""docs/reference/json.md: what `heard analyse --output x.jsonl` and `Analysis.to_json()` give, from the schema."""

import json
from typing import Any

from heard import SCHEMA, Conversation, analyse
from tools.pages.markdown import code, table
from tools.pages.markdown import page as whole_page
from tools.pages.schema import schema

EXAMPLE = """\
customer: This is my third call about the boiler and my baby is ill. I'm really worried.
agent: Three calls, and a baby who is ill in a cold house: I'm sorry. I've booked our engineer for 4 pm today.
"""


def page() -> str:
    """The text of the page."""
    whole = schema()
    found = analyse(Conversation.chat(EXAMPLE, id="example")).to_json()
    moment = {"id": found["id"], "schema": found["schema"], "moments": found["moments"][:1], "score": found["score"]}
    return whole_page(
        "JSON",
        f"One analysis is one object in the form `{SCHEMA}`: a line of `heard analyse FILE --output x.jsonl`, and the value "
        "of `Analysis.to_json()`. The form is published as JSON Schema in "
        "[analysis.schema.json](analysis.schema.json), and the tests hold every analysis of the demo archive to it. "
        "Labels have the names of [signals](signals.md). The version rises with every change that could break a reader.",
        "## An analysis",
        _table(whole),
        *(f"## {name}\n\n{part['description']}\n\n{_table(part)}" for name, part in whole["$defs"].items()),
        "## score and roles",
        *(
            f"`{name}`: {whole['properties'][name]['description']}\n\n{_table(whole['properties'][name])}"
            for name in ("score", "roles")
        ),
        "## Example",
        "A part of what this gives:",
        code(EXAMPLE, "text"),
        code(json.dumps(moment, indent=2, ensure_ascii=False), "json"),
    )


def _table(part: dict[str, Any]) -> str:
    rows = [[f"`{name}`", _type(value), value.get("description", "")] for name, value in part["properties"].items()]
    return table(["key", "holds", "means"], rows)


def _type(value: dict[str, Any]) -> str:
    if "const" in value:
        return f'"{value["const"]}"'
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "enum" in value:
        names = ["null" if v is None else v for v in value["enum"]]
        return "a label" if len(names) > 12 else ", ".join(names)
    if value.get("type") == "array":
        return f"list of {_type(value['items'])}"
    types = value["type"] if isinstance(value["type"], list) else [value["type"]]
    limits = f" {value['minimum']}…{value['maximum']}" if "maximum" in value else ""
    return " or ".join(f"{kind}{limits}" if kind != "null" else kind for kind in types).replace("-", "\u2212")
