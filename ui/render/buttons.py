"""What can be done -> a button, which the page's script knows by its action."""

from __future__ import annotations

from ui.render.markup import Attribute, Markup, tag


def action_button(
    label: str | Markup, action: str, *, class_: str | None = "dz-link", **attributes: Attribute
) -> Markup:
    """Make a button.

    :param label: what it says.
    :param action: what the script does when it is clicked.
    :param class_: how it looks: like a link where nothing else is said.
    :param **attributes: of the button besides.
    :returns: the button.
    """
    return tag("button", label, type="button", class_=class_, data_action=action, **attributes)
