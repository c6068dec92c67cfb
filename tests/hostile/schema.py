"""All routes, the hidden ones too, as an OpenAPI document: `python -m tests.hostile.schema`."""

import json
import tempfile
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from sorot.asgi import create_app
from sorot.settings import Settings
from storage import db

NAMES = ("id", "text", "key", "up_to", "photos", "point", "button", "title", "kunci")
# Doors that read their bodies themselves: anything under the names they know, bytes, any form.
BODY = {
    "content": {
        "application/json": {"schema": {"type": "object", "properties": {name: {} for name in NAMES}}},
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "additionalProperties": {"type": "string"}}
        },
    }
}


def schema(app: FastAPI) -> dict[str, Any]:
    """The document of this application."""
    for context in iter_route_contexts(app.router.routes):
        if isinstance(context.original_route, APIRoute):
            context.original_route.include_in_schema = True
    made = get_openapi(title="Sorot", version="1", routes=app.routes)
    for operations in made["paths"].values():
        for method, operation in operations.items():
            if method in ("post", "put", "patch", "delete"):
                operation.setdefault("requestBody", BODY)
    return made


if __name__ == "__main__":
    db.configure("sqlite:///:memory:")
    home = Path(tempfile.mkdtemp())
    print(json.dumps(schema(create_app(Settings.model_validate({"home": home, "secret_key": "k" * 40})))))
