"""The sample programme: real events' frames, invented people."""

from dialogues.audit.services import Actor

ACTOR = Actor(name="Sample programme")  # who did all this, as the journal tells it
