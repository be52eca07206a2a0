"""Loads the message catalogues of data/messages: one folder a language, one file a room."""

from pathlib import Path

from orientation.messages import Messages
from orientation.reference.folder import data_folder, open_yaml
from orientation.refusal import Refused


def load_messages(language: str = "fr", folder: Path | None = None) -> Messages:
    """Every sentence of a language. Raises Refused for an id given twice or a sentence that is not text."""
    folder = (folder or data_folder() / "messages") / language
    templates: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        for id, template in open_yaml(path).items():
            if id in templates or not isinstance(template, str):
                raise Refused(f"{language}/{path.name} : la phrase « {id} » est en double ou n'est pas un texte.")
            templates[id] = template
    if not templates:
        raise Refused(f"Aucune phrase pour la langue « {language} » : le dossier {folder.name} est vide ou absent.")
    return Messages(language, templates)
