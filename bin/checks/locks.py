"""Lock files: every line pinned with a hash, no address of an index, and in step with the .in files.

Prints each fault and exits 1; prints nothing when all is well. Needs no network.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = Path(__file__).resolve().parents[2] / "requirements"
LAYERS = ("base", "dev", "prod")
FORBIDDEN = ("--index-url", "-i ", "--extra-index-url", "--find-links", "-f ", "--trusted-host")
MACHINE = re.compile(r"(https?|file|git\+\w+)://|(?<![\w.])/(home|Users|root|opt|tmp)/")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^\]]*\])?==(?P<version>\S+)(?P<rest>.*)$")


def wanted(layer: str) -> dict[str, Requirement]:
    """What the `.in` file of `layer` asks for by itself, by canonical name."""
    lines = (FOLDER / f"{layer}.in").read_text().splitlines()
    plain = [line.split("#")[0].strip() for line in lines]
    found = [Requirement(line) for line in plain if line and not line.startswith("-")]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def pins(layer: str) -> dict[str, str]:
    """The locked versions of `layer` by canonical name."""
    matches = map(PIN.match, (FOLDER / f"{layer}.txt").read_text().splitlines())
    return {canonicalize_name(match["name"]): match["version"] for match in matches if match}


def faults(layer: str) -> Iterator[str]:
    """Each fault of one lock file, with its line where it has one."""
    lock = FOLDER / f"{layer}.txt"
    lines = lock.read_text().splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith(FORBIDDEN) or MACHINE.search(line):
            yield f"{lock.name}:{number}: carries an address or a machine's path: {line.strip()}"
        if PIN.match(line) and "--hash=sha256:" not in "".join(lines[number : number + 1]):
            yield f"{lock.name}:{number}: no hash for {line.split()[0]}"
    locked = pins(layer)
    for name, requirement in wanted(layer).items():
        if name not in locked:
            yield f"{layer}.in asks for {name}, {lock.name} does not lock it: run bin/lock"
        elif not requirement.specifier.contains(locked[name], prereleases=True):
            yield f"{layer}.in asks for {requirement}, {lock.name} locks {locked[name]}: run bin/lock"
    asked = {canonicalize_name(PIN.match(lines[at])["name"]) for at in _direct(lines, layer)}  # type: ignore[index]
    for name in sorted(asked - wanted(layer).keys()):
        yield f"{lock.name} locks {name} for {layer}.in, which no longer asks for it: run bin/lock"


def _direct(lines: list[str], layer: str) -> Iterator[int]:
    """Indexes of the pins that name `layer`'s own `.in` file as their reason."""
    pin = 0
    for at, line in enumerate(lines):
        if PIN.match(line):
            pin = at
        elif re.search(rf"#.*-r {layer}\.in", line):
            yield pin


def disagreements() -> Iterator[str]:
    """Packages that two layers lock at different versions."""
    base = pins("base")
    for layer in LAYERS[1:]:
        for name, version in pins(layer).items():
            if base.get(name, version) != version:
                yield f"{layer}.txt locks {name} {version}, base.txt {base[name]}: run bin/lock"


if __name__ == "__main__":
    found = [*(fault for layer in LAYERS for fault in faults(layer)), *disagreements()]
    print("\n".join(found), end="\n" if found else "")
    sys.exit(bool(found))
