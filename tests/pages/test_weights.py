"""The Weights page shows what the first layer looks for."""

from tests.pages.actions import opened


def test_filters_can_be_chosen_ordered_and_scaled():
    """Weights shows the filters in both orders and scales, and another filter on request."""
    app = opened("weights")
    for control in app.get("button_group"):
        for option in control.options:
            control.set_value(option)
            app.run()
            assert not app.exception
    app.number_input[0].set_value(7).run()
    assert not app.exception
    assert len(app.get("image")) == 3
