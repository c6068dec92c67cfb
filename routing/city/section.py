"""What the sections of a city's settings are made of."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Positive = Annotated[float, Field(gt=0)]
Hour = Annotated[int, Field(ge=0, le=24)]
Count = Annotated[int, Field(ge=0)]


def _readable(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"the regular expression cannot be read: {error}") from None
    return text


Pattern = Annotated[str, AfterValidator(_readable)]


class Section(BaseModel):
    """Part of the settings: what is not named has its default, nothing can be changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="ignore")
