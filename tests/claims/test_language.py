"""Is every text parsed as it stands, fast, and only if it is English?"""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info

from claims.text.language import CHUNK, is_english, lemma, parse

ODD = [
    "",
    " ",
    "\n\n",
    "a" * 100_000,
    "(" * 3_000,
    "😀" * 2_000,
    "שלום עולם. " * 200,
    "<div><p>Said Putin</p></div>" * 50,
    "One.\r\n\r\nTwo\u2028three\x00four",
    "x" * 199 + " " + "y" * 300 + "  z",
    "The end" + " " * 5_000 + "is near.",
]


@pytest.mark.parametrize("text", ODD, ids=lambda text: repr(text[:12]))
def test_any_text_comes_back_unchanged(text: str) -> None:
    """Offsets of tokens are offsets of the text, whatever the text is."""
    doc = parse(text)
    assert doc.text == plain(text)
    text = plain(text)
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_invented_text_comes_back_unchanged(text: str) -> None:
    """No string breaks the pipeline or moves an offset."""
    assert parse(text).text == plain(text)


def plain(text: str) -> str:
    """Write every blank that is no line break or tab as a plain one."""
    return "".join(" " if c.isspace() and c not in "\n\r\t" else c for c in text)


def test_a_no_break_space_parts_words_as_any_other() -> None:
    """Pages are full of them; the offsets stay."""
    doc = parse("He said,\u00a0“We won.”")
    assert [token.text for token in doc] == ["He", "said", ",", "“", "We", "won", ".", "”"]
    assert doc[3].idx == 9


def test_a_sentence_ends_at_a_paragraph() -> None:
    """A headline without a full stop does not run into the text below it."""
    doc = parse("Ferry sinks off the coast\n\nAt least nine people died, an official said.")
    starts = [sentence.text.split()[0] for sentence in doc.sents if sentence.text.strip()]
    assert starts[:2] == ["Ferry", "At"]


def test_paragraphs_read_side_by_side_come_back_in_their_places() -> None:
    """Each paragraph has its own grammar and names, at the offsets of the whole text."""
    paragraphs = ["Kenya denied the report.", "Envoys met in Lima.", "Paul Biya left Cameroon."]
    doc = parse("\n\n".join(paragraphs))
    roots = [t.text for t in doc if t.head.i == t.i and t.pos_ == "VERB"]
    assert roots == ["denied", "met", "left"]
    subjects = {t.head.text: t.text for t in doc if t.dep_ == "nsubj"}
    assert (subjects["denied"], subjects["met"]) == ("Kenya", "Envoys")
    assert {"Kenya", "Lima", "Cameroon"} <= {t.text for t in doc if t.ent_type_}


def test_lines_broken_for_width_stay_one_sentence() -> None:
    """Wrapped lines are read as running text."""
    line = "The minister said on Monday that the bridge over the river would stay closed until"
    doc = parse(f"{line}\n{line}\n{line}\n{line}\nspring.")
    assert len([s for s in doc.sents if s.text.strip()]) < 5


def test_a_long_text_is_parsed_in_parts() -> None:
    """A text longer than a part keeps all its words."""
    text = "The army said that it had left the town. " * (CHUNK // 20)
    doc = parse(text)
    assert doc.text == text
    assert sum(token.text == "army" for token in doc) == CHUNK // 20


def test_time_grows_with_the_length_only() -> None:
    """Four times the text takes about four times as long."""
    unit = "wordwordword" * 2_000
    parse("warm up")
    short = _seconds(unit)
    assert _seconds(unit * 4) < 12 * short + 1


def _seconds(text: str) -> float:
    started = perf_counter()
    parse(text)
    return perf_counter() - started


def test_a_parse_keeps_to_one_thread() -> None:
    """Products of matrices are too small to be shared: threads would only wait for each other."""
    parse("The ministry denied the report.")
    assert {lib["num_threads"] for lib in threadpool_info() if lib["user_api"] == "blas"} == {1}


def test_a_lemma_is_the_base_form() -> None:
    """Cue words are looked up by base form."""
    doc = parse("She denied it, said nothing, hoped for peace, hopped home and staged a rally.")
    lemmas = {token.text: lemma(token) for token in doc}
    assert lemmas["denied"] == "deny"
    assert lemmas["said"] == "say"
    assert lemmas["hoped"] == "hope"
    assert lemmas["hopped"] == "hop"
    assert lemmas["staged"] == "stage"


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said that three people had been killed in the attack on the port.",
        "Ferry sinks off South Sulawesi, at least nine dead",
        "Kyiv denies losing the town",
        "",
    ],
)
def test_english_is_recognised(text: str) -> None:
    """English passes, also when it is only a headline."""
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "El ministerio dijo que tres personas habían muerto en el ataque contra el puerto.",
        "Le ministère a déclaré que trois personnes ont été tuées dans une attaque du port.",
        "Das Ministerium teilte mit, dass drei Menschen bei dem Angriff auf den Hafen starben.",
        "Kementerian itu mengatakan tiga orang tewas dalam serangan di pelabuhan dan dua hilang.",
        "Министерство сообщило, что в результате атаки на порт погибли три человека.",
        "وزارة الدفاع تقول إن ثلاثة أشخاص قتلوا في الهجوم",
        "国防部称三人在袭击中丧生",
    ],
)
def test_other_languages_are_left_alone(text: str) -> None:
    """A text whose small words are not English is none."""
    assert not is_english(text)
