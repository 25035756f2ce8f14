"""What anybody may send through any door is a result or one sentence, and soon: thousands of spoilt files, always the same ones.

    python tests/benchmarks/fuzz.py [--cases 20000] [--seed 0] [--doors network table ...]

Real files are cut, mixed and changed, and hypothesis thinks of values that no browser tells. Prints how many were accepted and
how many refused; the exit code is 1 if anything else came of one.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as some

from tests.doors import DOORS, judged

HUGE = (b"\xff" * 4, b"\x7f\xff\xff\xff", b"\x00" * 4, b"-1", b"1e999", b"NaN", b"9" * 5000, b"[" * 3000,
        b"\xed\xa0\x80", b"0.5", b"\n")
NUMBERS = some.floats() | some.integers() | some.none() | some.booleans() | some.text(max_size=3)
COMMAND = some.lists(some.sampled_from("MLQZ") | NUMBERS, max_size=6)
FIELDS = {"path": some.lists(COMMAND, max_size=8) | NUMBERS, "left": NUMBERS, "top": NUMBERS, "angle": NUMBERS, "scaleX": NUMBERS,
          "strokeWidth": NUMBERS, "flipX": NUMBERS}
DRAWING = some.fixed_dictionaries({"objects": some.lists(some.fixed_dictionaries({}, optional=FIELDS), max_size=4) | NUMBERS})
STRANGE = {"canvas": DRAWING.map(lambda told: json.dumps(told).encode()), "settings": some.text().map(str.encode),
           "mission": some.text().map(str.encode), "sweep": some.text().map(str.encode), "lesson": some.text().map(str.encode)}


def spoilt(real: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    """A real file that is cut, mixed with another, or changed in a few places."""
    content = bytearray(real)
    for _ in range(rng.integers(1, 5)):
        start, end = sorted(rng.integers(0, len(content) + 1, 2).tolist())
        end = min(end, start + int(rng.integers(1, 200)))
        way = rng.integers(7)
        if way == 0:
            content = content[:start]
        elif way == 1:
            del content[start:end]
        elif way == 2:
            content[start:start] = content[start:end]
        elif way == 3:
            content[start:end] = HUGE[rng.integers(len(HUGE))]
        elif way == 4:
            content[start:end] = other[start:end]
        else:
            content[start:start + 1] = rng.bytes(1)
    return bytes(content)


def strange(door: str, count: int, number: int) -> list[bytes]:
    """What hypothesis thinks of for a door: bytes, or whatever it takes."""
    found = []

    @seed(number)
    @settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(STRANGE.get(door, some.binary(max_size=300)))
    def collect(content: bytes) -> None:
        found.append(content)

    collect()
    return found[:count]


def cases(door: str, count: int, number: int) -> list[bytes]:
    """`count` contents for a door, always the same ones for a seed: real ones, a fifth strange, and all others spoilt."""
    rng, real = np.random.default_rng([number, *door.encode()]), DOORS[door].real
    found = [*real, *strange(door, count // 5, number)][:count]
    others = [content for each in DOORS.values() for content in each.real]
    while len(found) < count:
        found.append(spoilt(real[rng.integers(len(real))], others[rng.integers(len(others))], rng))
    return found


def fuzzed(doors: list[str], count: int, number: int) -> tuple[dict[str, Counter], list[str]]:
    """(how many contents of each door were accepted and refused, what was wrong with the others) of `count` in all."""
    counts, wrong = {}, []
    for door in doors:
        counts[door] = Counter()
        for place, content in enumerate(cases(door, -(-count // len(doors)), number)):
            kind, said = judged(door, content)
            counts[door][kind] += 1
            if kind == "failed":
                wrong.append(f"{door}, case {place}: {said}")
    return counts, wrong


def main() -> int:
    """Print the counts of each door, and all that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=20_000, help="of all doors together")
    parser.add_argument("--seed", type=int, default=0, help="another one thinks of others")
    parser.add_argument("--doors", nargs="*", choices=DOORS, default=list(DOORS))
    wanted = parser.parse_args()
    counts, wrong = fuzzed(wanted.doors, wanted.cases, wanted.seed)
    for door, count in counts.items():
        print(f"{door:14} {count['accepted']:6,} accepted {count['refused']:6,} refused {count['failed']:4,} failed")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
