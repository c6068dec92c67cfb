"""Parts of the configuration as YAML that people write, take in and keep."""

from typing import Any

import yaml

from routing.domain.rule_fields import BadRules

MOST_DIGITS = 40  # of a whole number; Python writes none of more than 4,300


class _Loader(yaml.SafeLoader):
    """YAML as plain data."""


def _whole(loader: _Loader, node: Any) -> int:
    if len(node.value) > MOST_DIGITS:
        raise ValueError("too long a number")
    return loader.construct_yaml_int(node)


_Loader.add_constructor("tag:yaml.org,2002:int", _whole)


def parse(text: str) -> Any:
    """YAML as plain data; BadRules, with the line, where it is none.

    Never by libyaml: what is nested deeply enough would end the process there.
    """
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - it is one of the safe ones
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: 31 February
        mark = getattr(error, "problem_mark", None)
        where = f" (baris {mark.line + 1})" if mark is not None else ""
        raise BadRules(f"Berkas ini bukan YAML yang bisa dibaca{where}.") from None


def dump(document: Any) -> str:
    """Plain data as YAML, to be kept, compared or taken in elsewhere."""
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110)
