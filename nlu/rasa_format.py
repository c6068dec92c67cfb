"""Reading Rasa's NLU training data (3.1), in both of its markups."""

from collections.abc import Iterator
from pathlib import Path

from nlu.plain import load_yaml


def read_examples(path: Path) -> Iterator[tuple[str, str]]:
    """Every example of a file as (intent, text). Raises ValueError on a shape Rasa would refuse as well."""
    data = load_yaml(path)
    if not isinstance(data, dict) or not isinstance(data.get("nlu"), list):
        raise ValueError(f"{path.name}: no list `nlu`")
    for item in data["nlu"]:
        if "intent" not in item:
            continue  # synonyms, look-up tables and regexes say nothing about intents
        for text in _texts(item.get("examples"), path.name):
            yield str(item["intent"]), text


def _texts(examples: object, name: str) -> Iterator[str]:
    if isinstance(examples, str):  # the usual markup: one block of lines, each with a dash
        for line in examples.splitlines():
            if line.strip():
                yield line.strip().removeprefix("-").strip()
    elif isinstance(examples, list):  # the extended markup: a list of mappings, each with a text
        yield from (str(example["text"]).strip() for example in examples)
    else:
        raise ValueError(f"{name}: `examples` is neither a block of lines nor a list")
