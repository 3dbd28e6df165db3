"""Which colours are used, by day and by night?

The stances' colours follow Okabe and Ito, made darker or lighter until each stands out from its
paper; that they stay apart for the colour-blind is tested, and no colour says anything alone:
every stance has a shape of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claims.model import Stance


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a picture."""

    paper: str
    ink: str
    muted: str  # what is said by the way
    grid: str
    band: str  # between the bounds of a figure
    dispute: str
    stances: Mapping[Stance, str]


LIGHT = Palette(
    paper="#fdfcf9", ink="#1a1e23", muted="#56606b", grid="#e1e3e6", band="#d9e2ec",
    dispute="#b3261e",
    stances={
        Stance.ASSERTS: "#0067a5",
        Stance.CONFIRMS: "#00805f",
        Stance.DENIES: "#c9400f",
        Stance.DOES_NOT_CONFIRM: "#6a7079",
        Stance.SPECULATES: "#a86f00",
    },
)  # fmt: skip
DARK = Palette(
    paper="#12161b", ink="#f1f3f5", muted="#a7b1bc", grid="#2a3139", band="#26333f",
    dispute="#ff8a80",
    stances={
        Stance.ASSERTS: "#56b4e9",
        Stance.CONFIRMS: "#2fc795",
        Stance.DENIES: "#ff7a45",
        Stance.DOES_NOT_CONFIRM: "#b3bac2",
        Stance.SPECULATES: "#f0c64f",
    },
)  # fmt: skip
