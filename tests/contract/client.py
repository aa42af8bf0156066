"""A client for the API written by a public generator from the committed document, as another agency would have it."""

import importlib
import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from tests.contract.probes import DOCUMENT, METHODS, document

PACKAGE = "sejaras_client"
# What the generator does not read by itself: media types of ours that are JSON, and files.
MEDIA_TYPES = {
    "application/problem+json": "application/json",
    "application/fhir+json": "application/json",
    "application/pdf": "application/octet-stream",
    "application/x-ndjson": "application/octet-stream",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "application/octet-stream",
}


def generate(folder: Path) -> str:
    """Write the package into `folder` and return what the generator complained of."""
    settings = folder / "generator.json"
    settings.write_text(json.dumps({"post_hooks": [], "content_type_overrides": MEDIA_TYPES}), encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--path", DOCUMENT]
    to = ["--output-path", folder / PACKAGE, "--config", settings, "--overwrite"]
    done = subprocess.run([*command, *to], capture_output=True, text=True, check=True)
    return "\n".join(line for line in done.stdout.splitlines() if "WARNING" in line or "ERROR" in line)


class Generated:
    """The generated package against one server; operations are called by their name in the document."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.package = importlib.import_module(f"{PACKAGE}.client")
        self.tags = {
            operation["operationId"]: operation["tags"][0]
            for methods in document()["paths"].values()
            for name, operation in methods.items()
            if name in METHODS
        }

    def call(self, token: str, operation: str, *words: str, body: Any = None, **parameters: Any) -> Any:
        """Call an operation; `body` is a plain object that the generated model reads. Returns the generated answer."""
        module = importlib.import_module(f"{PACKAGE}.api.{self.tags[operation]}.{operation}")
        if body is not None:
            parameters["body"] = _model(module, body)
        plain = {"base_url": self.url, "raise_on_unexpected_status": True, "timeout": httpx.Timeout(60)}
        kind = self.package.AuthenticatedClient if token else self.package.Client
        with kind(**plain, **({"token": token} if token else {})) as client:
            return module.sync_detailed(*words, client=client, **parameters)

    def file(self, name: str, content: bytes) -> Any:
        """A file for a multipart body."""
        return importlib.import_module(f"{PACKAGE}.types").File(content, name, "application/pdf")


def _model(module: Any, body: Any) -> Any:
    name = next(each for each in vars(module) if each.endswith("InputRequest"))
    model = getattr(module, name)
    known = inspect.signature(model).parameters
    return model(**body) if "file" in body and "file" in known else model.from_dict(body)
