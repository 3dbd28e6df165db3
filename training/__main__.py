"""What can be done here? `python -m training build` and `python -m training evaluate`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

REPORT = Path(__file__).with_name("quality.json")
TABLE = Path(__file__).with_name("quality.md")


def main(words: list[str] | None = None) -> int:
    """Run a command; 2 if a corpus is missing."""
    arguments = _parser().parse_args(words)
    try:
        if arguments.command == "build":
            _build(arguments)
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


def _evaluate(arguments: argparse.Namespace) -> None:
    from training.evaluate import evaluate

    table = evaluate(arguments.model, arguments.treebank, REPORT)
    TABLE.write_text(table, encoding="utf8")
    sys.stdout.write(table)


if __name__ == "__main__":
    raise SystemExit(main())
