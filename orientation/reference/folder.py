"""Where the project's data files are, and how a YAML file of theirs is opened with errors that name it."""

import os
from pathlib import Path

import yaml

from orientation.refusal import Refused

VARIABLE = "ORIENTATION_DATA"


def data_folder() -> Path:
    """The `data/` beside the package, or the folder named by ORIENTATION_DATA. Raises Refused when it holds no data files."""
    named = os.environ.get(VARIABLE)
    found = Path(named) if named else Path(__file__).resolve().parents[2] / "data"
    if not (found / "vocabulary").is_dir():
        where = f"{VARIABLE} désigne" if named else "le programme est installé sans ses données et cherche"
        raise Refused(
            f"Données introuvables : {where} {found}, où il n'y a pas de dossier « vocabulary ». Attendu : le dossier data/ du projet "
            f"(vocabulary, gazetteer, grids…). Copiez-le et donnez son chemin : {VARIABLE}=/chemin/vers/data."
        )
    return found


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Refuses a day that no calendar has as it refuses any line: with its place."""

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> object:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(
                None, None, f"« {node.value} » n'est pas un jour du calendrier", node.start_mark
            ) from error


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_timestamp)


def open_yaml(path: Path) -> dict[str, object]:
    """The mapping a YAML file holds. Raises Refused with the file and line when it is not one."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"ligne {mark.line + 1}" if mark else "position inconnue"
        raise Refused(
            f"{path.name}, {where} : ce n'est pas du YAML lisible ({getattr(error, 'problem', error)}). Corrigez cette ligne."
        ) from error
    if not isinstance(content, dict):
        raise Refused(f"{path.name} : une liste de « clé: valeur » était attendue, le fichier contient autre chose.")
    return content
