"""The package stands alone: no Django, nothing of the server, few dependencies, and it says what it is."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import hongyan

PACKAGE = Path(hongyan.__file__).parent
PROJECT = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = {"httpx", "websockets"}
ALONE = """
import sys
before = set(sys.modules)
import hongyan.__main__
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, path
            yield node.module or ""


def test_it_imports_nothing_but_the_standard_library_and_what_it_declares() -> None:
    found = {name.partition(".")[0] for path in PACKAGE.rglob("*.py") for name in imports(path)}
    assert found - set(sys.stdlib_module_names) == {"hongyan"} | NEEDED
    assert {name.partition(">")[0] for name in PROJECT["dependencies"]} == NEEDED


def test_importing_it_brings_nothing_of_the_server() -> None:
    said = subprocess.run(
        [sys.executable, "-c", ALONE], capture_output=True, text=True, check=True, cwd=PACKAGE.parent
    )
    assert not {"django", "rest_framework", "config", "accounts", "journal", "im"} & set(said.stdout.split())


def test_all_that_is_promised_is_there() -> None:
    assert sorted(hongyan.__all__) == hongyan.__all__
    assert [name for name in hongyan.__all__ if not hasattr(hongyan, name)] == []
    assert (PACKAGE / "py.typed").exists()


@pytest.mark.parametrize("words", [["--help"], ["import", "--help"]], ids=["program", "import"])
def test_the_program_explains_itself(words: list[str]) -> None:
    command = [sys.executable, "-m", "hongyan", *words]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert "import" in said.stdout
