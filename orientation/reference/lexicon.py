"""Loads what the reader of requests knows from data/lexicon, once; a wrong line is refused naming its file."""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import orjson

from orientation.collector import building_to_stay
from orientation.conversation.facts.pairs import APART, NEAR, OF
from orientation.conversation.lexicon import Reader, Reading, population_of
from orientation.conversation.masking.recogniser import TOWN, Names
from orientation.conversation.phrases import Entry, PhraseBook
from orientation.conversation.training.weights import ContextWeights
from orientation.geography.gazetteer import Gazetteer
from orientation.reference.alarms import load_alarms
from orientation.reference.dangers import load_dangers
from orientation.reference.folder import data_folder, open_yaml
from orientation.reference.gist import load_gist
from orientation.refusal import Refused
from orientation.vocabulary import Vocabulary
from orientation.wording import normalised

_CLASS = re.compile(r"@([a-z-]+)")
NEED_KINDS = ("name", "actor", "act", "sign", "hint", "vague")
_LEADS = (
    "avis",
    "cs",
    "rdv",
    "consultation",
    "consultation (de|d'|en|chez) (un|une|le|la|l')",
    "consult",
    "bilan",
    "un|une",
    "voir (un|une|le|la|l')",
    "cherche",
)
FACT_KINDS = ("firm", "carer", "lasting", "harm")
HALVES = (OF, NEAR, APART)
TOPIC, ABSENT, SILENT, SETTLED = "topic", "absent", "silent", "settled"


@building_to_stay()
def load_reader(vocabulary: Vocabulary, gazetteer: Gazetteer | None, folder: Path | None = None, year: int | None = None) -> Reader:
    """Everything a reading depends on. `year`: the one ages are counted in when a request has no day; the present one when not given.

    Raises Refused for a need, criterion, public or emergency that the vocabulary does not have.
    """
    folder = folder or data_folder() / "lexicon"
    year = year or date.today().year
    entries = [*_needs(folder, vocabulary), *_facts(folder, vocabulary), *_publics(folder, vocabulary)]
    entries += [
        *_pairs(folder / "pairs.yaml", vocabulary),
        *_cues(folder),
        *_people(folder),
        *_listed(folder / "neutral.yaml", "neutral"),
        *_listed(folder / "offtopic.yaml", "offtopic"),
        *_listed(folder / "conditions.yaml", "condition"),
        *_listed(folder / "turns.yaml", "turn"),
    ]
    entries += _specialties(folder.parent / "mappings" / "specialties.csv")
    homonyms, readings = _homonyms(folder / "homonyms.yaml", vocabulary)
    entries += homonyms
    names = Names(*(_words(folder / f"{name}.txt") for name in ("first_names", "surnames", "eponyms")))
    known = _words(folder / "common_words.txt")
    not_misspelt = _words(folder / "not_misspelt.txt")
    shortened = _texts(folder / "abbreviations.yaml")
    classes = _classes(folder / "classes.yaml")
    _require_classes(entries, classes)
    book = PhraseBook(entries, known, not_misspelt, shortened, recent_from=year - 1, classes=classes)
    return Reader(
        book=book,
        alarms=load_alarms(folder / "emergencies", vocabulary, book.known | not_misspelt, shortened, year - 1, _towns(gazetteer)),
        names=names,
        vocabulary=vocabulary,
        gazetteer=gazetteer,
        year=year,
        implied=_implied(folder / "implied.yaml", vocabulary),
        homonyms=readings,
        context=_weights(folder / "context_weights.json", "weights"),
        order=_weights(folder / "context_weights.json", "order"),
        need_ages=_ages(folder / "need_ages.yaml"),
        fact_weights=_weights(folder / "fact_weights.json", "weights"),
        gist=load_gist(folder / "gist.json"),
        dangers=load_dangers(folder / "danger_weights.json"),
    )


def _towns(gazetteer: Gazetteer | None) -> Callable[[str], bool]:
    """What tells whether a word is the name of a commune of `TOWN` people at least."""
    return lambda form: (population_of(form, gazetteer) or 0) >= TOWN


def _phrases(path: Path, id: str, written: object) -> Iterator[str]:
    if not isinstance(written, str):
        raise Refused(f"{path.name}, « {id} » : une liste de phrases séparées par des points-virgules était attendue.")
    yield from dict.fromkeys(filter(None, map(str.strip, " ".join(written.split()).split(";"))))


def _sections(path: Path, known: Iterable[str], kinds: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(id, kind, phrase) for each phrase of a file whose ids and kinds are closed lists."""
    known, kinds = frozenset(known), frozenset(kinds)
    for id, lists in open_yaml(path).items():
        if id not in known:
            raise Refused(f"{path.name} : « {id} » n'est pas dans le vocabulaire. Corrigez l'identifiant.")
        if not isinstance(lists, dict) or not kinds.issuperset(lists):
            raise Refused(f"{path.name}, « {id} » : attendu parmi {', '.join(sorted(kinds))}.")
        for kind, written in lists.items():
            yield from ((id, kind, phrase) for phrase in _phrases(path, id, written))


def _needs(folder: Path, vocabulary: Vocabulary) -> Iterator[Entry]:
    for path in sorted(folder.glob("needs-*.yaml")):
        for id, kind, phrase in _sections(path, vocabulary.needs, NEED_KINDS):
            yield Entry("need", id, kind, phrase)


def _facts(folder: Path, vocabulary: Vocabulary) -> Iterator[Entry]:
    for path in sorted(folder.glob("facts-*.yaml")):
        levels = {level for criterion in vocabulary.criteria.values() for level in criterion.levels}
        for id, kind, phrase in _sections(path, vocabulary.criteria, {*levels, *FACT_KINDS, TOPIC, ABSENT, SILENT, SETTLED}):
            if kind in (TOPIC, ABSENT):
                yield Entry(kind, id, vocabulary.criteria[id].levels[0], phrase)
            elif kind == SETTLED:
                yield Entry("fact", id, vocabulary.criteria[id].levels[0], phrase, kind)
            else:
                yield Entry("fact", id, "oui", phrase, kind) if kind in FACT_KINDS else Entry("fact", id, kind, phrase)


def _pairs(path: Path, vocabulary: Vocabulary) -> Iterator[Entry]:
    """The halves of facts told by two phrases together; what follows "/" tells apart the pairs of one fact."""
    for name, halves in open_yaml(path).items():
        if name.partition("/")[0] not in vocabulary.criteria or not isinstance(halves, dict) or not {*HALVES}.issuperset(halves):
            raise Refused(f"{path.name}, « {name} » : un critère du vocabulaire était attendu, avec {', '.join(HALVES)}.")
        for half, written in halves.items():
            yield from (Entry("half", f"{name}:{half}", half, phrase) for phrase in _phrases(path, name, written))


def _publics(folder: Path, vocabulary: Vocabulary) -> Iterator[Entry]:
    path = folder / "publics.yaml"
    for id, written in open_yaml(path).items():
        if id not in vocabulary.publics:
            raise Refused(f"{path.name} : « {id} » n'est pas un public du vocabulaire. Corrigez l'identifiant.")
        yield from (Entry("public", id, "", phrase) for phrase in _phrases(path, id, written))


def _cues(folder: Path) -> Iterator[Entry]:
    for entry in _listed(folder / "cues.yaml", "cue"):
        id, _, value = entry.id.partition("-")
        yield (
            Entry(
                "cue", "appelant", {"enfant": "child", "parent": "parent", "conjoint": "spouse", "fratrie": "sibling"}[value], entry.phrase
            )
            if id == "appelant"
            else entry
        )


def _listed(path: Path, kind: str) -> Iterator[Entry]:
    for id, written in open_yaml(path).items():
        yield from (Entry(kind, id, "", phrase) for phrase in _phrases(path, id, written))


def _people(folder: Path) -> Iterator[Entry]:
    path = folder / "people.yaml"
    for id, written in open_yaml(path).items():
        relation, _, sex = id.partition("/")
        value = f"{'parent' if relation == 'pet-name' else relation}/{sex}"
        yield from (Entry("person", relation, value, phrase) for phrase in _phrases(path, id, written))


def _specialties(path: Path) -> Iterator[Entry]:
    """The names of specialties ask for a specialist, qualified by the specialty."""
    if not path.is_file():
        return
    import csv

    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names = (row["label_fr"], row["label_person_fr"], *row["synonyms"].split("|"))
            for name in dict.fromkeys(filter(None, map(str.strip, names))):
                yield Entry("specialty", row["id"], "", name)
                yield Entry("need", "consultation-specialiste", "actor", name, row["id"])
                for lead in _LEADS:
                    yield Entry("need", "consultation-specialiste", "name", f"{lead} {name}", row["id"])


def _classes(path: Path) -> dict[str, tuple[str, ...]]:
    """The words and stems of each class; none when the file is not there."""
    return {name: tuple(_phrases(path, name, written)) for name, written in open_yaml(path).items()} if path.is_file() else {}


def _require_classes(entries: Iterable[Entry], classes: Mapping[str, object]) -> None:
    for entry in entries:
        if "@" in entry.phrase and (unknown := set(_CLASS.findall(entry.phrase)) - classes.keys()):
            raise Refused(
                f"« {entry.phrase} » ({entry.id}) : la classe « {min(unknown)} » n'est pas dans classes.yaml. Ajoutez-la ou corrigez."
            )


def _texts(path: Path) -> dict[str, str]:
    return {str(short): str(full) for short, full in open_yaml(path).items()}


def _words(path: Path) -> frozenset[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(normalised(word) for line in lines if not line.startswith("#") for word in line.split())


def _implied(path: Path, vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """The needs that a fact, an emergency or several together ("a+b") call for."""
    read = {id: tuple(_phrases(path, id, written)) for id, written in open_yaml(path).items()}
    known = {*vocabulary.criteria, *vocabulary.emergencies}
    for id, needs in read.items():
        if not set(id.split("+")) <= known or not set(needs) <= set(vocabulary.needs):
            raise Refused(f"{path.name}, « {id} » : des critères ou urgences et des besoins du vocabulaire étaient attendus.")
    return read


def _homonyms(path: Path, vocabulary: Vocabulary) -> tuple[list[Entry], Mapping[str, tuple[Reading, ...]]]:
    """The words of several meanings, the words that lean to each, and the readings by word."""
    entries: list[Entry] = []
    readings: dict[str, tuple[Reading, ...]] = {}
    for id, written in open_yaml(path).items():
        if not isinstance(written, dict) or not isinstance(written.get("readings"), dict):
            raise Refused(f"{path.name}, « {id} » : « phrases » et « readings » étaient attendus.")
        kind = str(written.get("kind", "actor"))
        entries += [Entry("homonym", id, kind, phrase) for phrase in _phrases(path, id, written.get("phrases"))]
        kept = []
        for need, how in written["readings"].items():
            if need not in vocabulary.needs or not isinstance(how, dict):
                raise Refused(f"{path.name}, « {id} » : « {need} » n'est pas un besoin du vocabulaire.")
            kept.append(Reading(need, float(how.get("from", 0)), float(how.get("below", math.inf)), bool(how.get("usual", False))))
            entries += [Entry("lean", id, need, phrase) for phrase in _phrases(path, id, how.get("words", ""))]
        readings[id] = tuple(kept)
    return entries, readings


def _weights(path: Path, part: str) -> Mapping[str, float]:
    return {name: float(value) for name, value in orjson.loads(path.read_bytes())[part].items()}


def read_prior(path: Path) -> Mapping[str, float]:
    """The weights given by hand, towards which learning is held."""
    return _weights(path, "weights")


def write_context(weights: ContextWeights, path: Path) -> None:
    """What tells a need asked for, and what comes first, each feature with its weight."""
    about = (
        "Poids appris par régression logistique, rappelée vers context_prior.json : ce qui distingue un besoin demandé d'un besoin "
        "seulement cité (weights), et ce qui le place en tête (order). Ce qui porte « = » n'a de poids qu'appris : mots de la phrase "
        "(before=, after=, à leur place at-1=…), autres besoins cités (with=), faits (fact=), longueur et place."
    )
    held = {"about": about, "weights": dict(weights.said), "order": dict(weights.first)}
    path.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_fact_weights(weights: Mapping[str, float], path: Path) -> None:
    """What makes a fact told sure, each feature with its weight."""
    about = (
        "Poids appris par régression logistique : ce qui rend sûr un fait lu. by_ : la sorte de tournure ou de déduction qui le dit "
        "(like : aucune, la demande entière y ressemble) ; is_ : sa valeur ; again : combien de fois ; gist : la ressemblance."
    )
    path.write_text(json.dumps({"about": about, "weights": dict(weights)}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _ages(path: Path) -> Mapping[str, tuple[float, float]]:
    """Usual ages by need, an open end being infinite."""
    read: dict[str, tuple[float, float]] = {}
    for id, bounds in open_yaml(path).items():
        if not isinstance(bounds, list) or len(bounds) != 2:
            raise Refused(f"{path.name}, « {id} » : deux âges étaient attendus, « [de, en dessous de] ».")
        read[id] = (float(bounds[0] or 0), float(bounds[1]) if bounds[1] is not None else math.inf)
    return read


def training_phrases(folder: Path, vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """How each need is worded outside any situation: labels and hints of the vocabulary, and short requests of our own."""
    phrases = {
        id: [need.label_fr, *(hint.strip() for hint in need.hint.split(";") if hint.strip())] for id, need in vocabulary.needs.items()
    }
    for id, requests in open_yaml(folder / "training_phrases.yaml").items():
        if id not in phrases or not isinstance(requests, list):
            raise Refused(f"training_phrases.yaml : « {id} » n'est pas un besoin du vocabulaire suivi d'une liste.")
        phrases[id] += map(str, requests)
    return {id: tuple(dict.fromkeys(some)) for id, some in phrases.items()}
