"""Which resources leave: all of them, or those that answer a need, are in a place, or come from a source."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from orientation.geography.gazetteer import Gazetteer
from orientation.refusal import Refused
from orientation.resource import Resource
from orientation.territory import Area, Place
from orientation.vocabulary import Vocabulary
from orientation.wording import place_key

KEYS = ("need", "commune", "departement", "source")


@dataclass(frozen=True)
class Selection:
    """One of the needs, and in one of the areas, and of one of the sources; an empty set asks nothing."""

    needs: frozenset[str] = frozenset()
    areas: frozenset[Area] = frozenset()
    sources: frozenset[str] = frozenset()

    def holds(self, resource: Resource, gazetteer: Gazetteer) -> bool:
        """Where a resource is counts, not whom it serves: one that nobody has located is in no area."""
        return (
            (not self.needs or bool(self.needs & resource.needs))
            and (not self.sources or any(one.source in self.sources for one in resource.sources))
            and (not self.areas or (resource.commune is not None and bool(self.areas & gazetteer.containing(resource.commune))))
        )


def selection(asked: Iterable[str], vocabulary: Vocabulary, gazetteer: Gazetteer, place_of: Callable[[str], Place]) -> Selection:
    """What `key=value` words ask, several values of one key being as many possibilities. Raises Refused for what is no such thing."""
    values: dict[str, set[str]] = {key: set() for key in KEYS}
    for word in asked:
        key, _, value = word.partition("=")
        if key not in KEYS or not value.strip():
            raise Refused(f"Sélection « {word} » : attendu {', '.join(f'{one}=…' for one in KEYS)} ; par exemple departement=94.")
        values[key].update(part.strip() for part in value.split(",") if part.strip())
    if unknown := sorted(values["need"] - vocabulary.needs.keys()):
        raise Refused(f"Besoin inconnu : {', '.join(unknown)}. Les besoins possibles sont dans data/vocabulary/needs.csv.")
    areas = {_departement(one, gazetteer) for one in values["departement"]}
    areas |= {Area("commune", commune.code) for one in values["commune"] if (commune := place_of(one).commune) is not None}
    return Selection(frozenset(values["need"]), frozenset(areas), frozenset(values["source"]))


def _departement(written: str, gazetteer: Gazetteer) -> Area:
    """A département by its code or its name."""
    official = Area("departement", written.zfill(2).upper())
    if gazetteer.area_name(official) is not None:
        return official
    key = place_key(written)
    named = [area for area, name in gazetteer.area_names.items() if area.kind == "departement" and place_key(name) == key]
    if not named:
        raise Refused(f"Département inconnu : « {written} ». Attendu : son code (94, 2A, 973) ou son nom.")
    return named[0]
