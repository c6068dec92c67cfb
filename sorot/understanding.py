"""`sorot nlu` and `sorot gazetteer`: training, measuring, and the places residents name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from sorot.commands import File, opened
from sorot.settings import Settings

nlu_cli = typer.Typer(no_args_is_help=True, help="Understanding: training and measuring.")
gazetteer_cli = typer.Typer(no_args_is_help=True, help="The places residents name.")


@contextmanager
def _refusals() -> Iterator[None]:
    """No model, or a file without the columns: one sentence and exit code 2 instead of a traceback."""
    from nlu.cards import ModelMissing

    try:
        yield
    except (ModelMissing, ValueError) as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(2) from None


@gazetteer_cli.command("build")
def gazetteer_build(
    lists: Annotated[Path, typer.Argument(exists=True, help="Folder of CSV and GeoJSON lists, or one.")],
    out: Annotated[Path | None, typer.Option(help="Gazetteer folder; default: the shipped one.")] = None,
) -> None:
    """Add a city's lists of schools, health posts, estates and streets (docs/extend-the-gazetteer.md)."""
    from nlu.gazetteer import FOLDER
    from sorot.gazetteer import build

    with _refusals():
        names = build(lists, city=Settings().city_folder, out=out or FOLDER, say=typer.echo)
    typer.echo(f"the gazetteer finds {names} names")


@nlu_cli.command("train")
def nlu_train(
    archive: Annotated[
        Path | None, typer.Option(help="The city's own archive: columns text,category.")
    ] = None,
    if_missing: Annotated[bool, typer.Option(help="Do nothing where a model is there already.")] = False,
) -> None:
    """Train the embedded model, measure it, and keep it if it is better."""
    from nlu.cli import train

    with _refusals():
        train(Settings().home, archive=archive, if_missing=if_missing, say=typer.echo)


@nlu_cli.command("archive")
def nlu_archive(
    file: Annotated[Path, typer.Argument(help="CSV file to write.")],
    reason: Annotated[str, typer.Option(help="Kept in the event log.")] = "Melatih pemahaman",
) -> None:
    """Write what officers corrected or worked off as training rows, for `nlu train --archive`."""
    from sorot.archive import write_archive
    from storage import clock

    opened()
    rows, corrected = write_archive(file, reason=reason, now=clock.now())
    typer.echo(f"{rows} rows written to {file}, {corrected} of them corrected by officers")


@nlu_cli.command("evaluate")
def nlu_evaluate(
    file: File,
    json: Annotated[Path | None, typer.Option(help="Write the figures and tables here.")] = None,
) -> None:
    """Measure the model on a file with columns text,category."""
    from nlu.cli import evaluate

    with _refusals():
        evaluate(Settings().home, file, json_out=json, say=typer.echo)


@nlu_cli.command("evaluate-complaints")
def nlu_evaluate_complaints(
    file: File,
    json: Annotated[Path | None, typer.Option(help="Write the figures here.")] = None,
) -> None:
    """Measure how complaints are told from talk, on a file with columns text,label (keluhan or else)."""
    from nlu.cli import evaluate_complaints

    with _refusals():
        evaluate_complaints(Settings().home, file, json_out=json, say=typer.echo)


@nlu_cli.command("evaluate-danger")
def nlu_evaluate_danger(
    file: File,
    json: Annotated[Path | None, typer.Option(help="Write the figures here.")] = None,
) -> None:
    """Measure how dangers are found, on a file with columns text,kind (empty: none)."""
    from nlu.cli import evaluate_danger

    with _refusals():
        evaluate_danger(Settings().home, file, json_out=json, say=typer.echo)


@nlu_cli.command("evaluate-places")
def nlu_evaluate_places(
    file: File,
    json: Annotated[Path | None, typer.Option(help="Write the figures here.")] = None,
) -> None:
    """Measure how places are found, on a file with columns text,kelurahan,lat,lon (kelurahan empty: outside).

    rows; of all rows: decided; of those: right_when_decided, within_1500_m (of the ones with a position); of
    the rows in the city: recall (decided and right), offered_with_truth (taken or offered); of the rows
    outside: outside_right.
    """
    from nlu.cli import evaluate_places

    with _refusals():
        evaluate_places(file, json_out=json, say=typer.echo)


@nlu_cli.command("corpus")
def nlu_corpus(folder: Annotated[Path, typer.Argument(help="Folder to write to.")]) -> None:
    """Write the training sentences for Rasa (Sorot itself grows them from the grammar when it trains)."""
    from nlu.cli import corpus

    corpus(folder, say=typer.echo)


@nlu_cli.command("weigh")
def nlu_weigh() -> None:
    """Weigh the words of complaints and talk anew, after a change of nlu/data/grammar or nlu/data/talk."""
    from nlu.cli import weigh

    weigh(say=typer.echo)


@nlu_cli.command("restore")
def nlu_restore() -> None:
    """Go back to the model before this one."""
    from nlu.cli import restore

    with _refusals():
        restore(Settings().home, say=typer.echo)
