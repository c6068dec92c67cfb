"""How a city weighs what is urgent, and looks at its officers' answers: sections of `settings.yml`."""

from typing import Annotated

from pydantic import AfterValidator, Field

from routing.city.section import Count, Pattern, Section
from routing.domain.priority import Weights


class Answers(Section):
    """When an officer's words to a resident are looked at again (routing/domain/answers.py)."""

    promise: tuple[Pattern, ...] = ()
    dated: tuple[Pattern, ...] = ()
    refusal: tuple[Pattern, ...] = ()
    reason: tuple[Pattern, ...] = ()
    copies: Annotated[int, Field(gt=0)] = 5  # residents who may get the very same words …
    within_minutes: Annotated[int, Field(gt=0)] = 60  # … in this time


class Refusal(Section):
    """A reason for which a report is not worked on: as officers choose it, and what residents read."""

    name: str = Field(min_length=1)
    sentence: str = Field(min_length=1, max_length=500)


def _by_name(refusals: dict[str, Refusal]) -> dict[str, Refusal]:
    return dict(sorted(refusals.items(), key=lambda item: item[1].name))


# By code, in the order of their names: a database keeps the order of keys, or not.
Refusals = Annotated[dict[str, Refusal], AfterValidator(_by_name)]


class Beside(Section):
    """Places of the gazetteer beside which a trouble is more urgent: words of their names, metres, points."""

    words: Pattern
    metres: Annotated[int, Field(gt=0)] = 100
    points: Count = 10


class Priority(Section):
    """Points for what makes a report urgent, up to 100 (routing/domain/priority.py)."""

    danger: Count = 85
    emergency_category: Count = 40
    victims: Count = 40
    supporters_most: Count = 40
    water: dict[int, Count] = {1: 40, 2: 30, 3: 15}  # by the worst Siaga open around it
    beside: tuple[Beside, ...] = ()
    per_repeat: Count = 10  # finished at this spot in the last 90 days, and here again
    repeats_most: Count = 20
    age: tuple[tuple[int, Count], ...] = ((7, 5), (14, 10), (30, 15))  # days open, points
    high: Annotated[int, Field(gt=0, le=100)] = 40  # from here tinggi
    urgent: Annotated[int, Field(gt=0, le=100)] = 80  # from here darurat

    def weights(self, *, many: int) -> Weights:
        """As the domain reads them. many: supporters that make a report urgent (`same_matter.many`)."""
        return Weights(many=many, **self.model_dump(exclude={"beside"}))
