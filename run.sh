#!/usr/bin/env bash
# The one way to do things: ./run.sh [claimwatch …|test|check|fix|eval|bench|wording|lock]
set -euo pipefail
cd "$(dirname "$0")"

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    say "Claimwatch needs Python 3.11 or later; none was found. Install it, or name it: PYTHON=/path/to/python3 ./run.sh"
    exit 1
}

# Install what LOCK names into .venv, once; a stamp with the lock's own content says that it was done.
install() {
    local lock=$1 stamp=.venv/.$1
    cmp -s "$lock" "$stamp" && return
    # what the tests need contains what the bot needs
    [ "$lock" = requirements.txt ] && cmp -s requirements-dev.txt .venv/.requirements-dev.txt && return
    if [ ! -x .venv/bin/python ]; then
        local python
        python=$(find_python)
        say "1/3 Making a virtual environment in .venv ($("$python" --version))"
        "$python" -m venv .venv || { say "Making it failed. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
    fi
    say "2/3 Installing the packages of $lock (a few minutes the first time)"
    .venv/bin/python -m pip install --disable-pip-version-check --require-hashes --only-binary :all: \
        --progress-bar on --requirement "$lock" 1>&2 \
        || { say "Installing failed: the lines above say which package. The package registry must be within reach."; exit 1; }
    say "3/3 Installing Claimwatch itself"
    .venv/bin/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable . 1>&2
    cp "$lock" "$stamp"
}

lint() { .venv/bin/ruff check . && .venv/bin/ruff format --check .; }

case "${1:-}" in
test)
    install requirements-dev.txt
    shift
    exec .venv/bin/python -m pytest "$@"
    ;;
check)
    install requirements-dev.txt
    lint
    .venv/bin/mypy
    .venv/bin/lint-imports
    .venv/bin/python -m storage.migrate --check
    ;;
fix)
    install requirements-dev.txt
    .venv/bin/ruff check --fix .
    .venv/bin/ruff format .
    ;;
eval)
    install requirements-dev.txt
    shift
    exec .venv/bin/python -m bench.eval "$@"
    ;;
bench)
    install requirements-dev.txt
    shift
    exec .venv/bin/python -m bench "$@"
    ;;
wording)
    install requirements-dev.txt
    shift
    exec .venv/bin/python -m bench.wording "$@"
    ;;
lock)
    # Both locks name hashes and no index, so that they work with whatever registry pip is set to.
    for group in "" dev; do
        uv pip compile pyproject.toml ${group:+--group "$group"} --universal --python-version 3.11 --generate-hashes \
            --no-emit-index-url --no-annotate --quiet --output-file "requirements${group:+-$group}.txt"
    done
    ;;
claimwatch)
    install requirements.txt
    shift
    exec .venv/bin/claimwatch "$@"
    ;;
"")
    install requirements.txt
    exec .venv/bin/claimwatch run
    ;;
*)
    say "Unknown: $1. One of: (nothing), claimwatch …, test, check, fix, eval, bench, wording, lock"
    exit 2
    ;;
esac
