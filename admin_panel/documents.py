"""Parts of the configuration as files: taken in from a form, given out."""

from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from routing.domain.rule_fields import BadRules
from storage import csv_files


def uploaded(form: FormData) -> str:
    """The text of the form's file (`berkas`), "" where none was chosen; BadRules for what is no text."""
    given = form.get("berkas")
    content = given.file.read() if isinstance(given, UploadFile) else b""
    text = csv_files.text_of(content)
    if "\0" in text or "\ufffd" in text:
        raise BadRules("Berkas ini bukan teks. Simpan sebagai teks biasa (UTF-8).")
    return text


def as_file(text: str, name: str) -> Response:
    """YAML to be saved under this name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, media_type="application/yaml", headers=headers)
