# %% [markdown]
# # 04. Les premières propositions sont-elles les bonnes ? La qualité du classement et ses poids
#
# **Question.** Parmi les ressources proposées, la première est-elle celle qu'on retient, et ce qu'on retient propose-t-il d'autres poids ?
#
# **Données.** 1 500 décisions **fictives** d'avant le 2 novembre 2026, tirées au sort : les ressources proches, avec des places et à jour
# y sont plus souvent retenues, et trois propositions y sont montrées dans un ordre tiré au sort. Annuaire de démonstration (fictif). Un
# export de vraies décisions se lit en donnant son chemin (`DECISIONS_FILE`).
#
# **Réponse en une phrase.** Sur ces décisions fictives, la première proposition est retenue dans 67 % des cas ; les poids appris, surtout «
# proche » de 25 à 19,9 et « places libres » de 8 à 12,6, ordonnent bien +0,4 point de paires de plus que les actuels (de -0,2 à +1,0), et
# le gain n'est pas établi : rien à publier.

# %% tags=["parameters"]
TERRITORY = "ile-de-france"
DAY = "2026-11-02"
PROPOSED_FROM = "2027-01-01"
DECISIONS_FILE = None
DECISIONS = 1500
REPLAYED = 250
SEED = 11

# %%
import re
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import Markdown

from orientation.assistant import Rules, searched
from orientation.case import Case, WantedNeed
from orientation.complexity.assess import assess
from orientation.complexity.decisions import as_judged_case, fictional_decisions
from orientation.complexity.judged import understood_by
from orientation.geography.sizes import size_of
from orientation.ranking.learning import LEAST_DECISIONS, learn_weights
from orientation.reference.decisions import load_decisions
from orientation.reference.policies import load_policies
from orientation.reference.policy_files import proposed_from
from orientation.refusal import Refused
from orientation.store.read import iterate_resources
from orientation.workplace import Workplace

place = Workplace.on_demonstration(Path(tempfile.mkdtemp()))
day, from_day = date.fromisoformat(DAY), date.fromisoformat(PROPOSED_FROM)
messages = place.messages
gazetteer, vocabulary, territory = place.gazetteer, place.vocabulary, place.territories[TERRITORY]
grid, policy = place.grids[territory.grid].on(day), place.policies.on(territory.policy, day)
codes = {code for area in territory.areas for code in gazetteer.communes_in(area)} or {one.code for one in gazetteer.communes}
offered = defaultdict(list)
for one in iterate_resources(place.engine):
    if one.commune in codes and one.is_open(day) and not one.confidential:
        for need in one.needs:
            offered[need].append(one.id)
decisions = (
    load_decisions(Path(DECISIONS_FILE))[0]
    if DECISIONS_FILE
    else fictional_decisions(DECISIONS, grid, TERRITORY, [gazetteer.commune(code) for code in sorted(codes)], offered, day, SEED)
)
print(f"{territory.label} : {len(decisions)} décisions, dont {sum(one.fictional for one in decisions)} fictives")

# %% [markdown]
# ## Ce que sont devenues les propositions
#
# Une proposition dont personne n'a dit ce qu'elle est devenue ne compte ni pour ni contre.

# %%
shown = pd.DataFrame(
    [
        {
            "décision": one.id,
            "besoin": vocabulary.needs[proposal.need].label_fr,
            "commune": size_of(one.place, gazetteer) or "non renseignée",
            "rang": proposal.rank,
            "devenue": {"kept": "retenue", "set-aside": "écartée", "failed": "échec"}.get(proposal.fate, "non dit"),
            "pourquoi": messages.text(f"set-aside-{proposal.why}") if proposal.why else "non dit",
        }
        for one in decisions
        for proposal in one.proposals
    ]
)
pd.crosstab(shown.rang, shown.devenue)

# %%
shown.loc[shown.devenue.isin(["écartée", "échec"]), ["devenue", "pourquoi"]].value_counts().unstack("devenue").fillna(0).astype(int)

# %% [markdown]
# ## La première est-elle la bonne ?
#
# Part des premières propositions retenues (parmi celles dont on sait ce qu'elles sont devenues) et rang moyen de celle qu'on retient, par
# besoin puis par taille de commune.

# %%
told = shown[shown.devenue != "non dit"]
first = told[told.rang == 1].devenue.eq("retenue")
kept = told[told.devenue == "retenue"]
print(f"Première retenue : {first.mean():.0%} de {len(first)} ; rang moyen de la retenue : {kept.rang.mean():.2f} ({len(kept)} retenues)")
pd.DataFrame(
    {
        "premières suivies": first.groupby(told.besoin).size(),
        "part retenue": first.groupby(told.besoin).mean().round(2),
        "rang moyen de la retenue": kept.groupby("besoin").rang.mean().round(2),
    }
).query("`premières suivies` >= 20").sort_values("part retenue").head(12)

# %%
pd.DataFrame(
    {
        "premières suivies": first.groupby(told.commune).size(),
        "part retenue": first.groupby(told.commune).mean().round(2),
        "rang moyen de la retenue": kept.groupby("commune").rang.mean().round(2),
    }
)

# %% [markdown]
# ## Les poids que les décisions proposent
#
# Deux propositions du même besoin, l'une retenue, l'autre non : quelles notes les séparent ? Des poids jamais négatifs, rappelés vers la
# politique actuelle. En dessous du minimum, rien n'est appris ; ce qu'aucune paire ne départage garde son poids.

# %%
print(f"Minimum : {LEAST_DECISIONS} décisions où une proposition est retenue et une autre non.")
try:
    learn_weights(decisions[:150], policy)
except Refused as refused:
    print(f"Avec {len(decisions[:150])} décisions : {refused}")
learnt = learn_weights(decisions, policy, draws=100, seed=SEED)
print(f"\nAppris de {learnt.decisions} décisions et {learnt.pairs} paires ; rappel vers la politique actuelle : {learnt.strength:g}.")
print(f"Être montrée un rang plus haut compte pour {learnt.position:+.2f} (logit) : c'est mis de côté, pas confondu avec une qualité.")
pd.DataFrame(
    [
        {"poids": name, "paires bien ordonnées": held.value, "au plus bas": held.low, "au plus haut": held.high}
        for name, held in (
            ("égaux", learnt.constant),
            ("actuels", learnt.present),
            ("appris, mis de côté", learnt.learnt),
            ("gain", learnt.gain),
        )
    ]
).round(3)

# %%
changes = pd.DataFrame(
    [
        {
            "critère": messages.text(f"mark-{one.criterion}"),
            "actuel": one.present,
            "appris": one.learnt,
            "au plus bas": one.interval.low,
            "au plus haut": one.interval.high,
            "paires départagées": one.pairs,
        }
        for one in learnt.changes
    ]
).round(1)
changes

# %%
seen = changes[changes["paires départagées"] > 0]
figure, axis = plt.subplots(figsize=(7, 2.8))
rows = np.arange(len(seen))
axis.hlines(rows, seen["au plus bas"], seen["au plus haut"], color="royalblue")
axis.plot(seen.appris, rows, "o", color="royalblue", label="appris, intervalle à 95 %")
axis.plot(seen.actuel, rows, "s", color="darkorange", label="actuel")
axis.set_yticks(rows, seen.critère)
axis.set_ylim(-0.5, len(seen) - 0.5)
axis.set_xlabel("poids")
axis.legend(fontsize=8)
plt.show()

# %% [markdown]
# ## Le texte d'une politique proposée
#
# Le fichier de politique du territoire, plus les poids datés, chacun avec sa preuve. Écrit dans un dossier temporaire, relu, jamais
# appliqué.

# %%
nature = "fictives" if all(one.fictional for one in decisions) else "enregistrées"
text = proposed_from(learnt, policy.id, from_day, f"décisions {nature} jusqu'au {day:%d/%m/%Y}")
folder = Path(tempfile.mkdtemp())
for id in place.policies.files:
    (folder / f"{id}.yaml").write_text(
        text if id == policy.id else Path(f"../data/policies/{id}.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
proposals = load_policies(folder, vocabulary)
after = proposals.on(policy.id, from_day)
print(f"Le passé ne change pas : {proposals.on(policy.id, day).weights == policy.weights}.")
print(*[line.strip() for line in text.splitlines() if line.strip().startswith(PROPOSED_FROM)][:2], sep="\n")

# %% [markdown]
# ## Quelles premières propositions changeraient ?
#
# Des décisions rejouées dans l'annuaire, besoin par besoin, avec la politique actuelle puis la proposée.

# %%
world = place.world
replayed = []
for one in [held for held in decisions if held.place and gazetteer.commune(held.place)][:REPLAYED]:
    situation = understood_by(as_judged_case(one).situation, grid)
    tier = assess(situation, grid).tier
    for need in one.needs:
        wanted = (WantedNeed(need),)
        case = Case(wanted, situation, gazetteer.place(one.place), day)
        found = [searched(case, wanted, world, Rules(territory, grid, held), tier, 3).matches for held in (policy, after)]
        if found[0]:
            replayed.append({"besoin": vocabulary.needs[need].label_fr, "ids": [[match.id for match in matches] for matches in found]})
replay = pd.DataFrame(replayed)
replay["première changée"] = [ids[0][0] != ids[1][0] for ids in replay.ids]
replay["une des trois changée"] = [set(ids[0]) != set(ids[1]) for ids in replay.ids]
top, any_of_three = replay["première changée"].mean(), replay["une des trois changée"].mean()
print(f"{len(replay)} demandes rejouées : la première change dans {top:.0%}, l'une des trois dans {any_of_three:.0%}.")
replay.groupby("besoin")[["première changée", "une des trois changée"]].agg(["sum", "size"]).sort_values(
    ("première changée", "sum"), ascending=False
).head(12)

# %% [markdown]
# ## La réponse, recalculée

# %% tags=["answer"]
largest = changes.assign(écart=(changes.appris - changes.actuel).abs()).nlargest(2, "écart")
said = " et ".join(f"« {one.critère} » de {one.actuel:g} à {one.appris:g}" for one in largest.itertuples() if one.écart)
gain = learnt.gain
verdict = "le gain est établi sur ces décisions" if gain.low > 0 else "le gain n'est pas établi : rien à publier"
answer = (
    f"Sur ces décisions {nature}, la première proposition est retenue dans {100 * first.mean():.0f} % des cas ; les poids appris, surtout "
    f"{said or 'aucun'}, ordonnent bien {100 * gain.value:+.1f} point de paires de plus que les actuels (de {100 * gain.low:+.1f} à "
    f"{100 * gain.high:+.1f}), et {verdict}."
)
Markdown(re.sub(r"(?<=\d)\.(?=\d)", ",", answer))

# %% [markdown]
# ## Ce que cela change dans le produit
#
# - Rien par soi-même : un poids ne change que dans le fichier de politique, relu et daté par le territoire.
# - Les critères qu'aucune décision ne note gardent leur poids : enregistrer les décisions de l'assistant les note tous.
# - L'ordre montré influence ce qu'on retient : l'effet du rang est mesuré à part, mais seule une comparaison avec d'autres ordres le
#   séparerait vraiment.
