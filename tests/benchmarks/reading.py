"""How well drawings by real people are read: 1,200 digits by 60 of them, alone and beside one another, and what is no digit.

    python tests/benchmarks/reading.py [network file or recipe ...] [--parts people ...] [--sheet errors.png]

The digits are UJI's (tests/drawn_digits.py); no network has learned from them. Without a name, `best` and `quick` are measured.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import nncore
from tests.benchmarks.reading_bars.calibration import calibration
from tests.benchmarks.reading_bars.error_sheet import save_error_sheet
from tests.benchmarks.reading_bars.one_or_two import one_or_two
from tests.benchmarks.reading_bars.own_forms import own_forms
from tests.benchmarks.reading_bars.people import BARS, people
from tests.benchmarks.reading_bars.refusals import refusals

PARTS = {"people": people, "one-or-two": one_or_two, "refusals": refusals, "calibration": calibration, "own-forms": own_forms}


def main() -> int:
    """Print each figure as soon as it is there; the exit code says how many bars are missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("networks", nargs="*", default=list(BARS), help="names of recipes, or saved networks")
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=list(PARTS), help="what to measure; all of it unless said")
    parser.add_argument("--bars", choices=BARS, default="best", help="whose bars a saved network has to keep")
    parser.add_argument("--sheet", type=Path, help="save a picture of the errors here, those of the even writers only")
    parser.add_argument("--all", action="store_true", help="the odd writers' errors on the sheet, too")
    wanted = parser.parse_args()
    missed = 0
    for name in wanted.networks:
        network, _ = nncore.load(nncore.recipes()[name].file if name in nncore.recipes() else name)
        for part in wanted.parts:
            print(f"{name}, {part}", flush=True)
            for figure in PARTS[part](network, name if name in BARS else wanted.bars):
                print(f"    {figure}", flush=True)
                missed += figure.kept is False
        if wanted.sheet:
            file = wanted.sheet if len(wanted.networks) == 1 else wanted.sheet.with_stem(f"{wanted.sheet.stem}-{name}")
            print(f"{save_error_sheet(file, network, wanted.all)} errors are drawn on {file}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
