"""The page that shows the qualification cases: its table is written by the lab, the words around it by hand."""

from .guest import ROOT

PATH = ROOT / "Sources" / "BluetoothHost" / "BluetoothHost.docc" / "Qualification.md"
FIRST_COLUMN = "| case |"


def table() -> str:
    """The table as the page has it."""
    return "\n".join(line for line in PATH.read_text().splitlines() if line.startswith("| "))


def write(table: str):
    words = PATH.read_text().split(FIRST_COLUMN)[0]
    PATH.write_text(words + table + "\n")
