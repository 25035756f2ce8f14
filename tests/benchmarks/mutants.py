"""Are the tests awake? Small mistakes are put into the book, one at a time, and of 100 at least 90 have to make a test fail.

    python tests/benchmarks/mutants.py             a sample of 200
    python tests/benchmarks/mutants.py --all       every one
    python tests/benchmarks/mutants.py losses      all of one module, or of some

A mistake: another operator or comparison, a number one larger, a condition turned round, a statement left out, nothing returned.
Each meets the tests that come by it, the quick ones first, up to the first that fails. What no test notices is printed with its
line: it wants a better test, or simpler code. Where none could notice it, as the program does the same, EQUIVALENT says why.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")  # a process with threads cannot be doubled
sys.path.insert(0, str(Path(__file__).parent))

import pytest
from mutation.mistakes import Mutant, mutants
from mutation.trials import QUIETLY, Trials

ROOT = Path(__file__).parents[2]
TESTS = ("tests/test_*.py", "tests/runs/test_checkpoints.py")
SHARE, SAMPLE = 0.9, 200
EQUIVALENT = {  # a mutant's name: why the program does the same
    "batches: self._pixels = itertools.cycle([np.empty((most, PIXELS), np.uint8) for _ in range(2)]): 2 becomes 3":
        "a third buffer that waits its turn changes nothing but memory",
    "learning_step: if batch.images > ROWS_AT_ONCE:: > becomes >=":
        "a batch of just so many images has one part, whose share is 1",
    "losses: sure_and_wrong = 1e6 * np.eye(CLASSES)[::-1]: 1000000.0 becomes 1000001.0":
        "a probability cannot be surer than 1, and ten times guessing is less than either cross-entropy",
    "objective: if norm > limit:: > becomes >=":
        "a gradient that is as long as the limit is multiplied by 1",
    "optimizers: CHUNK = 32_768: 32768 becomes 32769":
        "each number is computed by itself, whatever the chunk it lies in",
    "optimizers: W -= np.multiply(dW, rate, out=scratch[0]): 0 becomes 1": "either row of scratch is free",
    "optimizers: W -= np.multiply(v, rate, out=scratch[0]): 0 becomes 1": "either row of scratch is free",
    "optimizers: ahead = np.multiply(v, self.momentum, out=scratch[0]): 0 becomes 1": "either row of scratch is free",
    "training: self._totals, self._batch = EpochTotals(), None: left out":
        "both are set when an epoch begins, and only in an epoch they are asked for",
    "schedules: if progress < warm_up:: < becomes <=":
        "where one formula takes over from the other both give 1",
}


def asked() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", help="modules of the book, as losses, of which all mutants are tried")
    parser.add_argument("--all", action="store_true", help="try every mutant of the book")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many mutants of the book to try, drawn by --seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many to try at a time")
    return parser.parse_args()


def chosen(options: argparse.Namespace, copy: Path) -> list[Mutant]:
    """The mutants to try, in the copy of the repository."""
    every = [mutant for file in sorted((copy / "nncore").glob("[!_]*.py")) for mutant in mutants(file)]
    names = Counter(mutant.name for mutant in every)
    if unclear := [name for name in EQUIVALENT if names[name] != 1]:
        raise SystemExit(f"EQUIVALENT names what is not one mutant: {unclear}")
    if unknown := set(options.modules) - {mutant.file.stem for mutant in every}:
        raise SystemExit(f"the book has no module {', '.join(sorted(unknown))}; losses would be one")
    found = [mutant for mutant in every if mutant.name not in EQUIVALENT
             and (not options.modules or mutant.file.stem in options.modules)]
    if options.all or options.modules:
        return found
    return random.Random(options.seed).sample(found, min(options.sample, len(found)))


def tried(options: argparse.Namespace, copy: Path) -> list[bool]:
    """Of each mutant, whether a test noticed it; those that survive are printed."""
    noticed = []

    def ended(mutant: Mutant, was_noticed: bool) -> None:
        noticed.append(was_noticed)
        if not was_noticed:
            print(f"{noticed.count(False)} of {len(noticed)} survived. Line {mutant.line}, {mutant.name}", flush=True)
    tests = [str(file) for pattern in TESTS for file in sorted(copy.glob(pattern))]
    if code := pytest.main([*QUIETLY, *tests], plugins=[Trials(chosen(options, copy), options.jobs, ended)]):
        raise SystemExit(code)
    return noticed


def main() -> int:
    """Print the survivors and how many mutants were found out; the exit code is 0 if these are 90 % of all."""
    options, started = asked(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "inkling"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        os.chdir(copy)
        noticed = tried(options, copy)
        os.chdir(ROOT)
    share = sum(noticed) / len(noticed)
    print(f"{share:.1%} of {len(noticed)} mutants were found out, {SHARE:.0%} are promised; "
          f"{time.perf_counter() - started:.0f} s")
    return 0 if share >= SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
