# %% [markdown]
# # 03. Apprendre une grille des paliers retenus, et la mesurer avant d'en parler
#
# **Question.** Les paliers que les équipes retiennent proposent-ils une autre grille, et vaut-elle mieux que l'actuelle ?
#
# **Données.** 1 200 décisions **fictives** des dix-huit mois qui précèdent le 2 novembre 2026, tirées au sort : on y a fait peser aux
# professionnels l'isolement, l'épuisement des aidants et les droits plus que la grille ne le fait. Aucun cas réel. Un export de vraies
# décisions se lit en donnant son chemin (`DECISIONS_FILE`).
#
# **Réponse en une phrase.** Sur ces décisions fictives, l'accord avec les équipes passe de 0,59 à 0,80 (kappa, cas mis de côté) ; déplacer
# le début des paliers, sans toucher aux poids, le mène déjà à 0,79 ; l'AUC moyenne va de 0,925 à 0,924, et 7 cas relus sur 73 changeraient
# de palier.

# %% tags=["parameters"]
TERRITORY = "bretagne"
DAY = "2026-11-02"
PROPOSED_FROM = "2027-01-01"
DECISIONS_FILE = None
DECISIONS = 1200
# None : tout ce que le nombre de cas permet (« bounds », « dimensions » ou « criteria »).
DEPTH = None
RESAMPLES = 10
SEED = 7

# %%
import re
import tempfile
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import Markdown

from orientation.complexity.decisions import as_judged_case, fictional_decisions
from orientation.complexity.publishing import differences, impact
from orientation.complexity.report import CHALLENGERS, explainable_boosting, report
from orientation.complexity.scorecard import LEAST_CASES, LEAST_PER_TIER, fit
from orientation.geography.sizes import size_of
from orientation.reference.cases import load_cases
from orientation.reference.catalogues import load_messages
from orientation.reference.decisions import load_decisions
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.grid_files import check_grid, load_grid_file, proposed
from orientation.reference.grids import load_grids
from orientation.reference.territories import load_territories
from orientation.refusal import Refused

day, from_day = date.fromisoformat(DAY), date.fromisoformat(PROPOSED_FROM)
messages, gazetteer, territory = load_messages("fr"), load_gazetteer(), load_territories()[TERRITORY]
grid = load_grids()[territory.grid].on(day)
codes = sorted({code for area in territory.areas for code in gazetteer.communes_in(area)})
communes = [gazetteer.commune(code) for code in codes] or gazetteer.communes
decisions = (
    load_decisions(Path(DECISIONS_FILE))[0] if DECISIONS_FILE else fictional_decisions(DECISIONS, grid, TERRITORY, communes, {}, day, SEED)
)
cases = [replace(as_judged_case(one), commune_kind=size_of(one.place, gazetteer)) for one in decisions]
fictional = sum(one.fictional for one in decisions)
days = sorted(one.day for one in decisions)
print(f"{len(decisions)} décisions, dont {fictional} fictives, du {days[0]:%d/%m/%Y} au {days[-1]:%d/%m/%Y}")
overruled = sum(one.tier != one.grid_tier for one in decisions) / len(decisions)
print(f"Le palier retenu n'est pas celui de la grille dans {overruled:.0%} des décisions.")

# %% [markdown]
# ## Combien de cas faut-il ?
#
# En dessous, rien n'est appris, et la raison est dite. C'est le même refus dans la commande et ici.

# %%
words = {"bounds": "les bornes des paliers", "dimensions": "le poids des dimensions", "criteria": "le poids de chaque critère"}
print(*(f"{words[depth]} : {least} cas jugés" for depth, least in LEAST_CASES.items()), sep="\n")
print(f"et {LEAST_PER_TIER} au moins à chaque palier.\n")
for few, depth in ((LEAST_CASES["bounds"] - 1, None), (LEAST_CASES["dimensions"] - 1, "dimensions")):
    try:
        fit(cases[:few], grid, depth)
    except Refused as refused:
        print(f"Avec {few} cas : {refused}")

# %% [markdown]
# ## Ce que les décisions proposent
#
# Des points entiers, jamais négatifs, rappelés vers la grille actuelle avec une force choisie par validation croisée.

# %%
challengers = dict(CHALLENGERS)
if find_spec("interpret"):
    challengers["explainable boosting"] = explainable_boosting
else:
    print("Le paquet `interpret-core` n'est pas installé : la machine explicable (EBM) n'est pas comparée ici.")
found = report(cases, grid, DEPTH, challengers, draws=100, resamples=RESAMPLES, seed=SEED)
starts_only = report(cases, grid, "bounds", {}, draws=100, seed=SEED)
card = found.scorecard
print(f"Appris : {words[card.depth]}, de {card.cases} cas ; rappel vers la grille actuelle : {card.strength or 'sans objet'}.")
print(*(messages.render(reason) for reason in differences(grid, card.grid)), sep="\n")
if card.kept_bounds:
    print("Trop peu de cas pour déplacer : " + ", ".join(tier.label for tier in grid.tiers if tier.id in card.kept_bounds))

# %% [markdown]
# ## Vaut-elle mieux ? Toujours sur des cas mis de côté
#
# Kappa quadratique : 1 quand tous les paliers sont ceux retenus, 0 comme au hasard. AUC moyenne : la chance qu'un cas plus complexe ait
# plus de points qu'un autre. La deuxième ligne n'apprend que les points où commence chaque palier, et garde les poids : ce qu'elle gagne
# déjà ne vient pas des poids. Les modèles illisibles ne servent que de repère, ils ne sont jamais livrés.

# %%
grids = {"actuelle": found.present, "apprise : le début des paliers seulement": starts_only.learnt, "apprise": found.learnt}
pd.DataFrame(
    [
        *(
            {
                "grille": name,
                "kappa": held.kappa.value,
                "de": held.kappa.low,
                "à": held.kappa.high,
                "AUC moyenne": held.discrimination.value,
            }
            for name, held in grids.items()
        ),
        {"grille": "constante : le palier le plus courant", "kappa": found.constant, "AUC moyenne": 0.5},
        *({"grille": f"repère : {name}", "AUC moyenne": value} for name, value in found.challengers.items()),
    ]
).round(3)

# %%
names = [tier.label for tier in grid.tiers]
pd.concat(
    {
        "grille actuelle": pd.DataFrame(found.present.confusion, index=names, columns=names),
        "grille apprise": pd.DataFrame(found.learnt.confusion, index=names, columns=names),
    },
    names=["palier donné en colonne", "palier retenu"],
)

# %% [markdown]
# ## Peut-on croire les probabilités, et agir dessus ?
#
# La chance d'un palier de coordination soutenue ou plus. Pente 1, ordonnée 0 et rapport 1 quand elle est juste. La courbe de décision dit
# si appeler la coordination selon la grille vaut mieux que l'appeler pour tous ou pour personne.

# %%
line = found.calibration
print(f"Calibration : pente {line.slope:.2f}, ordonnée {line.intercept:.2f}, observés / prévus {line.observed_over_expected:.2f}")
print(f"Score de Brier : {found.brier:.3f}")
figure, axis = plt.subplots(figsize=(7, 3.5))
thresholds = [point.threshold for point in found.curve]
axis.plot(thresholds, [point.model for point in found.curve], "o-", label="selon la grille apprise")
axis.plot(thresholds, [point.everyone for point in found.curve], "s--", color="darkorange", label="pour tous")
axis.axhline(0, color="grey", linestyle=":", label="pour personne")
axis.set_ylim(bottom=-0.2)
axis.set_xlabel("seuil de probabilité auquel on agit")
axis.set_ylabel("bénéfice net")
axis.legend()
plt.show()

# %% [markdown]
# ## Est-elle stable, et pour qui se trompe-t-elle ?
#
# Où commence chaque palier quand on rapprend sur des cas retirés au sort ; puis l'accord par groupe d'au moins vingt cas. Un groupe dont le
# kappa est nettement plus bas est une raison de ne pas publier.

# %%
pd.DataFrame(
    [
        {"palier": names[grid.tier_rank[tier]], "à partir de": held.value, "au plus bas": held.low, "au plus haut": held.high}
        for tier, held in found.stability.items()
    ]
)

# %%
groups = pd.DataFrame(
    [{"groupe": group, "valeur": value, "cas": count, "kappa": round(kappa, 3)} for (group, value), (count, kappa) in found.groups.items()]
)
groups

# %% [markdown]
# ## Le texte d'une proposition
#
# Le fichier du territoire, inchangé, plus les nouvelles valeurs datées avec leur preuve, dans un dossier temporaire. Il est relu et rejoué
# sur les cas que les professionnels relisent, écrits pour la grille actuelle : chaque cas qui change de palier est à rediscuter.

# %%
nature = "fictives" if fictional == len(decisions) else "enregistrées"
learnt, present = found.learnt.kappa, found.present.kappa
evidence = (
    f"Proposé, à valider : appris de {card.cases} décisions {nature} jusqu'au {day:%d/%m/%Y} ; kappa {learnt.value:.2f} "
    f"({learnt.low:.2f} à {learnt.high:.2f}) sur des cas mis de côté, {present.value:.2f} avec la grille actuelle"
)
text = proposed(
    grid.id,
    from_day,
    evidence,
    weights={id: weight for id, weight in card.weights.items() if weight != float(grid.weights[id])},
    dimension_weights={id: weight for id, weight in card.dimension_weights.items() if weight != float(grid.dimension_weights[id])},
    bounds=card.bounds,
)
file = Path(tempfile.mkdtemp()) / f"{grid.id}-apprise.yaml"
file.write_text(text, encoding="utf-8")
checked = check_grid(file, from_day, steps=3_000)
proposal = load_grid_file(file)
print(f"{file.name} : monotone sur {checked.steps_tried} aggravations essayées.")
print(f"Le passé ne change pas : {len(differences(grid, proposal.on(day)))} différence au {day:%d/%m/%Y}.")
print(*[line for line in text.splitlines() if line.strip().startswith(PROPOSED_FROM)][:3], sep="\n")

# %%
judged = load_cases(Path(f"../tests/cases/{territory.grid}.yaml"))
moved = impact(judged, grid, proposal.on(from_day))
labels = {tier.id: tier.label for tier in grid.tiers}
print(
    f"{len(moved.moved)} cas relus sur {moved.cases} changent de palier ; accord {moved.agreement_before:.2f} → {moved.agreement_after:.2f}"
)
pd.DataFrame([{"cas": one.case, "avant": labels[one.before], "après": labels[one.after]} for one in moved.moved]).head(12)

# %% [markdown]
# ## La réponse, recalculée

# %% tags=["answer"]
answer = (
    f"Sur ces décisions {nature}, l'accord avec les équipes passe de {present.value:.2f} à {learnt.value:.2f} (kappa, cas mis de côté) ; "
    f"déplacer le début des paliers, sans toucher aux poids, le mène déjà à {starts_only.learnt.kappa.value:.2f} ; l'AUC moyenne va de "
    f"{found.present.discrimination.value:.3f} à {found.learnt.discrimination.value:.3f}, et {len(moved.moved)} cas relus sur "
    f"{moved.cases} changeraient de palier."
)
Markdown(re.sub(r"(?<=\d)\.(?=\d)", ",", answer))

# %% [markdown]
# ## Ce que cela change dans le produit
#
# - Rien par soi-même : la proposition est un fichier que l'équipe relit, discute, et publie ou non (`orientation grid publish`).
# - Quand le début des paliers seul fait aussi bien que tout le reste, à l'intervalle près, c'est lui qu'on propose (`DEPTH = "bounds"`) :
#   moins de valeurs changent, et chacune se discute.
# - Tant que les décisions sont inventées, le gain mesuré dit que la méthode retrouve ce qu'on y a mis, pas que la grille actuelle a tort.
# - Une grille apprise de paliers retenus apprend aussi leurs habitudes : le tableau par groupe est à lire avant celui des gains.
