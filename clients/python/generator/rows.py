"""The document's operations as methods: each once for Client and once for AsyncClient."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generator import names
from generator.types import model, nullable, reference, typed, without_null

MADE = "Made by `make client`: do not edit."
INIT = f'''"""The rows of the API as methods. {MADE}"""

from hongyan.rows.everything import AsyncRows, Rows

__all__ = ["AsyncRows", "Rows"]
'''
IMPORTS = """from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from hongyan import models
from hongyan.calls import ABSENT, Absent, Call, given, new_key, segment
"""
# POSTs that change nothing the second time, beside sends and those with an Idempotency-Key.
REPEATABLE = frozenset(
    (
        "auth.login",
        "platform.log_in",
        "platform.refresh",
        "admin.users.verify_user_sig",
        "friends.check",
        "friends.remove_batch",
        "messages.sync",
        "messages.revoke",
        "admin.messages.mark_read",
        "admin.messages.import_batch",
        "admin.keyword_filters.test",
        "admin.keyword_filters.remove_batch",
        "internal.resolve_token",
    )
)
# What makes a PUT another one the second time.
ONCE = ("expectedRevision", "version", "rotateSecret")
# Rows that are ops of the socket too.
OPS = {"messages.send": "send", "messages.sync": "sync", "conversations.mark_read": "mark_read"}


@dataclass(frozen=True, slots=True)
class Field:
    wire: str
    kind: str
    required: bool
    nullable: bool

    @property
    def name(self) -> str:
        return names.snake(self.wire)

    @property
    def parameter(self) -> str:
        if self.required:
            return f"{self.name}: {self.kind}"
        if self.nullable:
            return f"{self.name}: {self.kind.removesuffix(' | None')} | Absent | None = ABSENT"
        return f"{self.name}: {self.kind} | None = None"


@dataclass(frozen=True, slots=True)
class Row:
    method: str
    path: str
    name: str
    summary: str
    answer: str
    places: tuple[str, ...]
    query: tuple[Field, ...]
    body: tuple[Field, ...] | None
    keyed: bool
    text: bool

    @property
    def namespace(self) -> tuple[str, ...]:
        return tuple(self.name.split(".")[:-1])

    @property
    def sends(self) -> bool:
        return self.body is not None and self.path.endswith("/messages/send")


def read(document: dict[str, Any], table: dict[tuple[str, str], str]) -> list[Row]:
    components = document["components"]["schemas"]
    rows = [
        _row(method.upper(), path, operation, components, table)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    found = [row.name for row in rows]
    if len(set(found)) < len(found):
        raise SystemExit(f"two rows of one name: {sorted(name for name in found if found.count(name) > 1)}")
    return sorted(rows, key=lambda row: (row.namespace, row.path, row.method))


def _row(
    method: str,
    path: str,
    operation: dict[str, Any],
    components: dict[str, Any],
    table: dict[tuple[str, str], str],
) -> Row:
    parameters = operation.get("parameters", [])
    places = tuple(one["name"] for one in parameters if one["in"] == "path")
    given = operation["responses"]["200"]["content"].get("application/json")
    answer = None if given is None else reference(given["schema"]["properties"]["data"])
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return Row(
        method=method,
        path=path,
        name=names.of_row(method, path, table),
        summary=operation.get("summary", ""),
        answer=f"models.{model(answer)}" if answer else "Any" if given else "str",
        places=tuple(sorted(places, key=path.index)),
        query=tuple(_asked(one) for one in parameters if one["in"] == "query" and one["name"] not in places),
        body=None if body is None else _fields(components[reference(body) or ""]),
        keyed=any(one["name"] == "Idempotency-Key" for one in parameters),
        text=given is None,
    )


def _asked(parameter: dict[str, Any]) -> Field:
    kind = typed(without_null(parameter["schema"]), incoming=True, prefix="models.")
    return Field(parameter["name"], kind, bool(parameter.get("required")), nullable=False)


def _fields(schema: dict[str, Any]) -> tuple[Field, ...]:
    required = set(schema.get("required", ()))
    return tuple(
        Field(name, typed(field, incoming=True, prefix="models."), name in required, nullable(field))
        for name, field in schema.get("properties", {}).items()
    )


# How they are written


def written(rows: list[Row]) -> dict[str, str]:
    spaces = {row.namespace for row in rows}
    spaces |= {space[:depth] for space in spaces for depth in range(1, len(space))}
    files = {
        f"rows/{'_'.join(space)}.py": _module(space, [row for row in rows if row.namespace == space], spaces)
        for space in spaces
    }
    return {**files, "rows/__init__.py": INIT, "rows/everything.py": _root(spaces), "rows/ops.py": _ops(rows)}


def _module(space: tuple[str, ...], rows: list[Row], spaces: set[tuple[str, ...]]) -> str:
    below = sorted(other for other in spaces if other[:-1] == space)
    text = "".join(_class(_name(space, kind), rows, below, kind=kind) + "\n" for kind in ("", "Async"))
    return _head(f"`{'.'.join(space)}`.", below) + text


def _root(spaces: set[tuple[str, ...]]) -> str:
    below = sorted(space for space in spaces if len(space) == 1)
    text = "".join(_class(f"{kind}Rows", [], below, kind=kind) + "\n" for kind in ("", "Async"))
    return _head("All rows of the API, by namespace.", below) + text


def _ops(rows: list[Row]) -> str:
    chosen = [row for row in rows if row.name in OPS]
    text = "".join(_class(f"{kind}Ops", chosen, [], kind=kind) + "\n" for kind in ("", "Async"))
    return _head("Rows that the socket has as ops too.", []) + text


def _head(about: str, below: Iterable[tuple[str, ...]]) -> str:
    """Too many imports; those that are not used are taken out afterwards."""
    classes = [
        f"from hongyan.rows.{'_'.join(space)} import {_name(space, 'Async')}, {_name(space, '')}\n"
        for space in below
    ]
    return f'"""{about} {MADE}"""\n\n{IMPORTS}{"".join(classes)}\n\n'


def _name(space: tuple[str, ...], kind: str) -> str:
    return kind + "".join(names.pascal(part) for part in space)


def _class(name: str, rows: list[Row], below: Sequence[tuple[str, ...]], *, kind: str) -> str:
    answer = "Awaitable[Any]" if kind else "Any"
    lines = [
        f"class {name}:",
        f"    def __init__(self, do: Callable[[Call], {answer}]) -> None:",
        *(["        self._do_call = do"] if rows else []),
        *(f"        self.{space[-1]} = {_name(space, kind)}(do)" for space in below),
    ]
    return "\n".join(lines) + "\n\n" + "\n".join(_method(row, kind, ops=name.endswith("Ops")) for row in rows)


def _method(row: Row, kind: str, *, ops: bool) -> str:
    name = OPS[row.name] if ops else row.name.rsplit(".", 1)[-1]
    named = sorted([*(row.body or ()), *row.query], key=lambda field: not field.required)
    parameters = ["self", *(f"{names.snake(place)}: str" for place in row.places)]
    options = [field.parameter for field in named]
    options += ["idempotency_key: str | None = None"] if row.keyed else []
    parameters += ["*", *options] if options else []
    about = f"{row.summary} " if row.summary else ""
    lines = [
        f"    {'async ' if kind else ''}def {name}({', '.join(parameters)}) -> {row.answer}:",
        f'        """{about}`{row.method} {row.path}`"""',
        f"        answer: {row.answer} = {'await ' if kind else ''}self._do_call({_call(row)})",
        "        return answer",
    ]
    return "\n".join(lines) + "\n"


def _call(row: Row) -> str:
    path = row.path
    for place in row.places:
        path = path.replace("{" + place + "}", "{segment(" + names.snake(place) + ")}")
    words = [f'"{row.method}"', f'{"f" if row.places else ""}"{path}"']
    if row.query:
        words.append("query={" + ", ".join(f'"{field.wire}": {field.name}' for field in row.query) + "}")
    if row.body is not None:
        words.append(f"body={_body(row)}")
    words += [again] if (again := _again(row)) else []
    made = "" if row.name in REPEATABLE else " or new_key()"
    words += [f"key=idempotency_key{made}"] if row.keyed else []
    words += ["text=True"] if row.text else []
    return f"Call({', '.join(words)})"


def _body(row: Row) -> str:
    fields = row.body or ()
    values = {field.wire: field.name for field in fields}
    if row.sends:
        values["clientMsgId"] = "client_msg_id or new_key()"
    inside = "{" + ", ".join(f'"{wire}": {value}' for wire, value in values.items()) + "}"
    nullable = ", ".join(f'"{field.wire}"' for field in fields if field.nullable)
    return f"given({inside}, nullable={{{nullable}}})" if nullable else f"given({inside})"


def _again(row: Row) -> str:
    if row.method == "GET" or row.keyed or row.sends or row.name in REPEATABLE:
        return "again=True"
    if row.method == "POST":
        return ""
    once = [field for field in row.body or () if field.wire in ONCE]
    tests = [f"{field.name} is {'ABSENT' if field.nullable else 'None'}" for field in once]
    return f"again={' and '.join(tests) or 'True'}"
