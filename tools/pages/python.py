"""docs/reference/python.md: every name that `import heard` gives, with its signature, fields and docstring."""

import ast
import inspect
import re
import textwrap
from typing import Any

import heard
from tools.pages.markdown import code, table
from tools.pages.markdown import page as whole_page

_QUOTED_TYPE = re.compile(r"(: |-> )'([^']*)'")  # annotations are text until somebody asks
_COMMENT = re.compile(r"  # (.+)$")


def page() -> str:
    """The text of the page."""
    return whole_page(
        "Python",
        "What `import heard` gives. Everything is typed; values are frozen; options are given by name. What an "
        "`Analysis` holds has the same names as its JSON: see [JSON](json.md).",
        *(_one(name, getattr(heard, name)) for name in heard.__all__),
    )


def _one(name: str, thing: Any) -> str:
    if not callable(thing):
        return f"## {name}\n\n`{thing!r}`"
    parts = [f"## {name}"]
    if inspect.isclass(thing):
        parts += [_prose(thing), *_fields(thing)]
        parts += [_function(f"{name}.{own}", member) for own, member in _methods(thing)]
    else:
        parts += [code(_signature(name, thing), "python"), _prose(thing)]
    return "\n\n".join(part for part in parts if part)


def _function(name: str, member: Any) -> str:
    function = getattr(member, "fget", None) or getattr(member, "__func__", member)
    signature = name if isinstance(member, property) else _signature(name, function)
    return "\n\n".join([f"### {name}", code(signature, "python"), _prose(function)])


def _methods(owner: type) -> list[tuple[str, Any]]:
    """The public methods and properties that the class itself defines, in its order."""
    return [
        (name, member)
        for name, member in vars(owner).items()
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property | classmethod))
    ]


def _fields(owner: type) -> list[str]:
    """The fields of a value, with the comments that stand beside them; the members of an enumeration."""
    source = textwrap.dedent(inspect.getsource(owner))
    lines = source.splitlines()
    rows = []
    for node in ast.parse(source).body[0].body:  # type: ignore[attr-defined]  # the source of a class is a class
        comment = _COMMENT.search(lines[node.end_lineno - 1])
        told = comment[1] if comment else ""
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            given = f"`{ast.unparse(node.value)}`" if node.value else ""
            rows.append([f"`{node.target.id}`", f"`{ast.unparse(node.annotation)}`", given, told])
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            rows.append([f"`{node.targets[0].id}`", "", f"`{ast.unparse(node.value)}`", told])
    return [table(["field", "type", "value unless given", "means"], rows)] if rows else []


def _signature(name: str, function: Any) -> str:
    """The signature as it is written, one argument a line where it is long."""
    signature = inspect.signature(function)
    shown = [p for p in signature.parameters.values() if p.name not in ("self", "cls")]
    text = _QUOTED_TYPE.sub(r"\1\2", str(signature.replace(parameters=shown)))
    if len(name) + len(text) <= 100:
        return name + text
    inside, _, returned = text.rpartition(")")
    arguments = re.split(r", (?![^\[]*\])", inside.removeprefix("("))
    return f"{name}(\n" + "".join(f"    {one},\n" for one in arguments) + f"){returned}"


def _prose(thing: Any) -> str:
    """The docstring as Markdown: double backticks become single ones, roles of Sphinx become code."""
    text = inspect.cleandoc(thing.__doc__ or "")
    text = re.sub(r":\w+:`([^`]+)`", r"`\1`", text).replace("``", "`")
    return re.sub(r"^Args:\n((?:    .*\n?|\n)+)", _arguments, text, flags=re.MULTILINE)


def _arguments(block: re.Match[str]) -> str:
    """The list of arguments in a docstring as a list of Markdown."""
    joined = re.sub(r"\n\s{5,}", " ", textwrap.dedent(block[1]))
    joined = re.sub(r"\n +", " ", joined)
    return re.sub(r"^(\w+): ", r"- `\1`: ", joined, flags=re.MULTILINE)
