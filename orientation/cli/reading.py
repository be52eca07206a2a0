"""The `reading` command: what readings are worth over annotated requests, and learning again what is learnt from texts."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from orientation.cli.printing import progress, say
from orientation.conversation.evaluation import Counts, Figures, figures
from orientation.conversation.training.dangers import learn_dangers, levelled, margins_unseen
from orientation.conversation.training.gist import FOLDS as PARTS
from orientation.conversation.training.gist import fold_of
from orientation.conversation.training.prepared import Annotated
from orientation.conversation.training.reading import learn_reading
from orientation.conversation.understanding import understand
from orientation.reference.dangers import load_sentences, write_dangers
from orientation.reference.folder import data_folder
from orientation.reference.gist import write_gist
from orientation.reference.lexicon import read_prior, training_phrases, write_context, write_fact_weights
from orientation.reference.readings import load_expected
from orientation.refusal import Refused
from orientation.workplace import Workplace

# The share of requests without emergency about which each may be asked: a danger to life is asked about sooner.
LOUD = {"vital": 0.03, "suicide": 0.03}
LOUD_OTHERS = 0.012
FOLDS = 3


def score(options: Namespace) -> None:
    """Figures only: a text is never printed."""
    place = Workplace()
    expected = [one for path in options.files for one in load_expected(_there(path))]
    found = figures((one, understand(one.text, place.reader)) for one in expected)
    said = _figures(found)
    say(options, said, [f"{name} : {value}" for name, value in said.items()])


def learn(options: Namespace) -> None:
    """Writes the weights of emergencies from our sentences and the annotated requests given."""
    vocabulary, folder = Workplace().vocabulary, data_folder() / "lexicon"
    sentences = load_sentences(folder / "danger_sentences.csv", vocabulary)
    texts = [(one.text, one.emergencies) for path in options.files for one in load_expected(_there(path))]
    ids = tuple(vocabulary.emergencies)
    progress(f"{len(sentences)} phrases et {len(texts)} demandes : apprentissage, puis seuils sur les demandes mises de côté…")
    margins = margins_unseen(sentences, texts, ids, FOLDS)
    loud = {id: LOUD.get(id, LOUD_OTHERS) for id in ids}
    learnt = levelled(learn_dangers(sentences, texts, ids), margins, [wanted for _, wanted in texts], loud)
    write_dangers(learnt, folder / "danger_weights.json")
    asked = [frozenset(id for id, margin, level in zip(ids, line, learnt.levels, strict=True) if margin >= level) for line in margins]
    quiet = [bool(got) for got, (_, wanted) in zip(asked, texts, strict=True) if not wanted]
    told = [bool(got) for got, (_, wanted) in zip(asked, texts, strict=True) if wanted]
    said = {
        "sentences": len(sentences),
        "texts": len(texts),
        "signs": len(learnt.model.places),
        "levels": dict(zip(ids, learnt.levels.tolist(), strict=True)),
        "asked_unseen": f"{sum(told)}/{len(told)}",
        "asked_for_nothing_unseen": f"{sum(quiet)}/{len(quiet)}",
    }
    say(options, said, [f"{name} : {value}" for name, value in said.items()])


def weigh(options: Namespace) -> None:
    """Writes what requests are like as a whole, what makes a fact sure and what surrounds a need; judged on a share not learnt from."""
    place, folder = Workplace(), data_folder() / "lexicon"
    expected = [one for path in options.files for one in load_expected(_there(path))]
    progress(f"{len(expected)} demandes : apprentissage, puis contrôle sur les demandes mises de côté…")
    texts = [Annotated(one.text, frozenset(one.needs), one.optional_needs, one.facts, one.optional_facts) for one in expected]
    named = [
        Annotated(phrase, frozenset({need}), facts=None)
        for need, phrases in training_phrases(folder, place.vocabulary).items()
        for phrase in phrases
    ]
    learnt, apart = learn_reading(texts, place.reader, read_prior(folder / "context_prior.json"), named)
    write_gist(learnt.gist, folder / "gist.json")
    write_fact_weights(learnt.facts, folder / "fact_weights.json")
    write_context(learnt.context, folder / "context_weights.json")
    judge = apart.given_to(place.reader)
    aside = [one for place, one in enumerate(expected) if fold_of(place, len(expected)) == PARTS - 1]
    found = figures((one, understand(one.text, judge)) for one in aside)
    said = {
        "texts": len(expected),
        "signs": len(learnt.gist.model.places),
        "features": len(learnt.context.said),
        "needs_f1_apart": round(found.needs.f1, 3),
        "first_apart": round(found.first_need, 3),
        "facts_f1_apart": round(found.facts.f1, 3),
        "denied_f1_apart": round(found.denied.f1, 3),
    }
    say(options, said, [f"{name} : {value}" for name, value in said.items()])


def _there(path: Path) -> Path:
    if not path.is_file():
        raise Refused(f"Le fichier « {path} » n'existe pas. Attendu : des demandes annotées, une par ligne, comme dans tests/readings.")
    return path


def _figures(found: Figures) -> dict[str, object]:
    said: dict[str, object] = {}
    for name, value in asdict(found).items():
        held = getattr(found, name)
        if isinstance(held, Counts):
            said[name] = {part: round(getattr(held, part), 3) for part in ("precision", "recall", "f1")}
        elif not isinstance(value, dict):
            said[name] = round(value, 3) if isinstance(value, float) else value
    return said
