"""Opens the rules of emergencies from data/lexicon/emergencies; a wrong line is refused naming its file."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, combinations
from pathlib import Path

from orientation.conversation.emergencies.alarms import ANYWHERE, BESIDE, NEXT, AlarmBook, Alarms, Sign
from orientation.conversation.phrases import Entry
from orientation.reference.folder import open_yaml
from orientation.refusal import Refused
from orientation.vocabulary import Vocabulary
from orientation.wording import folded

_WRITTEN = re.compile(r"[a-z0-9#@]|\.\.\.", re.IGNORECASE)
FILES = ("suicide", "vital", "harm", "shelter")
_SURROUNDINGS = (
    "passe",
    "antecedent",
    "sujet",
    "personne",
    "facon-de-parler",
    "apres",
    "apres-proche",
    "chronique",
    "hypothese",
    "plus-tard",
    "ordinaire",
    "apaise",
    "revolu",
    "raconte",
    "autre-sujet",
)
_CALMS = ("calms-near", "calms-text", "calms-stay")
_KEYS = frozenset({"means", "wordings", "together", "any-two", "holds", "victim"})
_HARM, _HOLDS, _JOINS = "harm", frozenset({"fresh", "now", "bare", "backed", "clues", "denied", "unspared"}), (NEXT, BESIDE, ANYWHERE)


def load_alarms(
    folder: Path,
    vocabulary: Vocabulary,
    known: frozenset[str],
    shortened: Mapping[str, str],
    recent_from: int,
    is_town: Callable[[str], bool],
) -> Alarms:
    """The signs of every emergency and the book of their wordings. `known` words and towns are never a misspelling of a wording."""
    common = open_yaml(folder / "common.yaml")
    shared = {name: _phrases("common.yaml", name, written) for name, written in _mapping("common.yaml", "words", common).items()}
    entries = [Entry("part", f"common/{name}", "", phrase) for name, some in shared.items() for phrase in some]
    for cue in _SURROUNDINGS:
        entries += [Entry("cue", cue, "", phrase) for phrase in _phrases("common.yaml", cue, common.get(cue))]
    entries += [Entry("cue", "present", "", phrase) for phrase in shared["present"]]
    signs: list[Sign] = []
    for name in FILES:
        path = folder / f"{name}.yaml"
        content = open_yaml(path)
        lists = {id: _phrases(path.name, id, some) for id, some in _mapping(path.name, "words", content).items()}
        made, used = _signs(path.name, content, lists, shared, vocabulary)
        signs += made
        held = {**lists, **used}
        entries += [Entry("part", f"{name}/{id}", "", phrase) for id, some in held.items() for phrase in some]
        entries += [Entry("figure", name, "", phrase) for phrase in _phrases(path.name, "figures", content.get("figures", ""))]
        for calm in _CALMS:
            entries += [Entry("cue", f"{name}/{calm}", "", phrase) for phrase in _phrases(path.name, calm, content.get(calm, ""))]
    needed = set(chain.from_iterable(sign.parts for sign in signs))
    entries = [entry for entry in entries if entry.kind != "part" or entry.id in needed or entry.id in ALWAYS_LOOKED_FOR]
    not_misspelt = known | _words(folder / "not_misspelt.txt")
    haste = {str(short): str(full) for short, full in _mapping("common.yaml", "shortened", common).items()}
    return Alarms(AlarmBook(entries, not_misspelt, {**shortened, **haste}, recent_from, is_town), tuple(signs))


ALWAYS_LOOKED_FOR = frozenset(
    {
        "common/maintenant",
        "shelter/nuit-net",
        "harm/enfant-sur",
        "harm/conjoint-sur",
        "harm/fragile-sur",
        "harm/fragile-peut-etre",
        "harm/fragile-age",
        "harm/conjoint-du-auteur",
        "harm/parent-du-auteur",
        "harm/partenaire-du-mineur",
        "harm/mere-frappee",
        "harm/enfant-vise",
        "harm/fragile-net-sur",
        "harm/coups-de-proche",
        "harm/rouvre",
        "harm/sans-coups",
        "harm/aide-demandee",
        "suicide/par-accident",
        "shelter/en-famille",
        "shelter/sans-famille",
    }
)


def _signs(
    file: str,
    content: Mapping[str, object],
    lists: Mapping[str, tuple[str, ...]],
    shared: Mapping[str, tuple[str, ...]],
    vocabulary: Vocabulary,
) -> tuple[list[Sign], dict[str, tuple[str, ...]]]:
    """The signs of a file's families, and the wordings that are a sign alone by the name given to them."""
    emergency = str(content.get("emergency"))
    if emergency != _HARM and emergency not in vocabulary.emergencies:
        raise Refused(f"{file} : « {emergency} » n'est pas une urgence du vocabulaire. Corrigez « emergency ».")
    stem = file.removesuffix(".yaml")
    signs: list[Sign] = []
    alone: dict[str, tuple[str, ...]] = {}
    for family, told in _mapping(file, "families", content).items():
        if not isinstance(told, dict) or not _KEYS.issuperset(told) or "means" not in told:
            raise Refused(
                f"{file}, « {family} » : attendu « means », puis « wordings », « together », « any-two », « holds » ou « victim »."
            )
        holds, victim = frozenset(str(told.get("holds", "")).split()), told.get("victim")
        if not holds <= _HOLDS:
            raise Refused(f"{file}, « {family} » : « holds » réunit {', '.join(sorted(_HOLDS))}, pas « {told['holds']} ».")
        if victim is not None and victim not in vocabulary.emergencies:
            raise Refused(f"{file}, « {family} » : « {victim} » n'est pas une urgence du vocabulaire.")
        victim = str(victim) if victim is not None else None
        if "wordings" in told:
            alone[f"={family}"] = _phrases(file, family, told["wordings"])
            signs.append(Sign(emergency, family, (f"{stem}/={family}",), (), holds, victim))
        two = combinations(_split(str(told.get("any-two", ""))), 2)
        for written in (*_split(str(told.get("together", ""))), *(f"{one} {BESIDE} {other}" for one, other in two)):
            names, joins = tuple(written.split()[::2]), tuple(written.split()[1::2])
            unknown = [name for name in names if name not in lists and name not in shared]
            if unknown or not set(joins) <= set(_JOINS) or len(joins) != len(names) - 1:
                raise Refused(
                    f"{file}, « {family} », « {written} » : des noms de « words » séparés par >, + ou & étaient attendus"
                    + (f" ; {', '.join(unknown)} n'en est pas." if unknown else ".")
                )
            parts = tuple(f"{stem}/{name}" if name in lists else f"common/{name}" for name in names)
            signs.append(Sign(emergency, family, parts, joins, holds, victim))
    return signs, alone


def _mapping(file: str, name: str, content: Mapping[str, object]) -> Mapping[str, object]:
    held = content.get(name)
    if not isinstance(held, dict):
        raise Refused(f"{file}, « {name} » : une liste de « nom: … » était attendue.")
    return held


def _phrases(file: str, name: str, written: object) -> tuple[str, ...]:
    if not isinstance(written, str):
        raise Refused(f"{file}, « {name} » : des tournures séparées par des points-virgules étaient attendues.")
    phrases = tuple(dict.fromkeys(_split(written)))
    empty = {option for option in _options(" ".join(phrases)) if not _WRITTEN.search(option)}
    phrase = next((phrase for phrase in phrases if empty and not empty.isdisjoint(_options(phrase))), None)
    if phrase is not None:
        raise Refused(f"{file}, « {name} », « {phrase} » : un mot manque entre deux barres ou deux espaces. Complétez la tournure.")
    return phrases


def _split(written: str) -> Iterator[str]:
    yield from filter(None, map(str.strip, " ".join(written.split()).split(";")))


def _options(written: str) -> set[str]:
    return set(written.replace("|", " ").split(" "))


def _words(path: Path) -> frozenset[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(folded(word) for line in lines if not line.startswith("#") for word in line.split())
