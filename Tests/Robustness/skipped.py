class Skipped(Exception):
    """This machine cannot try it; the words say why."""
