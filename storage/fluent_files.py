"""Sentences in Fluent, read in one way: a folder of languages, a city's own among them. No database."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Visitor


def bundle(folder: Path, locale: str, own: Mapping[str, str]) -> FluentBundle:
    """The language's sentences, `own` in place of the delivered ones."""
    made = FluentBundle([locale], use_isolating=False)
    made.add_resource(FluentResource((folder / f"{locale}.ftl").read_text(encoding="utf-8")))
    for key, text in own.items():
        made.add_resource(FluentResource(written(key, text)), allow_overrides=True)
    return made


class Sayings:
    """What a folder says in this process: the delivered sentences, a city's own in place of some."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own: dict[str, dict[str, str]] = {}  # in Fluent, by language and key
        self._bundles: dict[str, FluentBundle] = {}

    def use_own(self, sentences: Mapping[str, Mapping[str, str]]) -> bool:
        """Say these from now on; whether they are others than before."""
        wanted = {locale: dict(own) for locale, own in sentences.items()}
        if wanted == self._own:
            return False
        self._own, self._bundles = wanted, {}
        return True

    def own_of(self, locale: str) -> Mapping[str, str]:
        """The city's own sentences in this language."""
        return self._own.get(locale, {})

    def bundle(self, locale: str) -> FluentBundle:
        """All its sentences in this language, read once."""
        bundles, made = self._bundles, self._bundles.get(locale)
        if made is None:
            made = bundles[locale] = bundle(self._folder, locale, self.own_of(locale))
        return made


def written(key: str, text: str) -> str:
    """A sentence as a file of Fluent writes it."""
    return f"{key} =\n" + "\n".join(f"    {line}" if line else "" for line in text.split("\n")) + "\n"


def parsed(key: str, text: str) -> ast.Message | None:
    """The sentence as Fluent understands it; None where it is not one sentence."""
    body = FluentParser().parse(written(key, text)).body
    alone = body[0] if len(body) == 1 else None
    return alone if isinstance(alone, ast.Message) and alone.value is not None else None


@cache
def locales(folder: Path) -> frozenset[str]:
    """The languages there is a file for."""
    return frozenset(path.stem for path in folder.glob("*.ftl"))


@cache
def delivered(folder: Path, locale: str) -> Mapping[str, ast.Message]:
    """The file's sentences by key."""
    body = FluentParser().parse((folder / f"{locale}.ftl").read_text("utf-8")).body
    return {one.id.name: one for one in body if isinstance(one, ast.Message) and one.value}


def source(folder: Path, locale: str, key: str) -> str:
    """The delivered sentence as it is written, without its key; "" where there is none."""
    message = delivered(folder, locale).get(key)
    if message is None:
        return ""
    text = FluentSerializer().serialize_entry(message).partition("=")[2].rstrip("\n")
    return "\n".join(line.removeprefix("    ") for line in text.split("\n")).strip()


class _Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - Fluent's name
        self.found.add(node.id.name)


def variables(message: ast.Message) -> set[str]:
    """What is filled in when it is said."""
    visitor = _Variables()
    visitor.visit(message)
    return visitor.found
