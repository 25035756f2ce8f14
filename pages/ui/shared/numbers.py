"""Numbers are written so that one can go on calculating with them: five digits, whatever their size."""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SMALLEST, LARGEST = 1e-4, 1e6  # between them a number is written without a power of ten


def number(value: float, digits: int = 5) -> str:
    """A number to so many digits: 0.034512, −12.345, 3.4512·10⁻⁷; a whole one as it is."""
    value = float(value)
    if not math.isfinite(value):
        return "no number"
    if value.is_integer() and abs(value) < LARGEST:
        return f"{value:z.0f}".replace("-", MINUS)
    if not SMALLEST <= abs(value) < LARGEST:
        mantissa, power = f"{value:.{digits - 1}e}".split("e")
        return f"{mantissa}·10{str(int(power)).translate(SUPERSCRIPTS)}".replace("-", MINUS)
    decimals = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
    return f"{value:.{decimals}f}".replace("-", MINUS)


def in_brackets(value: float, digits: int = 5) -> str:
    """A number as a factor or as what is taken away: in brackets where it is below zero."""
    said = number(value, digits)
    return f"({said})" if said.startswith(MINUS) else said


def short(value: float) -> str:
    """A number where there is little room: 1.24, −0.03, 4·10⁻⁵."""
    value = float(value)
    if not math.isfinite(value):
        return "–"
    if value and not 0.005 <= abs(value) < 1000:
        return number(value, 1)
    if 0.995 <= abs(value) < 1:  # a network is never quite certain
        return number(value, 4)
    return f"{value:z.2f}".replace("-", MINUS)
