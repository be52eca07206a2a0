"""Loads the complexity grids of data/grids: which file extends which, what the whole must satisfy, and how a version is written back.

Entries a territory does not name come from the grid it extends. Where it gives `values`, they govern from their first date on, and the
extended grid's earlier values are kept with their own references; `levels`, `when` and `first_needs` replace the whole block.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import yaml

from orientation.dated import Dated
from orientation.grid import (
    Alert,
    AnyInDimension,
    AtLeast,
    ComplexityGrid,
    Condition,
    Dimension,
    Effect,
    GridCriterion,
    GridOnDay,
    LevelMap,
    Module,
    Publication,
    Rule,
    Setting,
    Unless,
)
from orientation.reference import grid_entries as entries
from orientation.reference.folder import data_folder, open_yaml
from orientation.reference.grid_entries import SECTIONS, Where
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Refused
from orientation.vocabulary import Vocabulary

CROSSWALK = "crosswalk.yaml"
_WHOLE = {"levels", "when", "first_needs"}
_REQUIRED = {
    "dimensions": ("code", "label", "values"),
    "criteria": ("code", "dimension", "label", "levels", "values"),
    "modules": ("label", "when"),
    "context": ("label",),
    "tiers": ("label", "bounds", "settings"),
    "rules": ("label", "when", "values"),
    "alerts": ("label", "when"),
    "facts": ("values",),
    "instruments": ("criterion", "values"),
}


def load_grids(folder: Path | None = None, vocabulary: Vocabulary | None = None) -> Mapping[str, ComplexityGrid]:
    """Every grid by id. Raises Refused naming file, entry and date for whatever does not hold."""
    folder = folder or data_folder() / "grids"
    vocabulary = vocabulary or load_vocabulary()
    files = {path.name: open_grid_file(path) for path in sorted(folder.glob("*.yaml"))}
    crosswalk = files.pop(CROSSWALK, {})
    by_id = {str(content.get("id")): (name, content) for name, content in files.items()}
    if not files or len(by_id) < len(files):
        raise Refused("grids : chaque grille a son fichier et son identifiant (« id »), donné une seule fois. Vérifiez le dossier.")
    return {id: read_grid(merged(id, by_id, crosswalk), by_id[id][0], vocabulary) for id in by_id}


def open_grid_file(path: Path) -> dict[str, object]:
    """The content of one file, its shape checked. Raises Refused, also for a key written twice."""
    content = open_yaml(path)
    _refuse_twins(yaml.compose(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), path.name)
    entries.check_shape(content, path.name)
    return content


def _refuse_twins(node: yaml.Node | None, file: str) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise Refused(f"{file}, ligne {key.start_mark.line + 1} : « {key.value} » est écrit deux fois. Gardez une seule entrée.")
            seen.add(key.value)
            _refuse_twins(value, file)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_twins(value, file)


def merged(id: str, by_id: Mapping[str, tuple[str, Mapping[str, object]]], crosswalk: Mapping[str, object]) -> dict[str, object]:
    """A grid with all that it takes from the ones it extends, and from the crosswalk at the root."""
    chain: list[str] = []
    current: object = id
    while current is not None:
        if current not in by_id or current in chain:
            problem = "s'étend elle-même" if current in chain else "n'existe pas"
            raise Refused(f"{by_id[chain[-1] if chain else id][0]} : « extends: {current} » {problem}. Nommez une autre grille du dossier.")
        chain.append(str(current))
        current = by_id[str(current)][1].get("extends")
    whole = dict(crosswalk)
    for link in reversed(chain):
        content = by_id[link][1]
        whole = {**whole, **{key: value for key, value in content.items() if key not in SECTIONS}, **_sections(whole, content)}
    return {**whole, "publications": by_id[id][1].get("publications")}


def _sections(whole: Mapping[str, object], content: Mapping[str, object]) -> dict[str, object]:
    return {section: _overlaid(whole.get(section), content.get(section)) for section in SECTIONS}


def _overlaid(base: object, change: object) -> dict[str, object]:
    result = dict(base) if isinstance(base, dict) else {}
    for key, value in (change if isinstance(change, dict) else {}).items():
        held = result.get(key)
        if key == "values" and isinstance(held, dict) and isinstance(value, dict):
            result[key] = {day: said for day, said in held.items() if str(day) < str(next(iter(value), ""))} | value
        elif key in _WHOLE or not (isinstance(held, dict) and isinstance(value, dict)):
            result[key] = value
        else:
            result[key] = _overlaid(held, value)
    return result


def read_grid(content: Mapping[str, object], file: str, vocabulary: Vocabulary) -> ComplexityGrid:
    """A whole grid from a merged mapping, checked on every day on which something changes."""
    parts = {section: _entries(content, section, file) for section in SECTIONS}
    dimensions = tuple(Dimension(id, entries.text(e["code"], w), entries.text(e["label"], w)) for id, (e, w) in parts["dimensions"].items())
    calculators = frozenset(id for id, (e, _) in parts["instruments"].items() if e.get("calculator", True) is True)
    gir = parts["instruments"].pop("gir", None)
    grid = ComplexityGrid(
        id=entries.text(content.get("id"), Where(file)),
        label=entries.text(content.get("label"), Where(file)),
        validated=content.get("validated") is True,
        dimensions=dimensions,
        dimension_weights={id: entries.history(e, w, entries.positive) for id, (e, w) in parts["dimensions"].items()},
        criteria=_in_reading_order(tuple(_criterion(id, e, w) for id, (e, w) in parts["criteria"].items()), dimensions),
        weights={id: entries.history(e, w, entries.positive) for id, (e, w) in parts["criteria"].items()},
        tier_labels={id: entries.text(e["label"], w) for id, (e, w) in parts["tiers"].items()},
        bounds={id: entries.history(e["bounds"], w, entries.bounds) for id, (e, w) in parts["tiers"].items()},
        tier_settings={id: entries.history(e["settings"], w, entries.tier_settings) for id, (e, w) in parts["tiers"].items()},
        rules=tuple(
            Rule(id, entries.text(e["label"], w), entries.condition(e["when"], w), entries.texts(e.get("first_needs") or [], w))
            for id, (e, w) in parts["rules"].items()
        ),
        floors={id: entries.history(e, w, entries.text) for id, (e, w) in parts["rules"].items()},
        alerts=tuple(
            Alert(
                id,
                entries.text(e["label"], w),
                entries.condition(e["when"], w),
                None if e.get("emergency") is None else str(e["emergency"]),
            )
            for id, (e, w) in parts["alerts"].items()
        ),
        modules=tuple(Module(id, entries.text(e["label"], w), entries.condition(e["when"], w)) for id, (e, w) in parts["modules"].items()),
        settings=tuple(Setting(id, entries.text(e["label"], w)) for id, (e, w) in parts["context"].items()),
        links={id: _links(id, e, w, vocabulary) for id, (e, w) in parts["facts"].items()},
        gir_criterion=entries.text(gir[0]["criterion"], gir[1]) if gir else None,
        gir_levels=entries.history(gir[0], gir[1], entries.gir_levels) if gir else None,
        level_maps={id: _level_map(id, e, w) for id, (e, w) in parts["instruments"].items()},
        calculators=calculators,
        publications=_publications(content.get("publications"), Where(file)),
    )
    _check_names(grid, file, vocabulary)
    for day in grid.dates:
        _check_day(grid, day, file)
    return grid


def _entries(content: Mapping[str, object], section: str, file: str) -> dict[str, tuple[dict[str, object], Where]]:
    kind = SECTIONS[section][0]
    found: dict[str, tuple[dict[str, object], Where]] = {}
    for id, entry in entries.mapping(content.get(section) or {}, Where(file)).items():
        where = Where(file, kind, id)
        held = entries.mapping(entry, where)
        missing = [key for key in _REQUIRED[section] if key not in held]
        if missing:
            raise where.refused(f"il manque « {missing[0]} ». Ajoutez cette clé.")
        found[id] = (held, where)
    return found


def _criterion(id: str, entry: Mapping[str, object], where: Where) -> GridCriterion:
    module = entry.get("module")
    return GridCriterion(
        id=id,
        code=entries.text(entry["code"], where),
        label=entries.text(entry["label"], where),
        dimension=entries.text(entry["dimension"], where),
        levels=entries.level_texts(entry["levels"], where),
        question=str(entry.get("question") or ""),
        module=None if module is None else entries.text(module, where),
        additional=entry.get("additional") is True or module is not None,
        beyond_facts=entries.level(entry.get("beyond_facts", 0), where),
    )


def _in_reading_order(criteria: tuple[GridCriterion, ...], dimensions: tuple[Dimension, ...]) -> tuple[GridCriterion, ...]:
    """By dimension, a territory's own criteria after the common ones, a module's last."""
    rank = {dimension.id: place for place, dimension in enumerate(dimensions)}
    return tuple(sorted(criteria, key=lambda c: (rank.get(c.dimension, len(rank)), c.module is not None, c.additional)))


def _links(fact: str, entry: Mapping[str, object], where: Where, vocabulary: Vocabulary) -> Dated[Mapping[str, tuple[Effect, ...]]]:
    """Answers a fact accepts, each with its effects; those the file leaves out have none."""
    if fact not in vocabulary.criteria:
        raise where.refused("ce fait n'est pas dans la liste des critères (vocabulary/criteria.csv). Corrigez son nom.")
    accepted = vocabulary.criteria[fact].levels

    def read(value: object, at: Where) -> Mapping[str, tuple[Effect, ...]]:
        found = entries.effects(value, at)
        unknown = [answer for answer in found if answer not in accepted]
        if unknown:
            raise at.refused(f"« {unknown[0]} » n'est pas une réponse de ce fait. Réponses possibles : {', '.join(accepted)}.")
        levels = [{effect.criterion: effect.level for effect in found.get(answer, ())} for answer in accepted]
        if levels[0] or any(heavier.get(c, 0) < level for lighter, heavier in pairwise(levels) for c, level in lighter.items()):
            raise at.refused(
                f"« {accepted[0]} » ne pèse rien et chaque réponse pèse au moins autant que la précédente ({', '.join(accepted)})."
            )
        return {answer: found.get(answer, ()) for answer in accepted}

    return entries.history(entry, where, read)


def _level_map(id: str, entry: Mapping[str, object], where: Where) -> Dated[LevelMap]:
    criterion = entries.text(entry["criterion"], where)
    return entries.history(entry, where, lambda value, at: LevelMap(id, criterion, entries.three_bounds(value, at)))


def _publications(content: object, where: Where) -> tuple[Publication, ...]:
    if content is None:
        return ()
    if not isinstance(content, dict):
        raise where.refused("« publications » est une liste de dates, chacune avec author, reason et signed_by.")
    found = []
    for day, entry in entries.mapping_of_days(content, where):
        at = Where(where.file, "publication", f"{day}")
        held = entries.mapping(entry, at, {"author", "reason", "signed_by"})
        found.append(Publication(day, *(entries.text(held.get(key), at) for key in ("author", "reason", "signed_by"))))
    return tuple(found)


def _check_names(grid: ComplexityGrid, file: str, vocabulary: Vocabulary) -> None:
    """Every name used somewhere is defined somewhere."""
    criteria, dimensions = {c.id for c in grid.criteria}, {d.id for d in grid.dimensions}
    modules, settings, tiers = {m.id for m in grid.modules}, {s.id for s in grid.settings}, set(grid.tier_labels)

    def known(name: str | None, names: set[str], what: str, where: Where) -> None:
        if name is not None and name not in names:
            raise where.refused(f"{what} « {name} » n'existe pas. Corrigez son nom, ou définissez-le.")

    codes: dict[str, str] = {}
    for c in grid.criteria:
        where = Where(file, "critère", c.id)
        known(c.dimension, dimensions, "la dimension", where)
        known(c.module, modules, "le module", where)
        if c.code in codes:
            raise where.refused(f"le code {c.code} est déjà celui de « {codes[c.code]} ». Donnez-lui un autre code.")
        codes[c.code] = c.id
    for kind, held in (("règle", grid.rules), ("alerte", grid.alerts), ("module", grid.modules)):
        for entry in held:
            _check_condition(entry.when, Where(file, kind, entry.id), criteria, dimensions, settings)
    needs, emergencies = set(vocabulary.needs), set(vocabulary.emergencies)
    for alert in grid.alerts:
        known(alert.emergency, emergencies, "l'urgence", Where(file, "alerte", alert.id))
    for rule in grid.rules:
        for need in rule.first_needs:
            known(need, needs, "le besoin", Where(file, "règle", rule.id))
        for floor in grid.floors[rule.id].entries:
            known(floor.value, tiers, "le palier", Where(file, "règle", rule.id, floor.start))
    for tier, history in grid.tier_settings.items():
        for held_settings in history.entries:
            if held_settings.value:
                for wanted in (*held_settings.value.fitting_needs, held_settings.value.coordination_need):
                    known(wanted, needs, "le besoin", Where(file, "palier", tier, held_settings.start))
    for fact, links in grid.links.items():
        for link in links.entries:
            for effect in (e for answers in (link.value or {}).values() for e in answers):
                known(effect.criterion, criteria, "le critère", Where(file, "fait", fact, link.start))
    for name, map_history in grid.level_maps.items():
        for mapped in map_history.entries:
            known(mapped.value.criterion if mapped.value else None, criteria, "le critère", Where(file, "instrument", name))
    known(grid.gir_criterion, criteria, "le critère", Where(file, "instrument", "gir"))
    unheard = sorted(set(vocabulary.criteria) - set(grid.links))
    if unheard:
        raise Where(file, "fait", unheard[0]).refused(f"ce fait du vocabulaire n'est relié à aucun critère. Ajoutez-le à {CROSSWALK}.")


def _check_condition(when: Condition, where: Where, criteria: set[str], dimensions: set[str], settings: set[str]) -> None:
    for part in entries.parts_of(when):
        match part:
            case AtLeast(criterion, _) if criterion not in criteria:
                raise where.refused(f"le critère « {criterion} » n'existe pas. Corrigez son nom.")
            case AnyInDimension(dimension, _) if dimension not in dimensions:
                raise where.refused(f"la dimension « {dimension} » n'existe pas. Corrigez son nom.")
            case Unless(setting, answer) if setting not in settings or answer not in ("oui", "non"):
                raise where.refused(
                    f"le fait de contexte « {setting} » (réponse « {answer} ») n'existe pas. Définissez-le sous « context: »."
                )


def _check_day(grid: ComplexityGrid, day: date, file: str) -> None:
    """What the plain values of a day must satisfy together."""
    _check_tiers(grid, day, file)
    plain: GridOnDay = grid.on(day)
    every = sum(plain.dimension_weights.values())
    if every != 100:
        raise Where(file, day=day).refused(f"les poids des dimensions font {float(every):g}, 100 est attendu. Corrigez-les.")
    for dimension, criteria in plain.by_dimension.items():
        if all(plain.criterion[c].additional for c in criteria):
            raise Where(file, "dimension", dimension, day).refused(
                "aucun critère commun en vigueur : ses points seraient hors d'atteinte. Ajoutez-en un."
            )
    for criterion in grid.criteria:
        if criterion.dimension not in plain.dimension_weights and grid.weights[criterion.id].on(day) is not None:
            raise Where(file, "critère", criterion.id, day).refused(
                f"hors d'atteinte : la dimension « {criterion.dimension} » n'a pas de poids ce jour-là."
            )
    for rule, floor in plain.floors.items():
        if floor not in plain.tier_rank:
            raise Where(file, "règle", rule, day).refused(f"le palier « {floor} » n'est pas en vigueur ce jour-là. Choisissez-en un autre.")


def _check_tiers(grid: ComplexityGrid, day: date, file: str) -> None:
    """Tiers follow one another from 0 to 100, each from where the one before ends."""
    held = {tier: bound for tier, history in grid.bounds.items() if (bound := history.on(day)) is not None}
    expected = Fraction(0)
    ranked = sorted(held, key=lambda tier: held[tier].from_)
    for place, tier in enumerate(ranked):
        where, bound = Where(file, "palier", tier, day), held[tier]
        last = place == len(ranked) - 1
        if bound.from_ != expected or (bound.below is None) != last or (bound.below is not None and not bound.from_ < bound.below < 100):
            raise where.refused(
                f"les bornes doivent croître sans trou ni recouvrement ; ici from {float(bound.from_):g}, {float(expected):g} est attendu, "
                "et seul le dernier palier a « below: null ». Corrigez les bornes."
            )
        if grid.tier_settings[tier].on(day) is None:
            raise where.refused("ses « settings » ne sont pas en vigueur ce jour-là. Datez-les au plus tard comme ses bornes.")
        expected = bound.below or expected
    if not ranked:
        raise Where(file, day=day).refused("aucun palier en vigueur. Ajoutez-en sous « tiers: ».")
