"""What there is to see of a network's inside: each view of Weights, the neuron card, the stages of Steps, and changes in each."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page

from tests.benchmarks.view_bars.sight import Aim, Mark, Sight

FOLLOWS = 500  # milliseconds in which the lab's accuracy follows
TEXT, CAPTION = "[data-testid=stMarkdown]", "[data-testid=stCaptionContainer]"


def charts(count: int) -> Mark:
    """So many charts are drawn."""
    return Mark(".stVegaLiteChart svg.marks", "", count)


def filters_of(name: str) -> Mark:
    """The filters of a network."""
    return Mark("[role=group]", f"filters of {name}")


def dead(width: str) -> Mark:
    """How many neurons of a layer are dead."""
    return Mark(TEXT, f"of {width} dead")


def choice(page: Page, name: str) -> Locator:
    """An option of a control that offers a few."""
    return page.get_by_role("radio", name=name, exact=True)


def view(name: str, *marks: Callable[[str], Mark] | Mark, later: tuple[Mark, ...] = ()) -> Callable[[Page, str], Aim]:
    """Choose an option; a mark that is a function is asked for the network's name."""
    def aim(page: Page, network: str) -> Aim:
        return Aim(choice(page, name), tuple(mark(network) if callable(mark) else mark for mark in marks), later)

    return aim


def button(name: str, *marks: Mark, later: tuple[Mark, ...] = ()) -> Callable[[Page, str], Aim]:
    """Press a button."""
    return lambda page, network: Aim(page.get_by_role("button", name=name).first, marks, later)


def another_filter(page: Page, name: str) -> Aim:
    tile = page.get_by_role("group", name=re.compile("filters of")).get_by_role("button", pressed=False).nth(9)
    neuron = re.search(r"\d+", tile.get_attribute("aria-label"))[0]
    return Aim(tile, (Mark("[alt]", f"^The filter of neuron {neuron}, large$"), Mark(TEXT, f"Neuron {neuron},"), charts(2)))


def a_neuron_of_the_diagram(page: Page, name: str) -> Aim:
    return Aim(page.locator("[data-unit^='1-']").nth(3), (Mark(TEXT, "weighted sum"), Mark("[alt]", "^The filter of Neuron")))


def pruned(page: Page, name: str) -> Aim:
    return Aim(page.get_by_role("slider", name="Prune the smallest weights"),
               (Mark(TEXT, "Altered: 10% pruned"), Mark("[data-testid=stMetricValue]", "%$"), charts(3)), keys=("PageUp",))


def another_digit_of_the_map(page: Page, name: str) -> Aim:
    neighbours = page.get_by_alt_text(re.compile("^A neighbour at distance"))
    before = re.escape(neighbours.first.get_attribute("alt"))
    return Aim(page.get_by_role("application"), (Mark("[alt]", "^A neighbour at distance", 8), Mark("[alt]", f"^{before}$", 0)))


def steps(page: Page, name: str) -> Aim:
    return Aim(page.get_by_role("link", name="Steps", exact=True), (Mark("[role=group]", "^Forward"), Mark("tr", "^sum y")))


def another_number(page: Page, name: str) -> Aim:
    number = page.get_by_role("group", name=re.compile("^(Forward|Backward)")).get_by_role("button", pressed=False).nth(5)
    what = re.escape(number.get_attribute("aria-label").partition(":")[0])
    return Aim(number, (Mark(TEXT, f"{what[1:]}$"),))


def moment(page: Page, name: str) -> Aim:
    return Aim(page.get_by_role("slider", name="Moment", exact=True), (Mark(".player .title", "^Before the first step"),),
               keys=("Home",))


def of_a_network(widths: tuple[int, int]) -> list[Sight]:
    """What stands of a network with two hidden layers of these `widths`, in the order in which it is looked at."""
    first, second = (f"{width:,}" for width in widths)
    measured = charts(3), Mark("[alt]", "is excited most by these digits", 10)
    card = Mark("[role=dialog]", r"Bias"), Mark("[role=dialog] [alt]")
    whole = (Mark("[role=dialog]", "Switched off: "), Mark("[role=dialog] [alt]", "^Its dream"),
             Mark("[role=dialog] [alt]", r"^A \d, to which", 18))
    return [
        Sight("Filters", view("Filters", filters_of, Mark("[alt]", "large$"), charts(2))),
        Sight("  another filter", another_filter),
        Sight("neuron card", button("Look closer", *card, later=whole)),
        Sight("Diagram", view("Diagram", lambda name: Mark("[role=group]", f"^{name}"), Mark("[data-unit]", "", 20),
                              Mark(TEXT, "^Lit by"))),
        Sight("  another digit", button("Another test digit", Mark("[role=group]", "lit by test digit (?!0,)"),
                                        Mark(TEXT, "^Lit by test digit (?!0,)"))),
        Sight("  a neuron", a_neuron_of_the_diagram),
        Sight("Layers", view("Layers", Mark(".layer-matrix"), Mark(TEXT, "neurons look for"), later=(*measured, dead(second)))),
        Sight("  layer 1", view("Layer 1", Mark(TEXT, "filters of 784 pixels"), later=(*measured, dead(first)))),
        Sight("  the answer", view("Scores", Mark(TEXT, "^What the ten digits look for"), later=measured)),
        Sight("Lab", view("Lab", charts(3), Mark("[data-testid=stMetricValue]", "%$"),
                          later=(Mark(CAPTION, "grey curves are being measured", 0),))),
        Sight("  10 % pruned", pruned, FOLLOWS),
        Sight("Map", view("Map", lambda name: Mark("[role=application]", f"digits as {name}.*layer pixels$"),
                          Mark("[alt]", "^A neighbour at distance", 8))),
        Sight("  hidden layer 1", view("Layer 1", Mark("[role=application]", "layer 1$"),
                                      Mark(TEXT, f"of how these {first} neurons"))),
        Sight("  another digit there", another_digit_of_the_map),
        Sight("Steps, 16 neurons", steps),
        Sight("Steps, forward", view("the current one", Mark("[data-testid=stSelectbox]"), Mark("[role=group]", "^Forward"),
                                     Mark("tr", "^sum y"))),
        Sight("  another number", another_number),
        Sight("Steps, backward", view("2 Backward", Mark("[role=group]", "^Backward"), Mark(TEXT, "^The gradient at"))),
        Sight("  another gradient", another_number),
        Sight("Steps, one update", view("3 One update", Mark("table", "The probabilities"), Mark(CAPTION, "^No update yet"))),
        Sight("  one step", button("One step", Mark("[data-testid=stHtml]", "so w changes by"), Mark("table", "before and after"),
                                   later=(Mark(TEXT, "changed their answer"),))),
    ]


def of_a_run() -> list[Sight]:
    """What stands of the moments of a run that has ended; the first time the way is gone again."""
    plays = Mark(".player canvas", "", 2)
    return [
        Sight("Moments", view("Moments", Mark("[data-testid=stProgress], .player"), later=(plays,))),
        Sight("  the first moment", moment),
        Sight("Filters of the run", view("Filters", filters_of, charts(2))),
        Sight("Moments again", view("Moments", plays)),
    ]
