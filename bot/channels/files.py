"""Which files sent as documents are worth fetching as pictures. What they are, their content tells later."""

from storage.pictures import SUFFIXES

UNTOLD = ("", "application/octet-stream", "binary/octet-stream")


def maybe_picture(mime: object, name: object) -> bool:
    """The sender's program calls it a picture, or says nothing and its name sounds like one."""
    said = str(mime or "").partition(";")[0].strip().lower()
    return said.startswith("image/") or (said in UNTOLD and str(name or "").lower().endswith(SUFFIXES))
