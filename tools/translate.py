"""`python -m tools.translate`: compile what Django reads (.mo) from the translations (.po) that are newer."""

import os
import sys

import polib

from tools.prepare import stale_translations
from tools.steps import ROOT


def compile_translations() -> None:
    """Write what is missing or out of date; several at a time do no harm."""
    for source in stale_translations():
        finished = source.with_suffix(".mo")
        half = finished.with_suffix(f".{os.getpid()}.mo")
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.replace(finished)
        sys.stdout.write(f"{finished.relative_to(ROOT)}\n")


if __name__ == "__main__":
    compile_translations()
