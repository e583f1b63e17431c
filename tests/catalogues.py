"""What the console says, and whether it can say it in Chinese: `make messages` compiles and reports.

Each part of the console has a catalogue of its own, `locale/PART/zh_Hans/LC_MESSAGES/django.po`, written by
hand; the compiled one lies beside it. What Django says, Django has translated; what unfold says, we have.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django.conf.locale
import unfold
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
PARTS = ["accounts", "config", "console", "im", "journal", "push", "webhooks"]
UNFOLD = Path(unfold.__file__).parent
DJANGO = Path(django.conf.locale.__file__).parents[2]
LANGUAGE = "zh_Hans"
NAMED = ("accounts", "journal", "webhooks", "push", "im", "console")  # by console.naming
DATED = datetime(2026, 1, 1, tzinfo=UTC)  # in the compiled ones, so that the same texts give the same file
WORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "ugettext"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}
IN_TEMPLATE = re.compile(r"""\b(?:n|p|np)?gettext\s*\(\s*(?:u?'((?:[^'\\]|\\.)*)'|u?"((?:[^"\\]|\\.)*)")""")
PLAIN = re.compile(r"""(?<![\w.])_\(\s*(?:u?'((?:[^'\\]|\\.)*)'|u?"((?:[^"\\]|\\.)*)")""")


def asked_for() -> dict[str, str]:
    """Every text that code, templates, models and unfold want said, and where."""
    return {**_of_unfold(), **_of_models(), **_of_templates(ROOT / "templates"), **_of_code()}


def said() -> dict[str, str]:
    """Every text that there is in Chinese, Django's own among them; ours go before Django's."""
    found: dict[str, str] = {}
    for folder in [*DJANGO.glob("contrib/*/locale"), DJANGO / "conf" / "locale"]:
        file = folder / LANGUAGE / "LC_MESSAGES" / "django.mo"
        if file.exists():
            found |= texts(read_compiled(file))
    for file in catalogues():
        found |= texts(read(file))
    return found


def catalogues() -> list[Path]:
    return sorted(LOCALE.glob(f"*/{LANGUAGE}/LC_MESSAGES/django.po"))


def read(file: Path) -> Catalog:
    with file.open("rb") as lines:
        return read_po(lines, locale=LANGUAGE)


def read_compiled(file: Path) -> Catalog:
    with file.with_suffix(".mo").open("rb") as compiled:
        return read_mo(compiled)


def compile_all() -> None:
    for file in catalogues():
        catalogue = read(file)
        catalogue.creation_date = catalogue.revision_date = DATED
        with file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)


def missing() -> dict[str, str]:
    """What is wanted and cannot be said, and where it is wanted."""
    there = said()
    return {text: where for text, where in asked_for().items() if not there.get(text)}


def texts(catalogue: Catalog) -> dict[str, str]:
    found: dict[str, str] = {}
    for message in catalogue:
        if message.id and not message.fuzzy:
            single = message.id[0] if isinstance(message.id, tuple | list) else message.id
            text = message.string[0] if isinstance(message.string, tuple | list) else message.string
            found[str(single)] = str(text)
    return found


def _of_code() -> dict[str, str]:
    found: dict[str, str] = {}
    for part in PARTS:
        for file in sorted((ROOT / part).rglob("*.py")):
            if "migrations" not in file.parts and "management" not in file.parts:
                found.update(_of_file(file))
    return found


def _of_file(file: Path) -> Iterator[tuple[str, str]]:
    with file.open("rb") as lines:
        for line, message, _comments, context in extract("python", lines, keywords=WORDS):
            text = message[0] if isinstance(message, tuple) else message
            if text:
                yield str(text), f"{file.relative_to(ROOT)}:{line}{' ' + context if context else ''}"


def _of_templates(folder: Path, name: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(folder.rglob("*.html")):
        code = templatize(file.read_text(encoding="utf-8"), origin=str(file))
        for pattern in (IN_TEMPLATE, PLAIN):
            for single, double in pattern.findall(code):
                text = (single or double).encode().decode("unicode_escape").encode("latin-1").decode()
                found[text.replace("%%", "%") if "%(" not in text else text] = name or file.name
    return found


def _of_unfold() -> dict[str, str]:
    found = _of_templates(UNFOLD / "templates" / "unfold", "unfold")
    found |= _of_templates(UNFOLD / "templates" / "admin", "unfold")
    found |= _of_templates(UNFOLD / "templates" / "registration", "unfold")
    for file in sorted(UNFOLD.glob("*.py")):
        with file.open("rb") as lines:
            for _line, message, _comments, _context in extract("python", lines, keywords=WORDS):
                found[str(message[0] if isinstance(message, tuple) else message)] = "unfold"
    return found


def _of_models() -> dict[str, str]:
    """As `console.naming` asks for them."""
    found: dict[str, str] = {}
    for label in NAMED:
        for model in apps.get_app_config(label).get_models():
            names = model._meta
            found |= dict.fromkeys((str(names.verbose_name), str(names.verbose_name_plural)), names.label)
            for field in names.concrete_fields:
                said_of = [str(field.verbose_name), str(field.help_text)]
                said_of += [str(label) for _value, label in field.choices or []]
                found |= {text: f"{names.label}.{field.name}" for text in said_of if text}
    return found


def main() -> None:
    django.setup()
    compile_all()
    for text, where in sorted(missing().items(), key=lambda each: each[1]):
        print(f"{where}: {text!r}")  # noqa: T201


if __name__ == "__main__":
    main()
