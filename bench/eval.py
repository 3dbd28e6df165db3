"""How good is the engine? One table over all evaluations, kept as JSON so that commits compare."""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bench import edits, factuality, streams
from bench.corpora import articles_of
from bot.replay import fresh_ledger, replay
from claims.extract import extract
from tests.edits.desk import judged

STORIES = ("seeds", "seeds-late", "ferry")
OURS = Path(__file__).parent.parent
MODEL = OURS / "claims" / "english"
RESULT = OURS / "data" / "eval.json"
WORDS = 600  # of an article, by which speed is told
READ = 150  # articles that are read for the speed
CASES = 2_000  # of edited texts, at least

Row = tuple[str, str, str]  # what was measured, the measure, the figure


def main() -> int:
    """Run the evaluations whose data is there; name those whose data is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "data", type=Path, nargs="?", default=OURS.parent / "shared", help="stories and corpora"
    )
    parser.add_argument("--only", choices=tuple(PARTS), action="append", help="may be repeated")
    parser.add_argument("--output", type=Path, default=RESULT, help="where the JSON goes")
    parser.add_argument("--against", type=Path, help="the JSON of another commit, shown beside")
    arguments = parser.parse_args()
    if not (arguments.data / "eval").is_dir():
        sys.stderr.write(
            f"eval: no evaluation data at {arguments.data}: it is not part of this repository; "
            "give its folder as the argument (with eval/ and corpora/ in it)\n"
        )
        return 1
    before = _kept(arguments.against) if arguments.against else {}
    rows: list[Row] = []
    for name in arguments.only or PARTS:
        sys.stderr.write(f"eval: {name}\n")
        rows += _measured(name, arguments.data)
    _print(rows, before)
    kept = {"commit": _commit(), "rows": rows}
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf8")
    return 0


def _kept(file: Path) -> dict[tuple[str, str], str]:
    """Read what another commit reached."""
    kept = json.loads(file.read_text(encoding="utf8"))
    print(f"in brackets: {kept['commit']}, where it differs")
    return {(what, measure): figure for what, measure, figure in kept["rows"]}


def _commit() -> str:
    """Name the commit, and say when files differ from it."""
    command = ["git", "-C", str(OURS), "describe", "--always", "--dirty", "--exclude=*"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def _measured(name: str, data: Path) -> list[Row]:
    try:
        return list(PARTS[name](data))
    except FileNotFoundError as error:
        return [(name, "not measured", f"no {error.filename}")]


def _print(rows: Sequence[Row], before: dict[tuple[str, str], str]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in (0, 1, 2)]
    for what, measure, figure in rows:
        old = before.get((what, measure))
        other = "" if old in (None, figure) else f"  ({old})"
        padded = f"{figure:{widths[2]}}{other}" if other else figure
        print(f"{what:{widths[0]}}  {measure:{widths[1]}}  {padded}")


def _claimwatch(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "bot", *map(str, arguments)]
    return subprocess.run(command, cwd=OURS, check=True, capture_output=True, text=True).stdout


def _scored(data: Path, script: str, *arguments: str | Path) -> Any:
    command = [sys.executable, data / "eval" / script, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _unpacked(path: Path, folder: str) -> Path:
    target = Path(folder) / path.name.removesuffix(".gz")
    target.write_bytes(gzip.decompress(path.read_bytes()))
    return target


def _stories(data: Path) -> Iterator[Row]:
    """Claims and alerts of the annotated stories."""
    for name in STORIES:
        story = data / "eval" / "stories" / name
        with tempfile.TemporaryDirectory() as folder:
            replayed = Path(folder) / "replay.jsonl"
            replayed.write_text(_claimwatch("replay", f"{story}.articles.jsonl"), encoding="utf8")
            options = ("--gold", story, "--pred", replayed, "--vocab", data / "eval/vocab.json")
            options += ("--min-severity", "medium", "--json")
            result = _scored(data, "score_replay.py", *options)[name]
        claims, met, alerts = result["claims"], result["of the met"], result["alerts"]
        yield name, "claims R / P", f"{claims['recall']} / {claims['precision']}"
        yield name, "topic, quantity, as_of", f"{met['topic']}, {met['quantity']}, {met['as_of']}"
        yield name, "alerts R / P", f"{alerts['recall']} / {alerts['precision']}"
        yield name, "traps sprung", f"{alerts['traps_sprung']} of {alerts['traps']}"


def _attributions(data: Path) -> Iterator[Row]:
    """Who says what, on PolNeAR."""
    with tempfile.TemporaryDirectory() as folder:
        gold = _unpacked(data / "corpora/polnear/dev.jsonl.gz", folder)
        predicted = Path(folder) / "attributions.jsonl"
        predicted.write_text(_claimwatch("attributions", gold), encoding="utf8")
        result = _scored(data, "score_attributions.py", "--gold", gold, "--pred", predicted)
    for measure in ("who_what", "speech_only"):
        row = result[measure]
        yield "PolNeAR dev", f"{measure} P / R / F1", f"{row['P']} / {row['R']} / {row['F1']}"


def _counts(data: Path) -> Iterator[Row]:
    """Killed and wounded, on the shooting reports."""
    with tempfile.TemporaryDirectory() as folder:
        gold = _unpacked(data / "corpora/counts/gva.dev.jsonl.gz", folder)
        predicted = Path(folder) / "claims.jsonl"
        predicted.write_text(_claimwatch("extract", gold), encoding="utf8")
        result = _scored(data, "score_counts.py", "--gold", gold, "--pred", predicted)
    for unit, row in result.items():
        yield "GVA dev", f"{unit} P / R", f"{row['precision']} / {row['recall']}"


def _factuality(data: Path) -> Iterator[Row]:
    """What happened from what did not, by the component that the frames use."""
    for name, title in (("uw", "UW dev"), ("uds_ih2", "UDS-IH2 dev")):
        found = factuality.measure(data / f"corpora/factuality/{name}.dev.jsonl.gz")
        yield title, "factuality, Pearson r", f"{found.pearson:.3f}"
        yield title, "did not happen, F1", f"{found.f1:.3f}"


def _speed(data: Path) -> Iterator[Row]:
    """How fast articles are read, compared and filed: processor time, so that others may work."""
    first, *articles = islice(articles_of(data / "corpora/polnear/dev.jsonl.gz"), READ + 1)
    extract(first)  # the model and the word lists are loaded before the clock starts
    words = sum(len(article.text.split()) for article in articles)
    with fresh_ledger() as store:
        started = time.process_time()
        for _ in replay(store, articles, extract):
            pass
        took = time.process_time() - started
    yield "speed", f"articles of {WORDS} words, CPU s", f"{words / WORDS / took:.1f}"


def _edits(data: Path) -> Iterator[Row]:
    """Alerts on edited texts: those written for the tests and the seeds, then real sentences."""
    ours = list(judged(edits.made([])))
    real = edits.of_files([data / "corpora/raw/wiki_current_events.jsonl.gz"])
    for name, verdicts in (
        ("edits", ours),
        ("edits of real sentences", list(judged(real[:: max(1, len(real) // CASES)]))),
    ):
        due = [each for each in verdicts if each.case.due]
        idle = [each for each in verdicts if not each.case.due]
        yield name, f"right of {len(verdicts)}", f"{edits.right(verdicts):.3f}"
        yield name, "alert due / none due", f"{edits.right(due):.3f} / {edits.right(idle):.3f}"


def _streams(data: Path) -> Iterator[Row]:
    """Alerts on real streams, beside an encyclopedia's timelines."""
    found = concerned = 0
    for each in streams.outcomes(data / "corpora/streams"):
        found, concerned = found + len(each.found), concerned + each.concerned
        highs = f"{each.highs_a_day:g}, {max(each.days.values(), default=0)}"
        yield each.name, "high a day: median, most", highs
        yield each.name, "timeline entries found", f"{len(each.found)} of {each.concerned}"
    yield "streams", "timeline entries found", f"{found / max(1, concerned):.2f}"


def _parse(data: Path) -> Iterator[Row]:
    """The language model, from raw text."""
    for bank in ("ewt", "gum"):
        file = data / f"corpora/treebank/{bank}-test.conllu.gz"
        result = _scored(data, "score_parse.py", MODEL, file, "--raw")
        yield f"{bank} test", "UAS / LAS", f"{result['uas']} / {result['las']}"


PARTS = {
    "stories": _stories,
    "attributions": _attributions,
    "counts": _counts,
    "factuality": _factuality,
    "speed": _speed,
    "edits": _edits,
    "streams": _streams,
    "parse": _parse,
}

if __name__ == "__main__":
    sys.exit(main())
