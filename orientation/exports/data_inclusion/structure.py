"""Who runs services at one address, as a structure of data·inclusion v1."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any

from orientation.exports.codes import named, of_version
from orientation.exports.data_inclusion.valid import valid_structure
from orientation.geography.gazetteer import Gazetteer
from orientation.mapping import Meaning
from orientation.resource import Resource
from orientation.sources.reading import Context

Json = dict[str, Any]
PRODUCER = "orientation"
_LONGEST_NAME, _SHORTEST_NAME = 150, 3


def title(name: str) -> str:
    """A name as long as the schema takes it."""
    said = name.strip()
    return said if len(said) <= _LONGEST_NAME else f"{said[: _LONGEST_NAME - 1].rstrip()}…"


def structure_id(resource: Resource) -> str:
    """The same for all that one organisation runs at one address, whatever else changes."""
    said = (_name(resource), _siret(resource), resource.commune, resource.address, resource.postcode)
    return f"{PRODUCER}--{blake2b(repr(said).encode(), digest_size=10).hexdigest()}"


@dataclass(frozen=True)
class Structures:
    """What structures are written with."""

    context: Context

    def structure(self, resource: Resource, updated: date) -> Json:
        """The structure that runs a resource; `updated`: the latest day among all that it runs."""
        return valid_structure(
            {
                "source": PRODUCER,
                "id": structure_id(resource),
                "nom": _name(resource),
                "date_maj": updated.isoformat(),
                "siret": _siret(resource),
                **spot(resource, self.context.gazetteer),
                "reseaux_porteurs": list(named(resource.categories, self._networks.items(), resource.needs)) or None,
            }
        )

    @cached_property
    def _networks(self) -> Mapping[str, Meaning]:
        return dict(of_version(self.context.mappings.lists["data-inclusion-structures"], "v1"))


def spot(resource: Resource, gazetteer: Gazetteer) -> Json:
    """Where it is, for a structure as for a service."""
    commune = gazetteer.commune(resource.commune) if resource.commune else None
    return {
        "commune": commune.name if commune else None,
        "code_postal": resource.postcode,
        "code_insee": resource.commune,
        "adresse": resource.address,
    }


def _name(resource: Resource) -> str:
    said = title(resource.organisation or "")
    return said if len(said) >= _SHORTEST_NAME else title(resource.name)


def _siret(resource: Resource) -> str | None:
    """One SIRET, or none when there are several: the schema holds one."""
    found = [one.value for one in resource.identifiers if one.scheme == "siret"]
    return found[0] if len(found) == 1 else None
