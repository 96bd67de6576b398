"""Imports go down the house only, and each floor knows only the libraries that it may know."""

import ast
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "formkit"

# What stands later may import what stands earlier. `text` cleans what is posted, `widgets` holds
# what a host's own controls mean.
FLOORS = (
    "errors",
    "pointer",
    "text",
    "widgets",
    "language",
    "definition",
    "filling",
    "page",
    "store",
    "report",
    "interop",
    "web",
    "testing",
    "cli",
    "",  # the front door, formkit/__init__.py
    "__main__",
)
FILLING = ("fields", "conditions", "codec", "validation", "messages", "submission")

_PURE = {
    "attr",
    "attrs",
    "babel",
    "cattrs",
    "jsonschema",
    "jsonschema_specifications",
    "re2",
    "referencing",
    "regex",
}
_PAGE = _PURE | {"jinja2", "jinja2_fragments", "markupsafe"}
# The libraries beyond Python's own that a floor may import. What isn't named here knows none:
# a web framework or a database would have to be let in by name.
LIBRARIES: Mapping[str, set[str]] = {
    "widgets": {"attrs"},
    "language": {"attrs", "babel"},
    "definition": _PURE,
    # the judge of the `server` extra; the core goes without
    "filling": _PURE | {"idna", "jsonschema_rs"},
    "page": _PAGE,
    "store": {"alembic", "attrs", "cattrs", "filelock", "sqlalchemy", "uuid_utils"},
    "report": {"attrs", "babel", "sqlalchemy", "xlsxwriter"},
    # of SQLAlchemy only the connections that it hands on to the store
    "web": _PAGE
    | {"brotli", "fastapi", "limits", "python_multipart", "segno", "sqlalchemy"}
    | {"starlette", "uvicorn"},
    "testing": _PURE | {"hypothesis"},
    "cli": {"attrs", "cyclopts", "segno", "sqlalchemy"},
    "errors": {"attrs"},
    "pointer": {"attrs"},
}


def module_name(path: Path, package: Path = PACKAGE) -> str:
    """The dotted name of a module, below the package's own: `filling.codec`, `` for the door."""
    parts = path.relative_to(package).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(package: Path = PACKAGE) -> dict[str, ast.Module]:
    return {
        module_name(path, package): ast.parse(path.read_bytes(), str(path))
        for path in sorted(package.rglob("*.py"))
    }


def imports(tree: ast.Module, known: Mapping[str, object]) -> Iterator[str]:
    """Every module that a module names in an import, wherever in it and for whatever purpose.

    `from formkit.filling import codec` names the module `formkit.filling.codec` where that is
    one, else the package.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            base = node.module or ""
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield whole if whole.removeprefix("formkit.") in known else base


def inner(tree: ast.Module, known: Mapping[str, object]) -> set[str]:
    """The modules of formkit that a module imports, below the package's own name."""
    return {
        name.removeprefix("formkit").removeprefix(".")
        for name in imports(tree, known)
        if name == "formkit" or name.startswith("formkit.")
    }


def floor(name: str) -> str:
    return name.partition(".")[0]


def climbs(trees: Mapping[str, ast.Module]) -> list[str]:
    """The imports that go up the house."""
    return [
        f"formkit.{name} imports formkit.{other}"
        for name, tree in trees.items()
        for other in inner(tree, trees)
        if FLOORS.index(floor(other)) > FLOORS.index(floor(name))
    ]


def test_every_module_has_a_floor() -> None:
    assert {floor(name) for name in modules()} <= set(FLOORS)


def test_imports_go_down_only() -> None:
    assert climbs(modules()) == []


class _AtRunTime(ast.NodeTransformer):
    """Drops what only a type checker reads."""

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        guarded = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        return node.orelse if guarded else node


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    # two values may name each other's types; two modules may not need each other to run
    trees = {name: _AtRunTime().visit(tree) for name, tree in modules().items()}
    try:
        TopologicalSorter({name: inner(tree, trees) for name, tree in trees.items()}).prepare()
    except CycleError as cycle:
        pytest.fail(f"a circle of imports: {cycle.args[1]}")


def test_the_rooms_of_filling_are_in_order() -> None:
    trees = modules()
    order = [f"filling.{room}" for room in FILLING]
    found = [
        f"formkit.{name} imports formkit.{other}"
        for number, name in enumerate(order)
        if name in trees
        for other in inner(trees[name], trees)
        if other in order[number + 1 :]
    ]
    assert found == []


def test_each_floor_knows_only_its_libraries() -> None:
    trees = modules()
    found = [
        f"formkit.{name} imports {library}"
        for name, tree in trees.items()
        for library in {floor(other) for other in imports(tree, trees)} - {"formkit", "__future__"}
        if library not in sys.stdlib_module_names
        and library not in LIBRARIES.get(floor(name), set())
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "from formkit.page import render",
        "from formkit.page.render import render",
        "import formkit.page.render",
        "from formkit import page",
        "import formkit",
        "from formkit import load",
        "def later():\n    from formkit.cli import main",
    ],
)
def test_a_climb_is_found(tmp_path: Path, line: str) -> None:
    for name in ("__init__", "cli", "page/__init__", "page/render", "filling/codec"):
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(line if name == "filling/codec" else "")
    assert climbs(modules(tmp_path)) != []
