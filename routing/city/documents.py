"""Parts of the configuration as YAML that people write, take in and keep."""

from typing import Any

import yaml

from routing.domain.rule_fields import BadRules


def parse(text: str) -> Any:
    """YAML as plain data; BadRules, with the line, where it is none.

    Never by libyaml: what is nested deeply enough would end the process there.
    """
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: the 31st of February
        mark = getattr(error, "problem_mark", None)
        where = f" (baris {mark.line + 1})" if mark is not None else ""
        raise BadRules(f"Berkas ini bukan YAML yang bisa dibaca{where}.") from None


def dump(document: Any) -> str:
    """Plain data as YAML, to be kept, compared or taken in elsewhere."""
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110)
