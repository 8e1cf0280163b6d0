"""Axes, look and safe text of all plots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from grooming_risk.control_characters import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH: Final = 7.0  # inches: the report's column of 700 pixels
SMALL: Final = 9.0  # points: font size beside the data
_LEGEND_DROP: Final = 40.0  # points from the axes down to the legend: room for tick labels and axis label

BLUE: Final = "#0072b2"
ORANGE: Final = "#d55e00"
INK: Final = "#333a46"
PALE: Final = "#d9dee6"

_LEVEL_LOOKS: Final = {"low": ("#009e73", "v", ":"), "medium": ("#b27300", "s", "--"), "high": (ORANGE, "D", "-.")}
"""Colour, marker and line of each level; colours after Okabe and Ito (2008), the orange darkened for print."""


def level_look(name: str) -> tuple[str, str, str]:
    """Return colour, marker and line of a level; other names share one look."""
    return _LEVEL_LOOKS.get(name, (INK, "^", "-"))


def describe(ax: Axes, *, title: str, x: str, y: str, grid: bool = True) -> None:
    """Set title, axis labels, frame and grid."""
    ax.set_title(title, loc="left", fontweight="bold", fontsize=11)
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_axisbelow(True)
    if grid:
        ax.grid(color=PALE, linewidth=0.6)


def legend_below(ax: Axes, columns: int = 1, handles: Sequence[Any] | None = None) -> None:
    """Put the legend under the axes."""
    from matplotlib.transforms import ScaledTranslation

    under = ax.transAxes + ScaledTranslation(0, -_LEGEND_DROP / 72, ax.figure.dpi_scale_trans)
    known = ax.get_legend_handles_labels()[0] if handles is None else handles
    ax.legend(
        handles=known, loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=under, borderaxespad=0, ncols=columns,
        fontsize=SMALL, frameon=False,
    )  # fmt: skip


def plain(text: object) -> str:
    r"""Return text without mathtext and control characters.

    Examples
    --------
    >>> print(plain("5$ or 6$"))
    5\$ or 6\$
    """
    return visible(str(text)).replace("$", r"\$")
