"""Texts with gaps: `{name}` becomes the parameter of that name, `{{` and `}}` are braces. Nothing else is
understood, so that no template can reach into what it is given.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from config.api.errors import BadParameter

NAME: Final = re.compile(r"[A-Za-z0-9_]{1,64}")
TOKEN: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
TEXTS: Final = ("title", "body")

Texts = Mapping[str, Any]


def expand(content: Texts, params: Mapping[str, str]) -> dict[str, Any]:
    """`title`, `body` and `i18n` with their gaps filled. 400 names a parameter that is missing."""
    missing = sorted(gaps(content) - params.keys())
    if missing:
        raise BadParameter(f"options.template.params.{missing[0]}", "is missing: the template needs it")
    return _each(content, lambda text: TOKEN.sub(lambda found: _filled(found, params), text))


def gaps(content: Texts) -> set[str]:
    """The names of all parameters that the texts need."""
    return {name for text in _texts(content) for name in TOKEN.findall(text) if name}


def require_well_formed(content: Texts) -> None:
    """400 where a brace is left over or a gap has no proper name."""
    for path, text in _paths(content):
        for found in TOKEN.finditer(text):
            name = found.group(1)
            if found.group() not in ("{{", "}}") and not (name and NAME.fullmatch(name)):
                raise BadParameter(path, "a gap is {name}, of letters, digits and _; braces are {{ and }}")


def _filled(found: re.Match[str], params: Mapping[str, str]) -> str:
    name = found.group(1)
    return params[name] if name else found.group()[0]


def _texts(content: Texts) -> Iterator[str]:
    return (text for _, text in _paths(content))


def _paths(content: Texts) -> Iterator[tuple[str, str]]:
    for name in TEXTS:
        if name in content:
            yield name, content[name]
    for locale, texts in content.get("i18n", {}).items():
        for name in TEXTS:
            if name in texts:
                yield f"i18n.{locale}.{name}", texts[name]


def _each(content: Texts, change: Callable[[str], str]) -> dict[str, Any]:
    changed: dict[str, Any] = {name: change(content[name]) for name in TEXTS if name in content}
    if "i18n" in content:
        changed["i18n"] = {locale: _each(texts, change) for locale, texts in content["i18n"].items()}
    return changed
