"""FHIR as it is really published: an object where an array was due, codes under the wrong system, numbers as text. Knows no offer."""

import re
from collections.abc import Callable
from functools import lru_cache
from sys import intern
from typing import Any, Generic, NamedTuple, TypeVar

import orjson

Json = dict[str, Any]
Extensions = dict[str, list[Json]]
Read = TypeVar("Read")
# What an element of the wrong shape may raise where the standard promised another.
MALFORMED = (ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError)
MOST_REMEMBERED = 20_000

_TERMINOLOGY = re.compile(r"(?:TRE|JDV)[_-]([A-Z]\d+)")
# Value sets of the ROR and the code system each draws from: publishers write the one for the other.
_SYSTEM_OF_VALUE_SET = {
    "J16": "R210", "J17": "R211", "J18": "R212", "J19": "R213", "J20": "R227", "J26": "R236", "J27": "R237", "J28": "R238", "J29": "R239",
    "J30": "R240", "J31": "R241", "J32": "R242", "J33": "R243", "J35": "R245", "J36": "R246", "J39": "R250", "J41": "R252", "J50": "R202",
    "J51": "R265", "J55": "R66", "J124": "R13", "J185": "R286", "J187": "R329", "J188": "R330", "J189": "R331", "J190": "R332",
    "J199": "R72", "J200": "R69", "J201": "R286", "J205": "R228", "J210": "R38", "J217": "R23", "J220": "R251", "J221": "R287",
    "J222": "R283", "J223": "R201", "J224": "R203", "J225": "R200", "J226": "R338", "J229": "G15", "J237": "R30", "J238": "R244",
}  # fmt: skip
# Systems without a number (older model, home-made addresses) are told by the words in them.
_SYSTEM_OF_WORDS = {
    "modepriseencharge": "R213", "caremode": "R213", "champactivite": "R227", "activiteoperationnelle": "R211",
    "operationalactivity": "R211",
    "categorieorganisation": "R244", "typeoffre": "R244", "publicprisencharge": "R239", "temporaliteaccueil": "R240",
    "modaliteaccueil": "R338", "ouvertureannuelle": "R238", "competencespecifique": "R243", "familleactivite": "R265",
    "niveauconfidentialite": "R283", "confidentialitylevel": "R283", "canalcommunication": "R200", "communicationchannel": "R200",
    "naturecontact": "R287", "typehoraire": "R252", "typefermeture": "R286", "professionsante": "G15", "categorieetablissement": "R66",
    "statutjuridique": "R72", "specialiteordinale": "R38", "modeexercice": "R23", "actespecifique": "R210",
}  # fmt: skip
_REFERENCE = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]{1,128})(?:/_history/[^/]*)?$")


class Coding(NamedTuple):
    """`system`: the number of the terminology ("R213"), None when the address names none."""

    system: str | None
    code: str
    display: str | None


def listed(value: object) -> list[Any]:
    """A repeated element, whether published as an array, as one object, or not at all."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(value: object) -> list[Json]:
    """The objects of a repeated element; what is none is left out."""
    if isinstance(value, list):
        return value if all(type(one) is dict for one in value) else [one for one in value if isinstance(one, dict)]
    return [value] if isinstance(value, dict) else []


def first_object(value: object) -> Json:
    found = objects(value)
    return found[0] if found else {}


def section(element: object, key: str) -> Json:
    """An element that is one object; empty when it is missing or something else."""
    found = element.get(key) if isinstance(element, dict) else None
    if isinstance(found, list):
        found = next((one for one in found if isinstance(one, dict)), None)
    return found if isinstance(found, dict) else {}


def word(value: object) -> str | None:
    """A primitive as text; None for nothing, for an object and for an empty text."""
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def extensions(element: Json) -> Extensions:
    """The extensions of an element by the end of their address, without case or hyphens: bases differ between models."""
    found: Extensions = {}
    given = element.get("extension")
    for one in given if isinstance(given, list) else (given,):
        if isinstance(one, dict) and isinstance(url := one.get("url"), str):
            name = _name(url)
            if name in found:
                found[name].append(one)
            else:
                found[name] = [one]
    return found


@lru_cache(maxsize=4096)
def _name(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[-1].replace("-", "").replace("_", "").casefold()


def value(extension: Json) -> Any:
    """What an extension holds, whatever the type its key names; None when it holds extensions or nothing."""
    for key, held in extension.items():
        if key.startswith("value"):
            return held
    return None


def values(found: Extensions, name: str) -> list[Any]:
    return [held for one in found.get(name, ()) if (held := value(one)) is not None]


def first_word(found: Extensions, name: str) -> str | None:
    """The first text of an extension; for a coded one, its first code."""
    for one in found.get(name, ()):
        held = value(one)
        said = first_code(held) if isinstance(held, dict) else word(held)
        if said is not None:
            return said
    return None


def first_code(concept: Json) -> str | None:
    """The first code of a concept, also of one written without `coding`."""
    given = concept.get("coding")
    for one in given if isinstance(given, list) and given else (given or concept,):
        if isinstance(one, dict) and (code := word(one.get("code"))) is not None:
            return code
    return None


def is_true(found: Extensions, name: str) -> bool:
    return any(held is True or (isinstance(held, str) and held.strip().casefold() == "true") for held in values(found, name))


def codings(concepts: object) -> list[Coding]:
    """Codes of concepts, also of those written without `coding`."""
    found: list[Coding] = []
    for concept in listed(concepts):
        if isinstance(concept, dict):
            given = concept.get("coding")
            for one in given if isinstance(given, list) and given else (given or concept,):
                if isinstance(one, dict) and (code := word(one.get("code"))) is not None:
                    found.append(Coding(terminology(one.get("system")), code, word(one.get("display")) or word(concept.get("text"))))
        elif (plain := word(concept)) is not None:
            found.append(Coding(None, plain, None))
    return found


class Remembered(Generic[Read]):
    """What a piece of JSON was read as, for the next one that is the same: offers repeat their hours, patients and zones."""

    def __init__(self, read: Callable[[Any], Read]) -> None:
        self._read = read
        self._known: dict[bytes, Read] = {}

    def __call__(self, piece: Any) -> Read:
        key = orjson.dumps(piece)
        if key not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = self._read(piece)
        return self._known[key]


def terminology(system: object) -> str | None:
    """The number of the code system an address names, also through one of its value sets.

    >>> terminology("https://mos.esante.gouv.fr/NOS/JDV_J19-ModePriseEnCharge-ROR/FHIR/JDV-J19-ModePriseEnCharge-ROR")
    'R213'
    """
    return _terminology(system) if isinstance(system, str) else None


@lru_cache(maxsize=4096)
def _terminology(system: str) -> str | None:
    named = _TERMINOLOGY.search(system)
    if named:
        return _SYSTEM_OF_VALUE_SET.get(named.group(1), named.group(1))
    letters = re.sub(r"[^a-z]", "", system.rsplit("/", 1)[-1].casefold())
    return next((number for words, number in _SYSTEM_OF_WORDS.items() if words in letters), None)


def reference(held: object) -> str | None:
    """The resource a reference names, as "Type/id"; a reference inside a bundle or a resource ("urn:…", "#…") as it stands.

    >>> reference({"reference": "https://ror.example/fhir/Location/12/_history/3"})
    'Location/12'
    """
    written = word(held.get("reference")) if isinstance(held, dict) else word(held)
    if written is None:
        return None
    return _reference(written)


def _reference(written: str) -> str | None:
    if written.startswith(("urn:", "#")):
        return written
    named = _REFERENCE.search(written)
    # A reference is kept as long as what it names, under the same text.
    return intern(f"{named.group(1)}/{named.group(2)}") if named else None
