"""A table of what the crash runs counted, printed at the end of the run."""

from collections.abc import Callable

import pytest

Row = dict[str, object]
FIGURES = pytest.StashKey[list[Row]]()


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`note(run="C1", lost=0, …)`: one row of the table."""

    def keep(**row: object) -> None:
        request.config.stash.setdefault(FIGURES, []).append(row)

    return keep


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the rows; those with the same columns share a head."""
    head: tuple[str, ...] = ()
    for row in config.stash.get(FIGURES, []):
        if tuple(row) != head:
            head = tuple(row)
            terminalreporter.write_line("")
            terminalreporter.write_line("| " + " | ".join(head) + " |")
            terminalreporter.write_line("|" + " --- |" * len(head))
        terminalreporter.write_line("| " + " | ".join(str(value) for value in row.values()) + " |")
