"""Settings: read once, every problem at once, no secret shown."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load, markdown_table, variable

TOKEN = "123456:AAbbccddeeffgghhiijjkkllmmnnooppqq"


def test_defaults_need_no_variable() -> None:
    """A newcomer sets nothing and gets the terminal chat with seeds."""
    settings, warnings = load({})
    assert settings.telegram_token is None
    assert settings.seeds
    assert warnings == []


def test_every_problem_is_listed_at_once() -> None:
    """Three wrong values give three lines, each naming its variable."""
    with pytest.raises(SettingsError) as caught:
        load(
            {
                "CLAIMWATCH_SEEDS": "maybe",
                "CLAIMWATCH_ADMINS": "bob",
                "CLAIMWATCH_POLL_INTERVAL": "0",
            }
        )
    assert [line.split(":")[0] for line in caught.value.problems] == [
        "CLAIMWATCH_SEEDS",
        "CLAIMWATCH_ADMINS",
        "CLAIMWATCH_POLL_INTERVAL",
    ]


def test_a_problem_never_shows_the_token() -> None:
    """A wrong value beside a token is reported without it."""
    with pytest.raises(SettingsError) as caught:
        load({"CLAIMWATCH_TELEGRAM_TOKEN": TOKEN, "CLAIMWATCH_HTTP_PORT": TOKEN})
    assert TOKEN not in str(caught.value)
    assert TOKEN not in repr(load({"CLAIMWATCH_TELEGRAM_TOKEN": TOKEN})[0])


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    """NAME_FILE is read and its trailing newline dropped."""
    (tmp_path / "token").write_text(TOKEN + "\n")
    settings, _ = load({"CLAIMWATCH_TELEGRAM_TOKEN_FILE": str(tmp_path / "token")})
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN


def test_a_secret_given_twice_or_in_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """Both forms at once, or a file that is not there, are named."""
    with pytest.raises(SettingsError, match="both set"):
        load({"CLAIMWATCH_TELEGRAM_TOKEN": TOKEN, "CLAIMWATCH_TELEGRAM_TOKEN_FILE": "x"})
    with pytest.raises(SettingsError, match="cannot read"):
        load({"CLAIMWATCH_DATABASE_URL_FILE": str(tmp_path / "nothing")})


def test_an_unknown_name_is_a_warning_with_the_nearest_known_one() -> None:
    """A typing error does not stop the bot, and is not silent."""
    _, warnings = load({"CLAIMWATCH_TELEGRAM_TOKN": TOKEN})
    assert len(warnings) == 1
    assert "CLAIMWATCH_TELEGRAM_TOKEN" in warnings[0]
    assert TOKEN not in warnings[0]


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A variable set for one run beats the .env file; the file's other lines hold."""
    (tmp_path / ".env").write_text("CLAIMWATCH_ALERT_WINDOW=5\nCLAIMWATCH_MAX_AGE=9\n")
    settings, _ = load({"CLAIMWATCH_ALERT_WINDOW": "7"}, tmp_path / ".env")
    assert (settings.alert_window, settings.max_age) == (7, 9)


@pytest.mark.parametrize(("word", "on"), [("on", True), ("OFF", False), ("1", True), ("0", False)])
def test_switches_take_words(word: str, on: bool) -> None:
    """on/off, true/false and 1/0 all work, in any case."""
    assert load({"CLAIMWATCH_SEEDS": word})[0].seeds is on


def test_private_networks_are_a_switch_or_a_list() -> None:
    """A list opens just these networks; a broken one is a problem."""
    assert load({"CLAIMWATCH_ALLOW_PRIVATE_NETWORKS": "on"})[0].allow_private_networks.everywhere
    some = load({"CLAIMWATCH_ALLOW_PRIVATE_NETWORKS": "127.0.0.0/8,10.1.0.0/16"})[0]
    assert len(some.allow_private_networks.some) == 2
    with pytest.raises(SettingsError, match="ALLOW_PRIVATE_NETWORKS"):
        load({"CLAIMWATCH_ALLOW_PRIVATE_NETWORKS": "127.0.0.0/8,lan"})


def test_the_readme_lists_every_setting_as_the_code_has_it() -> None:
    """The README's table is the one that the code writes."""
    assert markdown_table() in Path("README.md").read_text(encoding="utf8")
    for field in Settings.model_fields:
        assert variable(field) in markdown_table()
