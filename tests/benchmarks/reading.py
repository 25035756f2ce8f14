"""How well drawings are read: forms of our own, varied, in stroke widths and sizes that MNIST never saw, and what is no digit.

    python tests/benchmarks/reading.py [a saved network]

The digits are those of tests/written_digits.py, which no network has learned from; each form is varied 40 times.
"""

import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parents[2]))

import nncore
from nncore.augment.stroke_rendering import prepare_strokes
from nncore.augment.stroke_width import StrokeWidthChange
from nncore.reading.reader import read_picture, read_strokes
from pages.ui.draw import charts
from pages.ui.draw.answer import LEAST
from tests.written_digits import FORMS, LETTERS, strokes, varied

VARIATIONS = 40
SHEET = 328  # pixels
BARS = {"strokes": 0.98, "pixels": 0.975}


def painted(lines, radius: float, width: int = SHEET, height: int = SHEET) -> np.ndarray:
    """Lines in light ink on a dark sheet, uint8 (height, width), smooth at the edges."""
    picture = Image.new("L", (2 * width, 2 * height))
    draw = ImageDraw.Draw(picture)
    for line in (2 * line for line in lines):
        draw.line([tuple(point) for point in line], fill=255, width=round(2 * radius), joint="curve")
        for x, y in line:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(picture.reduce(2))


def placed(lines, *, rng: np.random.Generator):
    """The same drawing at a random place of the sheet, 40 to 260 pixels high or wide."""
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = rng.uniform(40, 260) / (high - low).max()
    corner = rng.uniform(20, SHEET - 20 - (high - low) * scale)
    return [(line - low) * scale + corner for line in lines]


def main() -> int:
    """Print each figure; the exit code says how many bars are missed."""
    rng = np.random.default_rng(0)
    network, _ = nncore.load(sys.argv[1] if len(sys.argv) > 1 else nncore.recipes()["best"].file)
    labels, drawings = zip(*[(digit, placed(varied(strokes(form), rng=rng), rng=rng)) for digit, forms in FORMS.items()
                             for form in forms for _ in range(VARIATIONS)], strict=True)
    labels = np.array(labels)

    def right(images) -> float:
        return float((network.predict(nncore.as_inputs(np.stack(images))).argmax(axis=1) == labels).mean())

    from_strokes = right([prepare_strokes(lines) for lines in drawings])
    from_pixels = right([nncore.prepare_drawing(painted(lines, rng.uniform(4, 16))) for lines in drawings])
    print(f"{len(labels):,} drawings of {sum(map(len, FORMS.values()))} forms, anywhere, 40 to 260 pixels large, 4 to 16 wide:")
    print(f"    from strokes {from_strokes:.2%} (at least {BARS['strokes']:.1%}), from pixels {from_pixels:.2%} "
          f"(at least {BARS['pixels']:.1%})")
    test = nncore.load_mnist().test[:3000]
    again = nncore.Digits(StrokeWidthChange(test.images, rng=rng)(np.arange(len(test))), test.labels)
    print(f"    MNIST's test digits drawn again in widths of 1.5 to 3.5 pixels: {nncore.evaluate(network, again).accuracy:.2%}")

    least = LEAST / 100
    probabilities = network.predict(nncore.as_inputs(np.stack([prepare_strokes(lines) for lines in drawings])))
    sure = probabilities.max(axis=1) >= least
    print(f"'I don't know' below {least:.0%}: of the drawings {sure.mean():.1%} are answered, "
          f"{(probabilities.argmax(axis=1) == labels)[sure].mean():.2%} of those rightly")
    letters = [varied(strokes(form), rng=rng) for form in LETTERS.values() for _ in range(20)]
    wild = [strokes([rng.uniform(0, 100, (rng.integers(8, 20), 2)).tolist()]) for _ in range(200)]
    for name, others in (("letters and signs", letters), ("scribbles", wild)):
        confident = network.predict(nncore.as_inputs(np.stack([prepare_strokes(lines) for lines in others]))).max(axis=1) >= least
        print(f"    of {len(others)} {name} {confident.mean():.1%} are taken for a digit")

    numbers(network, rng=rng)
    times = []
    for lines in drawings[:200]:
        started = time.perf_counter()
        charts.probability_bars(read_strokes(network, lines).digits[0].probabilities)
        times.append(time.perf_counter() - started)
    print(f"our own work from strokes to bars: {1e3 * np.median(times):.1f} ms (at most 15)")
    return (from_strokes < BARS["strokes"]) + (from_pixels < BARS["pixels"]) + (np.median(times) > 0.015)


def numbers(network: nncore.Network, *, rng: np.random.Generator) -> None:
    """How many numbers of 2 to 7 digits are read without a fault, from strokes and from a grainy photo."""
    whole = {"strokes": 0, "photo": 0}
    for _ in range(200):
        wanted = "".join(map(str, rng.integers(0, 10, rng.integers(2, 8))))
        lines, x, size = [], 20.0, rng.uniform(40, 100)
        for digit in wanted:
            forms = FORMS[int(digit)]
            form = varied(strokes(forms[rng.integers(len(forms))]), rng=rng)
            points = np.concatenate(form)
            low, high = points.min(axis=0), points.max(axis=0)
            scale = size * rng.uniform(0.85, 1.15) / (high - low)[1]
            lines += [(line - low) * scale + [x, 30 + rng.uniform(-5, 5)] for line in form]
            x += (high - low)[0] * scale + rng.uniform(0.2, 0.5) * size
        whole["strokes"] += read_strokes(network, lines).number() == wanted
        ink = painted(lines, rng.uniform(4, 9), int(x) + 20, int(1.3 * size) + 60)
        light = np.linspace(250, 180, ink.shape[1])[None] - 0.6 * ink + rng.normal(0, 4, ink.shape)
        whole["photo"] += read_picture(network, np.clip(light, 0, 255).astype(np.uint8)).number() == wanted
    print(f"200 numbers of 2 to 7 digits, every digit right: {whole['strokes'] / 2:.1f} % from strokes, "
          f"{whole['photo'] / 2:.1f} % from a grainy photo in uneven light")


if __name__ == "__main__":
    sys.exit(main())
