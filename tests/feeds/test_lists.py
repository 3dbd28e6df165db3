"""Are lists of feeds read whole, with each broken entry named?"""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.errors import ListError
from feeds.lists import Listed, read_list, read_list_text, write_opml

SEEDS = Path(__file__).parents[2] / "seeds" / "feeds.toml"


def test_the_seeds_are_a_good_list() -> None:
    """At least 25 feeds with outlet and family, all over https, none twice."""
    listed = read_list(SEEDS)
    assert listed.problems == ()
    assert len(listed.feeds) >= 25
    assert all(feed.outlet and feed.family and feed.group for feed in listed.feeds)
    assert all(feed.url.startswith("https://") for feed in listed.feeds)


def test_an_outlet_has_one_family() -> None:
    """Independence is counted by family, so an outlet may not be in two."""
    families = {(feed.outlet, feed.family) for feed in read_list(SEEDS).feeds}
    assert len(families) == len({outlet for outlet, _ in families})


def test_a_broken_toml_entry_is_named_with_its_line_and_the_rest_is_read() -> None:
    """No entry takes another down with it."""
    text = """# a comment
[[feed]]
url = "https://one.example/rss"
outlet = "One"

[[feed]]
url = "https://two.example/rss"
outlet =

[[feed]]
outlet = "No address"

[[feed]]
url = "ftp://three.example/"

[[feed]]
url = "https://user:secret@four.example/"

[[feed]]
url = "https://five.example/rss"
colour = "red"

[[feed]]
url = 6

[[feed]]
url = "https://seven.example/rss"
"""
    listed = read_list_text(text.encode(), "mine.toml")
    assert [feed.url for feed in listed.feeds] == [
        "https://one.example/rss",
        "https://seven.example/rss",
    ]
    starts = [problem.split(":")[0] for problem in listed.problems]
    assert starts == [f"mine.toml, line {line}" for line in (8, 10, 13, 16, 19, 23)]
    assert "secret" not in "".join(listed.problems)


def test_opml_goes_out_and_comes_back() -> None:
    """What is exported is imported the same, whatever the names hold."""
    feeds = (
        Listed("https://one.example/rss?a=1&b=2", 'A "quoted" <name> & more', "Family", "world"),
        Listed("https://two.example/rss", "Two"),
    )
    back = read_list_text(write_opml(feeds).encode(), "x.opml").feeds
    assert back[0] == feeds[0]
    assert (back[1].url, back[1].outlet) == ("https://two.example/rss", "Two")


def test_opml_of_other_readers_is_read() -> None:
    """Nested outlines, odd case, headings as groups, broken entries named."""
    text = b"""<?xml version="1.0"?><opml version="1.0"><body>
<outline text="World"><outline text="One" xmlUrl="https://one.example/rss"/>
<outline title="Two" xmlURL="https://two.example/rss"/></outline>
<outline text="Bad" xmlUrl="javascript:alert(1)"/>
<outline text="Twice" xmlUrl="https://one.example/rss"/>
</body></opml>"""
    listed = read_list_text(text, "x.opml")
    assert listed.feeds == (
        Listed("https://one.example/rss", "One", None, "World"),
        Listed("https://two.example/rss", "Two", None, "World"),
    )
    assert listed.problems == (
        "x.opml, line 4: 'javascript:alert(1)' is no address of a feed "
        "(http or https, without password)",
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nothing",
        b"\xff\xfe\x00",
        b"<opml/>",
        b"<html>",
        b"[feeds]\nurl = 1",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><opml>&e;</opml>',
    ],
)
def test_what_is_no_list_is_refused(body: bytes) -> None:
    """One clear error, no traceback."""
    with pytest.raises(ListError):
        read_list_text(body, "x")


def test_a_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    """The path and the system's reason."""
    with pytest.raises(ListError, match=r"nothing\.toml.*No such file"):
        read_list(tmp_path / "nothing.toml")
