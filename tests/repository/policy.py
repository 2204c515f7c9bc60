"""The table of who may open what: policy.csv, a line an address and method, a column a role."""

import csv
from pathlib import Path

POLICY = Path(__file__).with_name("policy.csv")
ROWS = list(csv.DictReader(POLICY.read_text(encoding="utf-8").splitlines()))
