"""Parts of the configuration as files: taken in from a form, given out."""

from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from routing.domain.rule_fields import BadRules


def uploaded(form: FormData) -> str:
    """The text of the form's file (`berkas`), "" where none was chosen; BadRules for what is no text."""
    given = form.get("berkas")
    content = given.file.read() if isinstance(given, UploadFile) else b""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRules("Berkas ini bukan teks UTF-8.") from None


def as_file(text: str, name: str) -> Response:
    """YAML to be saved under this name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, media_type="application/yaml", headers=headers)
