"""The house rules no general linter knows.

One door to commit, one clock, small files, reasons given, one thing a name, no city in code.

`python tools/house_rules.py [FOLDER]` prints one line a breach and exits 1 when there is any.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
COMMIT_DOOR = "storage/db.py"
CLOCK = "storage/clock.py"
# Made by tools, or (migrations) written once and never read again.
LEFT_OUT = {"node_modules", "static", "build", "dist", "migrations"}
ASKS_THE_TIME = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
BROAD = {"Exception", "BaseException"}
ROOMS = (
    "storage", "nlu", "routing", "accounts", "sensors", "bot", "web", "admin_panel", "portal", "watching",
    "sorot",
)  # fmt: skip
CITIES = "routing/data"  # a folder a city
# Where a city may stand: its own data, what people read in Fluent, and the demo, which plays one.
CITY_AT_HOME = re.compile(r"(^|/)(data|messages|demo)/|^(tests|tools|benchmarks|docs|deploy)/")
# An address in one of these files would tie every clone to the machine that wrote it.
LOCKED_FILES = ("*.lock", "*.toml", ".npmrc", "package-lock.json", "requirements*.txt")
REGISTRY = re.compile(
    r"--(extra-)?index-url|--find-links"
    r"|@ (https?|file):"
    r'|"resolved":\s*"\w+:'
    r'|^\s*"?(url|registry|index)"?\s*=\s*"?https?:',
    re.MULTILINE,
)


def sources(top: Path, pattern: str) -> Iterator[Path]:
    """Files of ours below `top` matching `pattern`, hidden and tool-made folders left out."""
    for path in sorted(top.rglob(pattern)):
        folders = path.relative_to(top).parts[:-1]
        if path.is_file() and not any(name.startswith(".") or name in LEFT_OUT for name in folders):
            yield path


def dotted(node: ast.expr) -> tuple[str, str]:
    """The last two names of `a.b.c`: ("b", "c"); empty strings where there are none."""
    if not isinstance(node, ast.Attribute):
        return "", ""
    owner = node.value
    name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
    return name, node.attr


def is_broad(handler: ast.ExceptHandler) -> bool:
    """Whether it catches everything: `except:`, `except Exception`, alone or among others."""
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in BROAD) for kind in caught)


def breaches_of_node(node: ast.AST, *, name: str, lines: list[str]) -> Iterator[str]:
    """What this one piece of syntax does against the rules."""
    in_tests = name.startswith("tests/")
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "commit" and name != COMMIT_DOOR:
            yield f"`.commit()` belongs in {COMMIT_DOOR}: use `with transaction() as tx:`"
        if dotted(node.func) in ASKS_THE_TIME and name != CLOCK and not in_tests:
            yield f"the time comes in as `now` or a clock; only {CLOCK} asks the machine"
    if isinstance(node, ast.ExceptHandler) and is_broad(node):
        above, line = lines[node.lineno - 2], lines[node.lineno - 1]
        if "#" not in line and not above.lstrip().startswith("#"):
            yield "a broad except says why in a comment on its line or above it"
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not in_tests:
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > LONGEST_FUNCTION:
            yield f"function {node.name} has {length} lines, more than {LONGEST_FUNCTION}"


def breaches_of_file(path: Path, *, top: Path) -> Iterator[str]:
    """One line for each breach in a Python file: `path:line: what`."""
    name = path.relative_to(top).as_posix()
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    if len(lines) > LONGEST_FILE:
        yield f"{name}:1: {len(lines)} lines, more than {LONGEST_FILE}"
    for node in ast.walk(ast.parse(text)):
        for breach in breaches_of_node(node, name=name, lines=lines):
            yield f"{name}:{getattr(node, 'lineno', 1)}: {breach}"


def registry_addresses(top: Path) -> Iterator[str]:
    """Every place where a lock or settings file names where packages come from."""
    for pattern in LOCKED_FILES:
        for path in sources(top, pattern):
            text = path.read_text(encoding="utf-8")
            for found in REGISTRY.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                yield f"{path.relative_to(top)}:{line}: names a package registry or address"


def doubled_names(top: Path) -> Iterator[str]:
    """Every public class that has the name of another room's."""
    seen: dict[str, str] = {}
    for room in ROOMS:
        for path in sources(top / room, "*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
                    continue
                name, first = path.relative_to(top).as_posix(), seen.setdefault(node.name, room)
                if first != room:
                    yield f"{name}:{node.lineno}: class {node.name} is one of {first}/ too: one thing a name"


def cities_in_code(top: Path) -> Iterator[str]:
    """Every place in code and pages, prose about the code aside, that names a city of the data."""
    cities = [path.name for path in sorted((top / CITIES).glob("*/"))]
    if not cities:
        return
    named = re.compile("|".join(cities), re.IGNORECASE)
    for pattern in ("*.py", "*.html", "*.js"):
        for path in sources(top, pattern):
            name = path.relative_to(top).as_posix()
            if CITY_AT_HOME.search(name):
                continue
            text = path.read_text(encoding="utf-8")
            said = _strings(text) if pattern == "*.py" else enumerate(text.splitlines(), 1)
            yield from (
                f"{name}:{line}: names a city: that is data" for line, words in said if named.search(words)
            )


def _strings(source: str) -> Iterator[tuple[int, str]]:
    """The strings and names of a Python source with their lines; a string that stands alone is prose."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id


def breaches(top: Path) -> list[str]:
    """All breaches below `top`, one line each."""
    found = [line for path in sources(top, "*.py") for line in breaches_of_file(path, top=top)]
    return [*found, *registry_addresses(top), *doubled_names(top), *cities_in_code(top)]


if __name__ == "__main__":
    problems = breaches(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
    print("\n".join(problems) or "house rules: kept")
    sys.exit(bool(problems))
