"""The rules of the house that a machine can hold: who imports whom, and how long a thing may get."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES = 300
COMPONENT_LINES = 200
FUNCTION_LINES = 60

PYTHON_FILES = sorted(path for folder in ("roundtable", "signaling", "tests") for path in (ROOT / folder).rglob("*.py"))
LOCK_FILES = sorted(
    [*ROOT.glob("requirements*.txt"), ROOT / "web/package-lock.json", ROOT / "tests/e2e/package-lock.json"]
)
COMPONENTS = sorted((ROOT / "web" / "src").rglob("*.vue"))


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_without_docstring(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Words that explain do not count: a limit must not be a reason to explain less."""
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    explained = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - explained


def test_imports_point_inward() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_slice_has_the_same_file_names() -> None:
    """A newcomer who knows one slice finds their way in the next."""
    usual = {"model", "messages", "tables", "service", "api"}
    for name in ("people", "clubs", "rooms", "chat", "media"):
        files = {path.stem for path in (ROOT / "roundtable" / name).glob("*.py")}
        assert files & usual, f"roundtable/{name} has none of {sorted(usual)}"


def test_no_python_file_is_too_long() -> None:
    long = {name: count for name, count in _counted(PYTHON_FILES) if count > FILE_LINES}
    assert long == {}


def test_no_component_is_too_long() -> None:
    long = {name: count for name, count in _counted(COMPONENTS) if count > COMPONENT_LINES}
    assert long == {}


def _counted(paths: list[Path]) -> Iterator[tuple[str, int]]:
    for path in paths:
        yield str(path.relative_to(ROOT)), len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", PYTHON_FILES, ids=named(PYTHON_FILES))
def test_no_function_is_too_long(path: Path) -> None:
    long = {
        f"{path.name}:{function.name}": length
        for function in functions(path)
        if (length := lines_without_docstring(function)) > FUNCTION_LINES
    }
    assert long == {}


def test_no_name_that_says_nothing() -> None:
    empty_words = ("manager", "helper", "util", "common", "misc")
    vague = [name for name in named(PYTHON_FILES) if any(word in Path(name).stem for word in empty_words)]
    assert vague == []


@pytest.mark.parametrize("path", LOCK_FILES, ids=named(LOCK_FILES))
def test_a_lock_file_holds_versions_and_hashes_but_no_address(path: Path) -> None:
    """npm writes `funding` and `resolved` for some packages: take them out, nothing reads them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "://" in line] == []
