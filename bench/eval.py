"""How good is the engine? One table over all evaluations, kept as JSON so that commits compare."""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STORIES = ("seeds", "seeds-late", "ferry")
OURS = Path(__file__).parent.parent
MODEL = OURS / "claims" / "english"
RESULT = OURS / "data" / "eval.json"

Row = tuple[str, str, str]  # what was measured, the measure, the figure


def main() -> int:
    """Run the evaluations whose data is there; name those whose data is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "data", type=Path, nargs="?", default=OURS.parent / "shared", help="stories and corpora"
    )
    parser.add_argument("--only", choices=tuple(PARTS), action="append", help="may be repeated")
    parser.add_argument("--output", type=Path, default=RESULT, help="where the JSON goes")
    arguments = parser.parse_args()
    if not (arguments.data / "eval").is_dir():
        sys.stderr.write(
            f"eval: no evaluation data at {arguments.data}: it is not part of this repository; "
            "give its folder as the argument (with eval/ and corpora/ in it)\n"
        )
        return 1
    rows: list[Row] = []
    for name in arguments.only or PARTS:
        rows += _measured(name, arguments.data)
    _print(rows)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf8")
    return 0


def _measured(name: str, data: Path) -> list[Row]:
    try:
        return list(PARTS[name](data))
    except FileNotFoundError as error:
        return [(name, "not measured", f"no {error.filename}")]


def _print(rows: list[Row]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for what, measure, figure in rows:
        print(f"{what:{widths[0]}}  {measure:{widths[1]}}  {figure}")


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
        started = time.monotonic()
        predicted.write_text(_claimwatch("extract", gold), encoding="utf8")
        took = time.monotonic() - started
        words = sum(len(json.loads(line)["text"].split()) for line in gold.open(encoding="utf8"))
        result = _scored(data, "score_counts.py", "--gold", gold, "--pred", predicted)
    for unit, row in result.items():
        yield "GVA dev", f"{unit} P / R", f"{row['precision']} / {row['recall']}"
    yield "speed", "articles of 600 words a second", f"{words / 600 / took:.1f}"


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
    "parse": _parse,
}

if __name__ == "__main__":
    sys.exit(main())
