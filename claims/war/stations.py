"""Where are forces whose place the words around them leave open, or name too widely?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from claims.events import event_in, struck_state
from claims.model import LEARNT
from claims.names.geography import is_state
from claims.names.places import slug
from claims.scene import Finding, Scene
from claims.topics import GUESSED


def placed(scene: Scene, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give forces without a place, or with a mere state, the theatre that the article names.

    Foreign teams at a disaster are in the state that it struck, in whichever town they land.
    """
    found = list(findings)
    struck = _struck(scene) if any(f.frame == "deployment" for f in found) else None
    states = Counter(
        (f.slots["force"], f.slots["place"])
        for f in found
        if f.frame == "deployment" and f.slots["place"] and f.rule != LEARNT
    )
    for finding in found:
        force, place = finding.slots.get("force", ""), finding.slots.get("place", "")
        helping = struck is not None and is_state(force) and force != struck
        if finding.frame != "deployment" or (
            place and place not in scene.states and not helping and GUESSED not in finding.slots
        ):
            yield finding
            continue
        here = [(n, p) for (f, p), n in states.items() if f == force and p not in scene.states]
        better = max(here)[1] if here else place or scene.places.main() or "unknown"
        better = struck if helping and struck else better
        slots = {**finding.slots, "place": better}
        if place and place != better:
            slots["place_literal"] = place
        if not place:
            slots[GUESSED] = "article"
        if better != force:  # else at home
            yield replace(finding, topic=f"deployment:{force}>{better}", slots=slots)


def _struck(scene: Scene) -> str | None:
    """Give the slug of the state that a disaster struck, in an article on one."""
    event = None if scene.war else event_in(scene)
    state = struck_state(scene, event) if event is not None else None
    return slug(state) if state else None
