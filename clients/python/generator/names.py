"""What things are called: the wire's camelCase in Python's words, and each row by its dotted name."""

import keyword
import re

CURLY = re.compile(r"{\w+}")
HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[-/. ]+")
BUILTINS = frozenset(("id", "type", "filter", "format", "all"))
VERBS = {"GET": "get", "POST": "create", "PUT": "update", "DELETE": "delete"}


def read(table: str) -> dict[tuple[str, str], str]:
    """(method, path with blank parameters) → dotted name."""
    lines = (line.split("\t") for line in table.splitlines() if line)
    return {(method, path): name for method, path, name in lines}


def of_row(method: str, path: str, table: dict[tuple[str, str], str]) -> str:
    """By the table; a row that is not in it gets a name by rule, so that nobody is held up."""
    blank = CURLY.sub("{}", path)
    return table.get((method, blank)) or _by_rule(method, blank)


def snake(name: str) -> str:
    word = HUMPS.sub("_", name).lower()
    return word + "_" if keyword.iskeyword(word) or word in BUILTINS else word


def pascal(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in HUMPS.sub("_", name).split("_"))


def _by_rule(method: str, path: str) -> str:
    words = [
        snake(word) for word in path.removeprefix("/api/").removeprefix("im/").split("/") if word != "{}"
    ]
    deep = 2 if words[0] == "admin" and len(words) > 1 else 1
    rest = words[deep:] or [VERBS[method]]
    return ".".join([*words[:deep], "_".join(rest)])
