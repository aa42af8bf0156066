"""Every hostile file is refused for the right reason or comes out harmless, quickly and in its own process."""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest

from core.uploads import UnsafeFile, inspect_and_rebuild
from tests.core.hostile_bases import HostileFile
from tests.core.hostile_files import HOSTILE

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.unit, pytest.mark.slow, pytest.mark.sandboxed]

REFUSED = [case for case in HOSTILE if case.outcome is not None]
LARGEST = {
    "lebih-satu-bita.pdf",
    "bom-pindaian.jpg",
    "bom-run-length.pdf",
    "empat-ratus-megapiksel.png",
    "bom.pdf (zip)",
}
DISARMED = [case for case in HOSTILE if case.outcome is None]


def kept(case: HostileFile, folder: Path) -> Path:
    source = folder / "karantina"
    source.write_bytes(case.build())
    return source


def test_corpus_is_as_large_as_promised() -> None:
    assert len({case.name for case in HOSTILE}) == len(HOSTILE) >= 60


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_hostile_file_is_refused_for_its_reason(case: HostileFile, tmp_path: Path) -> None:
    source = kept(case, tmp_path)
    before = time.monotonic()

    with pytest.raises(UnsafeFile) as refusal:
        inspect_and_rebuild(source, declared_name=case.name)

    assert refusal.value.reason == case.outcome
    assert time.monotonic() - before < 10
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("case", DISARMED, ids=str)
def test_rebuilt_copy_carries_nothing_of_the_payload(case: HostileFile, tmp_path: Path) -> None:
    source = kept(case, tmp_path)

    rebuilt = inspect_and_rebuild(source, declared_name=case.name)

    assert case.payload in unpacked(source)
    assert case.payload not in unpacked(rebuilt.path)
    assert rebuilt.content_type != "application/pdf" or has_bare_root(rebuilt.path)


def test_web_process_stays_small_whatever_comes(tmp_path: Path) -> None:
    for number, case in enumerate(case for case in HOSTILE if case.name in LARGEST):
        (tmp_path / f"{number}.bin").write_bytes(case.build())
    command = [sys.executable, "-m", "tests.core.test_uploads_hostile", str(tmp_path)]

    printed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout

    assert float(printed.split()[-1]) < 50


def has_bare_root(path: Path) -> bool:
    """Nothing but pages, and on them nothing but what is drawn."""
    drawn = {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
    with pikepdf.open(path) as pdf:
        pages = all(set(page.obj.keys()) <= drawn for page in pdf.pages)
        return pages and set(pdf.Root.keys()) == {"/Type", "/Pages"} and not pdf.docinfo.keys()


def unpacked(path: Path) -> bytes:
    """The bytes of a file, and of a PDF also every stream and string undone."""
    data = path.read_bytes()
    if not data.startswith(b"%PDF-"):
        return data
    with pikepdf.open(path) as pdf:
        return data + b"".join(readable(item) for item in pdf.objects)


def readable(item: pikepdf.Object) -> bytes:
    if not isinstance(item, pikepdf.Stream):
        return bytes(item.unparse())
    return item.unparse() + item.read_bytes(pikepdf.StreamDecodeLevel.specialized) + str(item).encode()


def measure_growth(folder: Path) -> float:
    """Megabytes by which the peak of this process grows while it settles the files in `folder`."""
    before = peak()
    for source in sorted(folder.iterdir()):
        with suppress(UnsafeFile):
            inspect_and_rebuild(source, declared_name=source.name)
    return peak() - before


def peak() -> float:
    """Largest resident size since this program started, in megabytes; `getrusage` would count the parent's too."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    print(measure_growth(Path(sys.argv[1])))  # noqa: T201 - read by the test above
