"""The API's description as a page to read: one HTML file and one style sheet, no script, nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { line-height: 1.25; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
.op { border: 1px solid var(--line); border-radius: 8px; padding: 0.25rem 1rem 1rem; margin: 1rem 0; }
.method { display: inline-block; min-width: 4.5em; font-weight: 700; text-transform: uppercase; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0.3rem 0.8rem 0.3rem 0; border-top: 1px solid var(--soft); }
nav a { display: inline-block; margin-inline-end: 1rem; padding: 0.4rem 0; }
"""
_HEAD = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
    '<link rel="stylesheet" href="{style}"></head><body>'
)


def page(document: Mapping[str, Any], *, style_url: str, document_url: str) -> str:
    """The description of the API as HTML; everything in it is escaped."""
    info = document["info"]
    groups: dict[str, list[str]] = {}
    for path, method, operation in _operations(document):
        groups.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    links = "".join(f'<a href="#{escape(name)}">{escape(name)}</a>' for name in [*groups, "schemas"])
    sections = "".join(
        f'<section id="{escape(name)}"><h2>{escape(name)}</h2>{"".join(parts)}</section>'
        for name, parts in groups.items()
    )
    schemas = "".join(_schema(name, one) for name, one in sorted(document["components"]["schemas"].items()))
    return (
        _HEAD.format(title=escape(info["title"]), style=escape(style_url))
        + f"<h1>{escape(info['title'])} <small>{escape(info['version'])}</small></h1>"
        + f"<p>{escape(info.get('description', ''))}</p>"
        + f'<p><a href="{escape(document_url)}">OpenAPI 3.1</a></p><nav>{links}</nav>{sections}'
        + f'<section id="schemas"><h2>schemas</h2>{schemas}</section></body></html>\n'
    )


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(one['in'])}</td>"
        f"<td>{_type(one.get('schema', {}))}</td><td>{escape(one.get('description', ''))}</td></tr>"
        for one in operation.get("parameters", [])
    )
    table = f'<div class="scroll"><table>{rows}</table></div>' if rows else ""
    answers = "".join(
        f"<li><code>{escape(str(status))}</code> {_answer(answer)}</li>"
        for status, answer in operation["responses"].items()
    )
    return (
        f'<div class="op" id="{escape(operation["operationId"])}">'
        f'<h3><span class="method">{method}</span> <code>{escape(path)}</code></h3>'
        f"<p>{escape(operation.get('summary', ''))}. {escape(operation.get('description', ''))}</p>"
        f"{table}<ul>{answers}</ul></div>"
    )


def _answer(answer: Mapping[str, Any]) -> str:
    kinds = [
        f"<code>{escape(media)}</code> {_type(content.get('schema', {}))}"
        for media, content in answer.get("content", {}).items()
    ]
    return ", ".join(kinds) or escape(answer.get("description", ""))


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    needed = set(schema.get("required", []))
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code>{'' if field in needed else '?'}</td><td>{_type(kind)}</td></tr>"
        for field, kind in schema.get("properties", {}).items()
    )
    return (
        f'<div class="op" id="schema-{escape(name)}"><h3>{escape(name)}</h3>'
        f"<p>{escape(schema.get('description', ''))}</p>"
        f'<div class="scroll"><table>{rows}</table></div></div>'
    )


def _type(schema: Mapping[str, Any]) -> str:
    """A schema in a few words, names linked to their tables."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        return f'<a href="#schema-{escape(name)}">{escape(name)}</a>'
    choices = schema.get("oneOf") or schema.get("anyOf")
    if choices:
        return " or ".join(_type(one) for one in choices)
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(one))}</code>" for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    kind = escape(str(schema.get("format") or schema.get("type") or "anything"))
    bounds = [
        f"{sign} {schema[name]}" for name, sign in (("minimum", "≥"), ("maximum", "≤")) if name in schema
    ]
    default = f", default <code>{escape(str(schema['default']))}</code>" if "default" in schema else ""
    return f"{kind} {' '.join(bounds)}{default}".strip()
