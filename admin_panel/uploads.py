"""Forms that bring a file, read by the route once it is known who sends them.

Declared as the route's parameters they would be taken in before anybody asks.
"""

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException


async def form_of(request: Request, *, files: int = 1, fields: int = 10) -> FormData:
    """The form; 400 for what is none, or has more than so many files and fields."""
    try:
        return await request.form(max_files=files, max_fields=fields)
    except MultiPartException:
        raise HTTPException(400) from None


async def content_of(form: FormData, name: str, *, most: int) -> bytes:
    """What the form's file holds, b"" where none was chosen; cut one byte after `most`."""
    file = form.get(name)
    return await file.read(most + 1) if isinstance(file, UploadFile) else b""
