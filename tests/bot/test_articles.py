"""Files of articles: JSON Lines, text, and what is broken in them."""

import json
from pathlib import Path

from bot.articles import Problems, read_articles
from bot.seeding import seed_articles


def read(path: Path) -> tuple[list[str], list[str]]:
    """Give the ids that a file yields and the problems that it has."""
    lines: list[str] = []
    ids = [article.id for article in read_articles([str(path)], Problems(lines.append))]
    return ids, lines


def test_a_broken_line_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    """Each kind of broken line is reported with its number."""
    path = tmp_path / "a.jsonl"
    good = json.dumps({"id": "a", "text": "x"}).encode()
    path.write_bytes(good + b"\n{oops\n\n\xff\xfe\n[1]\n" + good.replace(b'"a"', b'"b"'))
    ids, lines = read(path)
    assert ids == ["a", "b"]
    assert [line.split(":")[0].split(", ")[1] for line in lines] == ["line 2", "line 4", "line 5"]


def test_a_text_file_is_an_article_as_it_is(tmp_path: Path) -> None:
    """No newline is translated, no byte is fatal."""
    path = tmp_path / "story.txt"
    path.write_bytes(b"one\r\ntwo \xff")
    articles = list(read_articles([str(path)], Problems(print)))
    assert articles[0].id == "story.txt"
    assert articles[0].text.startswith("one\r\ntwo ")


def test_a_head_says_what_is_known_of_a_text(tmp_path: Path) -> None:
    """The text begins right after it; a head that is no TOML is a problem."""
    path = tmp_path / "story.md"
    path.write_text('+++\nid = "x"\noutlet = "Mint"\npublished = 2025-04-26T12:00:00Z\n+++\n\nHi.')
    (article,) = read_articles([str(path)], Problems(print))
    assert (article.id, article.outlet, article.text) == ("x", "Mint", "\nHi.")
    assert article.published_at is not None
    path.write_text("+++\nid = \n+++\nHi.")
    assert len(read(path)[1]) == 1


def test_a_missing_file_is_a_problem_and_the_next_is_read(tmp_path: Path) -> None:
    """What cannot be opened is named."""
    (tmp_path / "b.txt").write_text("Hi.")
    problems: list[str] = []
    names = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    assert [a.id for a in read_articles(names, Problems(problems.append))] == ["b.txt"]
    assert "No such file" in problems[0]


def test_the_five_seeds_come_in_order_of_publication() -> None:
    """Each has its date and its text; the first is the baseline of March."""
    seeds = list(seed_articles())
    assert len(seeds) == 5
    dates = [seed.published_at for seed in seeds if seed.published_at]
    assert dates == sorted(dates)
    assert len(dates) == 5
    assert all(len(seed.text) > 1500 for seed in seeds)
