"""`python -m tests.contract --cases 20000 [--seed 1]`: the whole round of questions, on the test database."""

import argparse
import os
import sys

import pytest

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--cases", type=int, default=20_000)
parser.add_argument("--seed", type=int, default=1)
asked = parser.parse_args()
os.environ |= {"CONTRACT_CASES": str(asked.cases), "CONTRACT_SEED": str(asked.seed)}
sys.exit(pytest.main(["-q", "-s", "--show-capture=no", "--tb=no", "tests/contract/test_fuzzing.py"]))
