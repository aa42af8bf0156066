"""Two costly neighbours in their cheap form: WeasyPrint's layout, and the child process that opens an upload.

A letter of a test keeps its text, number, code, seal and signature; only its sheet is blank. An upload is judged and
rebuilt by the very code of the child, in the test's own process and so without the child's limits. The markers
`drawn` and `sandboxed` ask for the real thing; browser and worker tests always have it.
"""

import hashlib
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest

REAL_WITHOUT_ASKING = ("browser", "worker")


class BlankPage:
    """What `core.pdf` asks of a page, drawn as an empty sheet that differs by its HTML."""

    def __init__(self, html: str) -> None:
        from core.pdf import _parsed  # models are loaded only now

        _parsed(html)  # a page that is no XML is refused here as there
        self._mark = hashlib.sha256(html.encode()).hexdigest()

    def write_pdf(self, *, pdf_identifier: bytes | None, **_options: Any) -> bytes:
        """Return one blank page that names its HTML's hash and its identifier."""
        made, out = pikepdf.Pdf.new(), io.BytesIO()
        made.add_blank_page(page_size=(595, 842))
        made.docinfo["/Subject"] = f"{self._mark} {(pdf_identifier or b'').decode()}"
        made.save(out, deterministic_id=True)
        return out.getvalue()


def spawned(kind: str, source: Path, target: Path) -> subprocess.CompletedProcess[bytes]:
    """The child's answer, found in this process."""
    from core.uploads import sandbox  # models are loaded only now

    verdict = sandbox.verdict(kind, source, target)
    return subprocess.CompletedProcess([], 0, f"ready\n{json.dumps(verdict)}\n".encode(), b"")


def put_in_place(item: pytest.Item, patch: pytest.MonkeyPatch) -> None:
    """Set the stand-ins for one test and the fixtures made for it, or take away those it wants real."""
    from core import pdf  # models are loaded only now
    from core.uploads import rebuilding

    patch.undo()
    if not _wants_real(item, "drawn"):
        patch.setattr(pdf, "_page_class", lambda: BlankPage)
    if not _wants_real(item, "sandboxed"):
        patch.setattr(rebuilding, "spawn", spawned)


def _wants_real(item: pytest.Item, name: str) -> bool:
    from django.db import connection  # settings are loaded only now

    asked = item.get_closest_marker(name)
    if asked is not None:
        return asked.kwargs.get("engine", connection.vendor) == connection.vendor
    return any(item.get_closest_marker(kind) for kind in REAL_WITHOUT_ASKING)
