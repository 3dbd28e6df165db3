"""Is one event under two names filed as one, and are two events kept apart?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from claims.events import event_of
from claims.incidents import gathered
from claims.model import Claim
from tests.fakes.claims import claim


def told(
    topic: str, where: str, published: str = "2024-05-03", number: int = 1, dead: int = 12
) -> Claim:
    """Make a claim of an event that keeps the places of its article."""
    line = f"Alpha asserts casualties:{topic} killed; {dead} killed"
    made = claim(line, f"a{number}", published)
    return replace(made, slots={"side": topic, "where": where})


CASES = {
    "a town and its province": ("lota-explosion", "lota", "biobio-mine", "biobio lota", True),
    "the state alone": ("india-train-crash", "india", "odisha-train-crash", "odisha india", True),
    "two towns of one state": (
        "huaral-bus-crash",
        "huaral peru",
        "cusco-bus-crash",
        "peru",
        False,
    ),
    "another kind": ("lota-earthquake", "lota", "biobio-mine", "biobio lota", False),
    "shootings of one state": ("texas-shooting", "texas", "waco-shooting", "waco texas", False),
    "an attack named later a bombing": ("quetta-attack", "quetta", "quetta-bombing", "", True),
    "a town that no map has": (
        "peru-landslide",
        "peru huayco pampa",
        "huayco-landslide",
        "huayco armenia",
        True,
    ),
    "a province that the state's event tells of": (
        "usa-shooting",
        "usa texas",
        "texas-shooting",
        "texas",
        False,
    ),
    "towns of two states": ("lima-explosion", "lima peru", "quito-explosion", "lima quito", False),
}


@pytest.mark.parametrize("name", CASES)
def test_an_event_is_known_by_place_kind_and_day(name: str) -> None:
    """The claim goes to the slug on file where both articles tell of one place."""
    topic, where, filed, on_file, same = CASES[name]
    old = told(filed, on_file, "2024-05-01", 2)
    (found,) = gathered([told(topic, where)], [old.topic], lambda _: [old])
    assert found.topic == (old.topic if same else f"casualties:{topic}")
    assert found.slots["side"] == found.topic.removeprefix("casualties:")


def test_an_event_of_last_year_is_another_one() -> None:
    """A place may see two disasters of a kind, months apart."""
    old = told("biobio-mine", "biobio lota", "2023-05-01", 2)
    (found,) = gathered([told("lota-explosion", "lota")], [old.topic], lambda _: [old])
    assert found.topic == "casualties:lota-explosion"


@pytest.mark.parametrize(
    ("filed", "on_file", "dead", "found"),
    [
        ("lota-shooting", 12, 5, "lota-2024-05-03-shooting"),
        ("lota-shooting", 12, 9, "lota-shooting"),
        ("biobio-landslide", 40, 7, "lota-shooting"),
        ("lota-attack", 40, 7, "lota-shooting"),
        ("lota-attack", 40, 44, "lota-attack"),
    ],
)
def test_whose_dead_are_far_fewer_is_another_event(
    filed: str, on_file: int, dead: int, found: str
) -> None:
    """Who counted 12 dead and counts five without taking anything back tells of another one."""
    old = told(filed, "lota biobio", "2024-05-01", 2, on_file)
    new = told("lota-shooting", "lota biobio", dead=dead)
    (here,) = gathered([new], [old.topic], lambda _: [old])
    assert here.topic == f"casualties:{found}"


def test_the_search_goes_with_its_event() -> None:
    """Who searches for the victims of an event searches under its name on file."""
    old = told("biobio-mine", "biobio lota", "2024-05-01", 2)
    search = claim("Alpha asserts operation:alpha>lota-search ended", "a1", "2024-05-03")
    found = gathered([told("lota-mine", "lota"), search], [old.topic], lambda _: [old])
    assert found[1].topic == "operation:alpha>biobio-search"


def test_who_attacked_goes_with_the_attack() -> None:
    """Who is said to have done it did it at the place under which the attack is on file."""
    old = told("lota-bombing", "lota biobio", "2024-05-01", 2)
    blamed = claim("Alpha asserts operation:beta>biobio attack", "a1", "2024-05-03")
    blamed = replace(blamed, slots={"actor": "beta", "place": "biobio"})
    found = gathered([told("biobio-bombing", "biobio lota"), blamed], [old.topic], lambda _: [old])
    assert found[1].topic == "operation:beta>lota"


@pytest.mark.parametrize(
    ("names", "same"), [("gwadar", True), ("gwadar iran", False), ("karachi", False)]
)
def test_a_follow_up_that_does_not_say_what_happened(names: str, same: bool) -> None:
    """A title with the place of the one event on file goes to it, one of another state not."""
    old = told("gwadar-bombing", "gwadar pakistan", "2024-05-01", 2)
    (found,) = gathered([told("pakistan", names)], [old.topic], lambda _: [old])
    assert found.topic == (old.topic if same else "casualties:pakistan")


def test_a_follow_up_is_known_by_the_place_that_its_dead_are_filed_under() -> None:
    """Though the only state that it names has sent rescuers."""
    old = told("biobio-mine", "lota biobio pozo-verde chile", "2024-05-01", 2)
    (found,) = gathered([told("pozo-verde", "peru")], [old.topic], lambda _: [old])
    assert found.topic == old.topic


def test_a_part_of_a_valley_is_called_by_the_valley() -> None:
    """A local paper writes of the upper valley, others of the valley alone."""
    old = told("nepal-floods", "nepal ruvale ruvale-power", "2024-05-01", 2)
    (found,) = gathered(
        [told("upper-ruvale-floods", "upper-ruvale")], [old.topic], lambda _: [old]
    )
    assert found.topic == old.topic


def test_a_street_that_no_map_has() -> None:
    """An event called by its street is the one whose article names that street."""
    old = told("gwadar-bombing", "gwadar pakistan airport fish-harbour", "2024-05-01", 2)
    here = told("fish-harbour-explosion", "fish-harbour")
    (found,) = gathered([here], [old.topic], lambda _: [old])
    assert found.topic == old.topic


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (
            "Toll of dam disaster reaches 96",
            "Bodies lay in the mud. The operator said that an earthquake had opened the wall. "
            "No station recorded an earthquake or a tremor that night.",
            "dam-collapse",
        ),
        (
            "Tourist submarine goes missing",
            "A search is under way for a missing submersible. The submersible took five down.",
            "submersible",
        ),
    ],
)
def test_a_title_names_the_event_and_not_its_cause(title: str, text: str, kind: str) -> None:
    """What is often called otherwise may be called so further down."""
    found = event_of(text, title, None)
    assert found is not None
    assert found.kind == kind


def happened(made: Claim, day: str, words: str = "a blast killed 35 people on Monday") -> Claim:
    """Give a claim the day of its event, and its words."""
    return replace(made, event_date=day, evidence=replace(made.evidence, text=words))


@pytest.mark.parametrize(
    ("kind", "day", "words", "another"),
    [
        ("bombing", "2024-05-09", "a bombing killed 35 people on Thursday", True),
        ("bombing", "2024-05-02", "a bombing killed 35 people last Thursday", False),
        ("bombing", "2024-05-09", "the toll reached 35 on Thursday", False),
        ("bombing", "2024-05", "a bombing killed 35 people this month", False),
        ("earthquake", "2024-05-09", "an earthquake killed 35 people on Thursday", False),
    ],
)
def test_what_happens_after_the_report_of_an_event_is_another(
    kind: str, day: str, words: str, another: bool
) -> None:
    """A town may see two bombings in a week: the second has its day in its name."""
    old = told(f"kabul-{kind}", "kabul", "2024-05-02", 2, dead=6)
    new = happened(told(f"kabul-{kind}", "kabul", "2024-05-09", dead=35), day, words)
    (found,) = gathered([new], [old.topic], lambda _: [old])
    assert found.topic == (f"casualties:kabul-2024-05-09-{kind}" if another else old.topic)


def test_who_goes_on_about_the_later_event_means_that_one() -> None:
    """Without a day it is the newest of the name, with one the event of that day."""
    topics = ["casualties:kabul-bombing", "casualties:kabul-2024-05-09-bombing"]
    new = told("kabul-bombing", "kabul", "2024-05-10", dead=40)
    assert gathered([new], topics, lambda _: [])[0].topic == topics[1]
    assert gathered([happened(new, "2024-05-09")], topics, lambda _: [])[0].topic == topics[1]
    assert gathered([happened(new, "2024-05-01")], topics, lambda _: [])[0].topic == topics[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Eleven died when Mount Marapi erupted in West Sumatra, rescuers said.", "marapi"),
        ("The death toll from the eruption of Mount Marapi has reached 22.", "marapi"),
        ("The eruption of the Fuego volcano killed 25 people near Antigua.", "fuego"),
        ("The Indonesian volcano erupted near Padang and killed 25 people.", "padang"),
        ("An avalanche on Mount Marapi killed 25 people.", "marapi"),
    ],
)
def test_an_eruption_is_called_by_its_volcano(text: str, name: str) -> None:
    """The mountain is named in every article, its province only in some."""
    found = event_of(text, None, "indonesia")
    assert found is not None
    assert found.name.removeprefix("mount-") == name


def test_a_name_goes_on_behind_its_article() -> None:
    """Arab towns have names of two words, the second with its article."""
    text = "An air strike on Tel al-Sultan killed 45 people, the health ministry said."
    found = event_of(text, None, None)
    assert found is not None
    assert found.name == "tel-al-sultan"
