"""House style that a number or a name can hold (style.md, section 6)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
MAX_FUNCTION_LINES = 60
MAX_FILE_LINES = 500
PROMISES = ("TO" + "DO", "FIX" + "ME", "X" + "XX")
WRITTEN_BY_HAND = {".py", ".sh", ".md", ".toml", ".html", ".css", ".js"}

# Where catching everything is right: a loop that has to outlive whatever one round of it does. "file:function".
LOOP_TOPS = {
    "server/api/events.py:_tick",  # a locked database passes, the stream goes on
    "server/rounds.py:_run",  # a full disk or a locked database passes
    "server/serve.py:_recover",  # a full disk or a locked database passes
    "server/watch/folder.py:_run",  # a share that fails for a while is followed when it is back
    "server/media/watched.py:_run",  # raised again where the result is asked for
    "server/worker/executor.py:run",  # one bad job must not stop the others
    "server/worker/keeper.py:_run",  # a full disk or a lack of processes passes
    "server/worker/waker.py:_run",  # a full disk or a locked database passes
    "server/worker/process.py:_tend",  # a full disk or a locked database passes
}


def modules() -> list[Path]:
    return sorted(path for top in ("server", "studio") for path in (REPOSITORY / top).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def own_files() -> list[Path]:
    tops = ("server", "studio", "resources", "packaging", "tests")
    below = [path for top in tops for path in (REPOSITORY / top).rglob("*") if path.suffix in WRITTEN_BY_HAND]
    return sorted([*below, *REPOSITORY.glob("*.md"), REPOSITORY / "pyproject.toml", REPOSITORY / ".ci" / "run"])


def catches_everything(handler: ast.ExceptHandler) -> bool:
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(t is None or (isinstance(t, ast.Name) and t.id in {"Exception", "BaseException"}) for t in types)


def raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def swallowers(node: ast.AST, function: str = "<module>") -> Iterator[str]:
    """The functions with an `except` that catches everything and does not pass it on."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from swallowers(child, child.name)
            continue
        if isinstance(child, ast.ExceptHandler) and catches_everything(child) and not raises_again(child):
            yield function
        yield from swallowers(child, function)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_stays_within_its_budget(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f.name: n for f in functions if (n := (f.end_lineno or 0) - f.lineno + 1) > MAX_FUNCTION_LINES}
    assert not long
    assert len(text.splitlines()) <= MAX_FILE_LINES


@pytest.mark.parametrize("path", [path for path in modules() if path.read_bytes().strip()], ids=name_of)
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_everything_is_caught_only_at_the_tops_of_loops() -> None:
    found = {
        f"{name_of(path)}:{function}"
        for path in modules()
        for function in swallowers(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == LOOP_TOPS


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{name_of(path)}:{number}"
        for path in own_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(word in line for word in PROMISES)
    ]
    assert not left


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("def f():\n try: g()\n except Exception: pass", ["f"]),
        ("def f():\n try: g()\n except: pass", ["f"]),
        ("def f():\n try: g()\n except (OSError, BaseException): pass", ["f"]),
        ("try: g()\nexcept Exception: pass", ["<module>"]),
        ("class A:\n def f(self):\n  for x in y:\n   try: g()\n   except Exception: pass", ["f"]),
        ("def f():\n try: g()\n except BaseException:\n  h()\n  raise", []),
        ("def f():\n try: g()\n except OSError: pass", []),
    ],
)
def test_a_handler_that_swallows_everything_is_seen(code: str, caught: list[str]) -> None:
    assert list(swallowers(ast.parse(code))) == caught
