# %% [markdown]
# # 02. La grille d'un territoire, expliquée et essayée
#
# **Question.** Que regarde la grille de complexité de ce territoire, et si l'on en change une valeur, qui change de palier ?
#
# **Données.** Grille en vigueur le 2 novembre 2026 (`data/grids`), cas inventés que les professionnels relisent (`tests/cases`), et 1 500
# décisions **fictives**, tirées au sort : aucun cas réel.
#
# **Réponse en une phrase.** « Grille de Guyane » : 68 % de ces décisions inventées sont au-dessus du premier palier, dont 100 % par une
# règle et non par les points ; le changement essayé en fait monter 45 et descendre 0 sur 1500, et déplace 4 cas relus sur 76, dont 4
# étaient au palier que les professionnels attendent.

# %% tags=["parameters"]
TERRITORY = "guyane"
DAY = "2026-11-02"
PROPOSED_FROM = "2027-01-01"
# Par identifiant de palier (points à partir desquels il vaut), de dimension (part des cent points) ou de critère (poids).
CHANGES = {"palier-1": 6, "palier-2": 12, "isolement": 4}
REASON = "Essai du carnet 02, à discuter : être isolé pèse davantage, et la coordination est appelée plus tôt"
DECISIONS = 1500
SEED = 7

# %%
import re
import tempfile
from datetime import date
from pathlib import Path

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import Markdown, display

from orientation.complexity.columns import SituationColumns, assess_many
from orientation.complexity.decisions import fictional_decisions, judged_cases
from orientation.complexity.in_words import in_words
from orientation.complexity.publishing import differences, impact
from orientation.complexity.trying import present_values, told_moves, tried, who_moves
from orientation.reference.cases import load_cases
from orientation.reference.catalogues import load_messages
from orientation.reference.grid_files import check_grid, load_grid_file, proposed
from orientation.reference.grids import load_grids
from orientation.reference.territories import load_territories

day, from_day = date.fromisoformat(DAY), date.fromisoformat(PROPOSED_FROM)
pd.set_option("display.max_colwidth", 120)
messages, territory = load_messages("fr"), load_territories()[TERRITORY]
grid = load_grids()[territory.grid].on(day)
cases = load_cases(Path(f"../tests/cases/{territory.grid}.yaml"))
decisions = judged_cases(fictional_decisions(DECISIONS, grid, TERRITORY, (), {}, day, SEED))
validated = "validée" if grid.validated else "proposée, pas encore validée par le territoire"
print(f"{grid.label} (version {grid.version}, {validated}) : {len(grid.criteria)} critères, {len(grid.rules)} règles")
print(f"{len(cases)} cas à relire, {len(decisions)} décisions fictives")

# %% [markdown]
# ## Ce qu'elle regarde
#
# Cent points, répartis entre les dimensions ; dans chacune, les critères se partagent sa part selon leur poids. Un critère vaut de 0 (rien
# à signaler) à 3 (agir maintenant). Voici ce qu'apporte chacun à son pire.

# %%
worst = pd.DataFrame(
    [
        {
            "dimension": grid.label_of[one.dimension],
            "code": one.code,
            "critère": one.label,
            "poids": float(grid.weights[one.id]),
            "points au pire": round(300 * grid.step[one.id] / grid.hundred, 1),
            "3 veut dire": one.levels[3],
        }
        for one in grid.criteria
    ]
)
worst.set_index(["dimension", "code"])

# %%
figure, axis = plt.subplots(figsize=(9, 4.5))
for row, (_, held) in enumerate(worst.groupby("dimension", sort=False)):
    left = 0.0
    for place, points in enumerate(sorted(held["points au pire"], reverse=True)):
        axis.barh(row, points, left=left, color=plt.get_cmap("tab10")(row), alpha=1 - 0.08 * min(place, 9), edgecolor="white")
        left += points
for dimension, weight in grid.dimension_weights.items():
    row = [one.id for one in grid.dimensions].index(dimension)
    axis.plot([float(weight) * 100 / float(sum(grid.dimension_weights.values()))] * 2, [row - 0.45, row + 0.45], color="black")
axis.set_yticks(range(len(grid.dimensions)), [one.label for one in grid.dimensions], fontsize=8)
axis.invert_yaxis()
axis.set_xlabel("points ; un segment par critère à son pire, le trait noir est le plafond de la dimension")
plt.show()

# %% [markdown]
# ## Les paliers, et les règles qui passent devant les points

# %%
pd.DataFrame(
    [
        {
            "palier": tier.label,
            "à partir de": float(bound.from_),
            "qui agit": tier.who_acts,
            "remonte ce qui répond à": ", ".join(sorted(tier.fitting_needs)) or "rien de particulier",
        }
        for tier, bound in zip(grid.tiers, grid.bounds, strict=True)
    ]
)

# %%
labels = {tier.id: tier.label for tier in grid.tiers}
pd.DataFrame(
    [
        {
            "règle": rule.id,
            "dit": rule.label,
            "si": messages.render(in_words(rule.when, grid)),
            "palier au moins": labels[grid.floors[rule.id]],
        }
        for rule in grid.rules
    ]
)

# %%
found = assess_many(SituationColumns.of([case.situation for case in decisions], grid), grid)
above = found.tier > 0
by_rule = (found.tier > found.score_tier)[above].mean() if above.any() else 0.0
stated = np.median([sum(value != "non" for value in case.situation.facts.values()) for case in decisions])
print(f"{above.mean():.0%} des décisions fictives sont au-dessus du premier palier ; une règle les y met dans {by_rule:.0%} de ces cas.")
print(f"Points : médiane {np.median(found.points):.1f}, maximum {found.points.max():.1f} ; faits signalés : médiane {stated:g}.")

# %% [markdown]
# Ce que personne n'a dit ne compte aucun point : une situation décrite en quelques faits en a donc peu, et c'est par une règle qu'elle
# peut dépasser le premier palier. La part juste au-dessus dit combien de fois cela arrive ici.
#
# ## Essayer un changement
#
# Ce que valent les paramètres du début (`CHANGES`), sur les cas à relire : c'est le résultat à garder, il ne demande pas de curseur.

# %%
moved = who_moves(cases, grid, CHANGES)
print(f"{len(moved)} cas relus sur {len(cases)} changent de palier.")
pd.DataFrame(
    [
        {
            "cas": one.case,
            "avant": labels[one.before],
            "après": labels[one.after],
            "points": f"{one.points_before:.1f} → {one.points_after:.1f}",
        }
        for one in moved
    ]
)

# %% [markdown]
# Les mêmes réglages en curseurs : sous JupyterLab (`make lab`), bouger un curseur refait la liste aussitôt. Ailleurs, les curseurs ne
# répondent pas ; changer `CHANGES` fait la même chose.

# %%
now = present_values(grid)
moving = {
    **{tier.id: now[tier.id] for tier in grid.tiers[1:]},
    **{d: now[d] for d in grid.dimension_weights},
    **{c: now[c] for c in CHANGES},
}
named = {**labels, **grid.label_of}
sliders = {
    id: widgets.FloatSlider(
        value=CHANGES.get(id, value),
        min=0.5,
        max=70 if id in labels else 40 if id in grid.dimension_weights else 6,
        step=0.5,
        description=named[id],
        style={"description_width": "340px"},
        layout={"width": "720px"},
        continuous_update=False,
    )
    for id, value in moving.items()
}
live = widgets.interactive_output(
    lambda **values: [
        display(
            Markdown(sentence),
            pd.DataFrame(
                [{"cas": one.case, "avant": labels[one.before], "après": labels[one.after]} for one in moving_now],
                columns=["cas", "avant", "après"],
            ),
        )
        for sentence, moving_now in [told_moves(cases, grid, values)]
    ],
    sliders,
)
display(widgets.VBox(list(sliders.values())), live)

# %% [markdown]
# ## Proposer, jamais appliquer
#
# Le texte d'une grille *proposée*, écrit dans un dossier temporaire : le fichier du territoire, ses commentaires et son passé, plus les
# nouvelles valeurs avec leur date et leur raison. Il est relu, sa monotonie essayée, et comparé à la grille en vigueur.

# %%
after = tried(grid, CHANGES)
text = proposed(
    grid.id,
    from_day,
    REASON,
    weights={id: value for id, value in CHANGES.items() if id in grid.weights},
    dimension_weights={id: value for id, value in CHANGES.items() if id in grid.dimension_weights},
    bounds={
        tier.id: (float(new.from_), None if new.below is None else float(new.below))
        for tier, old, new in zip(after.tiers, grid.bounds, after.bounds, strict=True)
        if old != new
    },
)
file = Path(tempfile.mkdtemp()) / f"{grid.id}-proposition.yaml"
file.write_text(text, encoding="utf-8")
checked = check_grid(file, from_day, steps=3_000)
proposal = load_grid_file(file).on(from_day)
print(f"{file.name} : {checked.criteria} critères, {checked.rules} règles, monotone sur {checked.steps_tried} aggravations essayées.")
print(*(messages.render(reason) for reason in differences(grid, proposal)), sep="\n")

# %%
on_cases, on_decisions = impact(cases, grid, proposal), impact(decisions, grid, proposal)
for name, found in (("Cas à relire", on_cases), ("Décisions fictives", on_decisions)):
    raised = sum(grid.tier_rank[one.after] > grid.tier_rank[one.before] for one in found.moved)
    print(f"{name} : {len(found.moved)} sur {found.cases} changent de palier, {raised} montent, {len(found.moved) - raised} descendent.")
    print(f"  accord avec le palier retenu (kappa quadratique) : {found.agreement_before:.3f} → {found.agreement_after:.3f}")
pd.DataFrame(
    [
        {"groupe": group, "valeur": value, "cas": shift.cases, "montent": shift.raised, "descendent": shift.lowered}
        for (group, value), shift in on_decisions.groups.items()
    ]
)

# %%
ranks = np.array([[on_decisions.tiers.get((was.id, now.id), 0) for now in grid.tiers] for was in grid.tiers])
pd.DataFrame(ranks, index=[f"avant : {tier.label}" for tier in grid.tiers], columns=[f"après : {tier.label}" for tier in grid.tiers])

# %% [markdown]
# ## La réponse, recalculée

# %% tags=["answer"]
raised = sum(grid.tier_rank[one.after] > grid.tier_rank[one.before] for one in on_decisions.moved)
judged = {case.id: case.tier for case in cases}
well_placed = sum(judged[one.case] == one.before for one in on_cases.moved)
answer = (
    f"« {grid.label} » : {100 * above.mean():.0f} % de ces décisions inventées sont au-dessus du premier palier, dont "
    f"{100 * by_rule:.0f} % par une règle et non par les points ; le changement essayé en fait monter {raised} et descendre "
    f"{len(on_decisions.moved) - raised} sur {on_decisions.cases}, et déplace {len(on_cases.moved)} cas relus sur {on_cases.cases}, dont "
    f"{well_placed} étaient au palier que les professionnels attendent."
)
Markdown(re.sub(r"(?<=\d)\.(?=\d)", ",", answer))

# %% [markdown]
# ## Ce que cela change dans le produit
#
# - Rien tant que le groupe du territoire n'a pas signé : `orientation grid publish` met en vigueur un fichier proposé, avec un auteur, une
#   raison et un groupe, à une date ; le passé reste lisible et rejouable.
# - `orientation grid impact` fait le même rejeu, et dit en plus quelles premières propositions changent.
# - Un cas relu qui change de palier sans que l'équipe l'ait voulu est une raison de ne pas publier.
