"""Whether the directory holds the demonstration: its organisations say so in their names."""

from sqlalchemy import or_, select

from orientation.store.engine import Database, reading
from orientation.store.read import RESOURCE

MARKS = ("(démonstration)", "(DEMONSTRATION)")


def holds_fiction(database: Database) -> bool:
    """True as soon as one resource is fictional, whatever real ones stand beside it."""
    said = or_(*(RESOURCE.c.organisation.endswith(mark, autoescape=True) for mark in MARKS))
    with reading(database) as connection:
        return connection.execute(select(RESOURCE.c.id).where(said).limit(1)).first() is not None
