"""Does the README show what the bot says today?"""

import pytest

from bench import readme

pytestmark = pytest.mark.journey


def test_the_readme_and_the_seed_story_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever changes what a subscriber reads runs `python -m bench.readme` and reads it, too."""
    assert readme.main(["--check"]) == 0, capsys.readouterr().err
