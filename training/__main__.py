"""What can be done here? `python -m training build`, `triggers` and `evaluate`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

REPORT = Path(__file__).with_name("quality.json")
PASSAGES = Path(__file__).with_name("passages")
WEIGHTS = Path(__file__).parents[1] / "claims" / "triggers" / "weights.npz"
TABLE = Path(__file__).with_name("quality.md")


def main(words: list[str] | None = None) -> int:
    """Run a command; 2 if a corpus is missing."""
    arguments = _parser().parse_args(words)
    try:
        if arguments.command == "build":
            _build(arguments)
        elif arguments.command == "triggers":
            _triggers(arguments)
        else:
            _evaluate(arguments)
    except FileNotFoundError as error:
        sys.stderr.write(f"training: {error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="train the pipeline from scratch")
    build.add_argument("--raw", type=Path, required=True, help="folder of the raw news text")
    build.add_argument("--encoder", type=Path, required=True, help="folder of MiniLM's files")
    build.add_argument("--out", type=Path, required=True, help="where to write the pipeline")
    build.add_argument("--scratch", type=Path, help="keep what lies between here, and go on")
    build.add_argument("--seed", type=int, default=7)
    triggers = commands.add_parser("triggers", help="learn which words bear a proposition")
    triggers.add_argument("--raw", type=Path, required=True, help="folder of the raw news text")
    triggers.add_argument("--out", type=Path, default=WEIGHTS, help="where to write the weights")
    triggers.add_argument("--seed", type=int, default=7)
    evaluate = commands.add_parser("evaluate", help="measure a pipeline and write quality.md")
    evaluate.add_argument("--model", type=Path, required=True, help="folder of the pipeline")
    for command in (build, evaluate):
        command.add_argument("--treebank", type=Path, required=True, help="folder of CoNLL-U")
    return parser


def _build(arguments: argparse.Namespace) -> None:
    from training.build import Sources, build  # spaCy takes a second to import

    with tempfile.TemporaryDirectory() as temporary:
        scratch = arguments.scratch or Path(temporary)
        places = (arguments.treebank, arguments.raw, arguments.encoder, scratch)
        build(Sources(*places, arguments.seed), arguments.out)


def _triggers(arguments: argparse.Namespace) -> None:
    from training.passages import marked_news, passages
    from training.triggers import Lesson, learn, write

    invented = passages(sorted(PASSAGES.glob("*.txt")))
    lesson = Lesson([*invented, *marked_news(PASSAGES / "news.jsonl", arguments.raw)])
    write(learn(lesson, arguments.seed), arguments.out)
    sys.stdout.write(f"{len(lesson.rows)} words, {len(lesson.labels)} labels\n")


def _evaluate(arguments: argparse.Namespace) -> None:
    from training.evaluate import evaluate

    table = evaluate(arguments.model, arguments.treebank, REPORT)
    TABLE.write_text(table, encoding="utf8")
    sys.stdout.write(table)


if __name__ == "__main__":
    raise SystemExit(main())
