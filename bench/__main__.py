"""`python -m bench NAME … [--scale city|national] [--rounds 5] [--json FILE]`; NAME may be `all`.

Ends with 1 when a goal is missed, with 2 when the machine was too busy to judge.
"""

import argparse
import importlib
import os
import pkgutil
import sys
from pathlib import Path

import bench
from bench import harness

_FRAME = {"__main__", "harness", "seeding"}


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejaras.settings.dev")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # as `make run` starts the portal
    run = harness.Run(options.scale, options.rounds)
    chosen = _chosen(options.names)
    for line in harness.header(run, database=any(each.database for each in chosen)):
        print(line)
    verdicts: list[harness.Verdict] = []
    for each in chosen:
        for verdict in harness.judged(each, run):
            print(verdict, flush=True)
            verdicts.append(verdict)
    print(harness.footer(run))
    if options.json:
        options.json.write_text(harness.as_json(run, verdicts), encoding="utf-8")
    return _status([verdict.judgement for verdict in verdicts])


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Ratios against the best hand-written program.")
    parser.add_argument("names", nargs="+", metavar="NAME", help=f"all, or of {', '.join(_modules())}")
    parser.add_argument("--scale", choices=harness.SCALES, default="city")
    parser.add_argument("--rounds", type=int, default=harness.MIN_ROUNDS)
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser.parse_args(arguments)


def _modules() -> list[str]:
    return sorted({module.name for module in pkgutil.iter_modules(bench.__path__)} - _FRAME)


def _chosen(names: list[str]) -> list[harness.Bench]:
    """The benches of those names. A bench lives in the module of its name, so only that one is imported."""
    wanted = _modules() if "all" in names else names
    for name in wanted:
        if name not in _modules():
            sys.exit(f"no bench called {name}; there are {', '.join(_modules())}")
        importlib.import_module(f"bench.{name}")
    return [harness.REGISTRY[name] for name in wanted if name in harness.REGISTRY]


def _status(judgements: list[str]) -> int:
    if "FAIL" in judgements:
        return 1
    return 2 if any(judgement.startswith("REFUSED") for judgement in judgements) else 0


if __name__ == "__main__":
    sys.exit(main())
