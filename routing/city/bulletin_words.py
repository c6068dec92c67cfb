"""What a city says in its warnings for other people's programs (CAP): the section `cap` of its settings."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from routing.city.section import Positive, Section
from routing.domain.cap import LONGEST_EVENT, WORDS


class Tongue(Section):
    """A language (RFC 3066) and its lasting words; here, coming: when water is in an area ("$hours")."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    event: Annotated[str, Field(min_length=1, max_length=LONGEST_EVENT)]
    sender: str
    here: str
    coming: str


class LevelText(Section):
    """$gauge, $level, $height, $clock and $areas are filled in."""

    headline: Annotated[str, Field(min_length=1)]
    description: Annotated[str, Field(min_length=1)]
    instruction: str = ""


class LevelWords(Section):
    """How grave a level is in the standard's words, and what is said of it, by language."""

    urgency: str
    severity: str
    certainty: str
    response: str
    said: dict[str, LevelText]

    @model_validator(mode="after")
    def _are_the_standards(self) -> Self:
        given = {
            "urgency": self.urgency, "severity": self.severity, "certainty": self.certainty,
            "responseType": self.response,
        }  # fmt: skip
        for name, word in given.items():
            if word not in WORDS[name]:
                raise ValueError(f"{name} “{word}” is no word of CAP 1.2")
        return self


class CapSection(Section):
    """sender: a name of the city's own, by its domain. hours: a message is good for so long.

    levels: by the number of the Siaga; 4 is the end of it. withdrawn: what is said when an officer takes it
    back ("$reason"); without it nobody can.
    """

    sender: Annotated[str, Field(pattern=r"^[^\s,<&]+$")]
    contact: str = ""
    hours: Positive = 12
    languages: tuple[Tongue, ...]
    levels: dict[str, LevelWords]
    withdrawn: LevelWords | None = None

    @model_validator(mode="after")
    def _say_it_in_all(self) -> Self:
        wanted = {tongue.language for tongue in self.languages}
        taken_back = {"withdrawn": self.withdrawn} if self.withdrawn else {}
        for level, words in {**self.levels, **taken_back}.items():
            if missing := sorted(wanted - words.said.keys()):
                raise ValueError(f"level {level} says nothing in {', '.join(missing)}")
        return self
