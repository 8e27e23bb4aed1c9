"""What a browser may send about audit packs."""

from dialogues.core.web import Form


class PackForm(Form):
    """A pack is to be made: nothing is chosen."""
