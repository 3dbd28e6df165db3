"""What runs? Settings, command line, wiring and the shells around the handlers."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("claimwatch")
except PackageNotFoundError:  # run from a checkout that was not installed
    VERSION = "0"
