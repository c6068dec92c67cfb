"""`sorot audit`: is the event log whole, and a head of it to take along."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sorot.settings import Settings

if TYPE_CHECKING:  # loaded when a command runs
    from storage.trace.audit import Verified
    from storage.trace.heads import Head

audit_cli = typer.Typer(no_args_is_help=True, help="The proof that no event was changed afterwards.")
Heads = Annotated[list[Path] | None, typer.Option("--head", help="A head exported earlier; may repeat.")]
Keys = Annotated[list[str] | None, typer.Option("--key", help="An earlier public key, hexadecimal.")]
BAD, REFUSED = 1, 2  # exit codes: the log is not whole; it could not be looked at


@audit_cli.command("verify")
def verify(head: Heads = None, key: Keys = None) -> None:
    """Go through all events; exit 0 when they are whole, 1 with the first bad one's number when not.

    Compared with the heads written daily under SOROT_HOME/trace, and with those given by --head.
    """
    from storage import db
    from storage.trace import audit, heads

    settings = _open()
    own = [heads.Signer(settings.signing).public, *(key or ())]
    asked = [_head(file, own) for file in head or ()]
    folder = settings.home / heads.FOLDER
    written = [_head(file, own) for file in heads.kept(folder)]
    with db.reading() as session:
        leaves = _leaves(folder, written)
        found = audit.verify(session, [*asked, *written], leaves=leaves)
    typer.echo(told(found))
    raise typer.Exit(BAD if found.fault else REFUSED if found.waiting else 0)


@audit_cli.command("head")
def export_head(
    out: Annotated[Path | None, typer.Option(help="File to write; without it the head is printed.")] = None,
) -> None:
    """A signed head of the log as it is now, to be kept elsewhere."""
    import json

    from storage import clock, db
    from storage.trace import heads

    settings = _open()
    with db.reading() as session:
        made = heads.current(session, heads.Signer(settings.signing), now=clock.now())
    if made is None:
        raise _refused("There is no event to sign over yet, or older ones wait: sorot audit chain")
    if out is None:
        typer.echo(json.dumps(made.plain(), indent=1))
    else:
        try:
            written = heads.write(out, made)
        except OSError as error:
            raise _refused(f"{out} cannot be written ({error.strerror}).") from None
        if not written:
            raise _refused(f"{out} is there already; nothing was written over it.")
        typer.echo(f"{out}: signed over {made.size} events")


@audit_cli.command("chain")
def chain_old() -> None:
    """Chain the events of a release that had no chain; may be stopped and started again."""
    from storage.trace import catching_up
    from storage.trace.chain import Missing

    _open()
    try:
        done = catching_up.run()
    except Missing as gap:
        raise typer.Exit(_say_bad(f"First bad event: {gap.seq}\nremoved: {gap}")) from None
    typer.echo(f"{done} events chained")


def told(found: "Verified") -> str:
    """What an audit found, in words."""
    if found.fault is not None:
        return f"First bad event: {found.fault.seq}\n{found.fault.wrong}: {found.fault.detail}"
    if found.waiting:
        return (
            f"{found.size} events are whole; {found.waiting} of an earlier release are not chained yet: "
            "run sorot audit chain"
        )
    agreed = f"{found.heads} signed heads agree" if found.heads else "no signed head to compare with"
    return f"The log is whole: {found.size} events, root {found.root.hex()}\n{agreed}"


def _open() -> Settings:
    """The database, brought to this release's tables and nothing else: an audit changes no row."""
    from sorot import starting
    from storage import db

    settings = Settings()
    with starting.said_plainly(settings):
        db.configure(settings.database)
        db.create_schema()
    return settings


def _head(file: Path, keys: Sequence[str]) -> "Head":
    from storage.trace import heads

    try:
        head = heads.read(file)
        heads.check(head, keys)
    except heads.BadHead as bad:
        raise _refused(f"{file} cannot be used: {bad}.") from None
    return head


def _leaves(folder: Path, written: Sequence["Head"]) -> bytes | None:
    from storage.trace import heads

    newest = max(written, key=lambda head: head.size, default=None)
    return heads.leaves(folder, newest) if newest else None


def _refused(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(REFUSED)


def _say_bad(sentence: str) -> int:
    typer.echo(sentence)
    return BAD
