"""`/api/v1/docs/`: the OpenAPI document as a page of ours, without script and without a CDN."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Parameter:
    """One field of the path, query, header or body."""

    name: str
    place: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One method on one path, as a person reads it."""

    tag: str
    anchor: str
    method: str
    path: str
    summary: str
    scopes: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    answers: tuple[tuple[str, str], ...]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation, grouped by its first path segment."""
    found = operations(get_language() or "id")
    groups = [(tag, list(rows)) for tag, rows in groupby(found, key=lambda operation: operation.tag)]
    return render(request, "api/docs.html", {"groups": groups})


docs.policy = "public_read"  # type: ignore[attr-defined]


@lru_cache(maxsize=4)
def operations(_language: str) -> tuple[Operation, ...]:
    """All operations, sorted by path. Generated once per language and process."""
    generator: Any = SchemaGenerator
    schema: dict[str, Any] = generator().get_schema(request=None, public=True)
    return tuple(sorted(_read(schema), key=lambda operation: (operation.tag, operation.path)))


def _read(schema: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                yield _operation(path, method, methods[method], schema.get("components", {}).get("schemas", {}))


def _operation(path: str, method: str, facts: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    texts = [facts.get("summary", ""), facts.get("description", "")]
    return Operation(
        tag=(facts.get("tags") or ["api"])[0],
        anchor=facts.get("operationId", f"{method}-{path}"),
        method=method.upper(),
        path=path,
        summary=" ".join(text for text in texts if text),
        scopes=tuple(sorted({scope for rule in facts.get("security", []) for each in rule.values() for scope in each})),
        parameters=(*_parameters(facts), *_body(facts, schemas)),
        answers=tuple((status, answer.get("description", "")) for status, answer in facts["responses"].items()),
    )


def _parameters(facts: dict[str, Any]) -> Iterator[Parameter]:
    for each in facts.get("parameters", []):
        kind = _kind(each.get("schema", {}))
        required = bool(each.get("required"))
        yield Parameter(each["name"], each["in"], kind, required, each.get("description", ""))


def _body(facts: dict[str, Any], schemas: dict[str, Any]) -> Iterator[Parameter]:
    for content in facts.get("requestBody", {}).get("content", {}).values():
        schema = _resolved(content.get("schema", {}), schemas)
        for name, field in schema.get("properties", {}).items():
            if not field.get("readOnly"):
                required = name in schema.get("required", [])
                yield Parameter(name, "body", _kind(field), required, field.get("description", ""))
        return  # the same fields in other media types say nothing new


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    return schemas.get(_name(schema["$ref"]), {}) if "$ref" in schema else schema


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _name(schema["$ref"])
    if choices := schema.get("enum"):
        return " | ".join(str(choice) for choice in choices if choice is not None)
    kind = schema.get("type", "")
    words = "/".join(kind) if isinstance(kind, list) else str(kind)
    return f"{words} ({schema['format']})" if "format" in schema else words


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]
