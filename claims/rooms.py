"""Which frames read an article, and in which order?"""

from __future__ import annotations

from collections.abc import Sequence

from claims.frames import (
    accords,
    agreement,
    area,
    casualties,
    ceasefire,
    control,
    deployment,
    meetings,
    operation,
    releases,
    relief,
    responsibility,
    sequels,
    talks,
    triggered,
    visit,
)
from claims.relevance import SHORT, Need
from claims.scene import Frame

# Control reads who was sent from the notes of deployment, so deployment comes first;
# operation leaves out the sentences in which responsibility has read who is blamed.
ROOMS = (
    deployment, control, casualties, area, visit, ceasefire, talks, meetings, agreement, releases,
    accords, sequels, relief, responsibility, operation, triggered,
)  # fmt: skip
NEEDS = tuple(need for room in ROOMS for need in room.NEEDS)
# also in words that are not their own: "it is 12 now"
GOING_ON = (casualties, visit, sequels, triggered)


def frames_for(text: str, met: Sequence[Need]) -> list[Frame]:
    """Give the frames whose words a text has where they are asked for; a brief one asks all."""
    return [
        room.read
        for room in ROOMS
        if len(text) <= SHORT or room in GOING_ON or not set(room.NEEDS).isdisjoint(met)
    ]
