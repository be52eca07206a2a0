# %% [markdown]
# # 01. L'annuaire d'un territoire : ce qu'il couvre, ce qu'il ignore, son âge
#
# **Question.** Pour chaque besoin du vocabulaire, que propose l'annuaire dans ce territoire, où sont les trous, et peut-on s'y fier ?
#
# **Données.** Annuaire de démonstration (fictif, 2 novembre 2026), lu par les vrais lecteurs FINESS, ROR, data·inclusion et tableau
# d'équipe.
#
# **Réponse en une phrase.** Dans cet annuaire inventé (Bretagne), 0 besoins sur 103 restent sans réponse, 18 % des fiches ont 24 mois ou
# plus et 48 % des services qui viennent à domicile ne disent pas où ils vont : c'est cela qu'il faut demander au téléphone.

# %% tags=["parameters"]
TERRITORY = "bretagne"
DAY = "2026-11-02"

# %%
import tempfile
from datetime import date
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import Markdown

from orientation.reference.gazetteer import outlines
from orientation.store.read import iterate_resources
from orientation.workplace import Workplace

place = Workplace.on_demonstration(Path(tempfile.mkdtemp()))
day = date.fromisoformat(DAY)
gazetteer, vocabulary, territory = place.gazetteer, place.vocabulary, place.territories[TERRITORY]
codes = {code for area in territory.areas for code in gazetteer.communes_in(area)} or {commune.code for commune in gazetteer.communes}
resources = [one for one in iterate_resources(place.engine) if one.commune in codes and one.is_open(day) and not one.confidential]
print(f"{territory.label} : {len(resources)} ressources ouvertes dans {len({one.commune for one in resources})} communes")

# %% [markdown]
# ## Ce que l'annuaire couvre
#
# Combien de ressources répondent à chaque besoin, et dans combien de communes elles se trouvent. Les besoins sans réponse d'abord : ce
# sont les trous.

# %%
answered = pd.DataFrame(
    [{"besoin": vocabulary.needs[need].label_fr, "commune": one.commune} for one in resources for need in one.needs],
)
coverage = answered.groupby("besoin").agg(ressources=("commune", "size"), communes=("commune", "nunique"))
coverage = coverage.reindex([need.label_fr for need in vocabulary.needs.values()], fill_value=0)
print(f"{(coverage.ressources == 0).sum()} besoins sur {len(coverage)} n'ont aucune réponse dans ce territoire.")
coverage.sort_values("ressources").head(15)

# %%
coverage.sort_values("ressources", ascending=False).head(12)

# %% [markdown]
# ## Où sont les ressources

# %%
departements = sorted({gazetteer.commune(code).departement for code in codes})
drawn = outlines(departements, gazetteer)
figure, axis = plt.subplots(figsize=(10, 6))
for feature in drawn["features"]:
    shapes = feature["geometry"]["coordinates"]
    for ring in [shapes[0]] if feature["geometry"]["type"] == "Polygon" else [polygon[0] for polygon in shapes]:
        axis.fill(
            *zip(*((point[0], point[1]) for point in ring), strict=True), facecolor="whitesmoke", edgecolor="lightgrey", linewidth=0.3
        )
for sector, colour in (("sanitaire", "royalblue"), ("medico-social", "seagreen"), ("social", "darkorange"), ("coordination", "crimson")):
    held = [(one.lon, one.lat) for one in resources if one.sector == sector and one.lat is not None]
    axis.scatter(*(zip(*held, strict=True) if held else ([], [])), s=6, color=colour, label=f"{sector} ({len(held)})")
axis.set_aspect(1.5)
axis.set_axis_off()
axis.legend(loc="lower left", fontsize=8)
axis.set_title(f"{territory.label} : ressources de l'annuaire de démonstration")
plt.show()

# %% [markdown]
# ## L'âge des fiches
#
# Une fiche est récente jusqu'à six mois et ancienne à partir de deux ans (politique du territoire). Une fiche sans date est inconnue,
# jamais récente.

# %%
policy = place.policies.on(territory.policy, day)
months = np.array([(day - one.updated_on).days / 30.4375 for one in resources if one.updated_on])
ages = pd.Series(
    {
        f"récente (jusqu'à {policy.fresh_months:g} mois)": (months <= policy.fresh_months).sum(),
        "entre les deux": ((months > policy.fresh_months) & (months < policy.stale_months)).sum(),
        f"ancienne (à partir de {policy.stale_months:g} mois)": (months >= policy.stale_months).sum(),
        "sans date": len(resources) - len(months),
    },
    name="fiches",
).to_frame()
ages["part"] = (ages.fiches / len(resources)).map("{:.0%}".format)
ages

# %%
figure, axis = plt.subplots(figsize=(8, 3))
axis.hist(months, bins=range(0, 61, 3), color="royalblue", edgecolor="white")
axis.axvline(policy.stale_months, color="crimson", linestyle="--", label="ancienne")
axis.set_xlabel("mois depuis la mise à jour")
axis.set_ylabel("fiches")
axis.legend()
plt.show()

# %% [markdown]
# ## Ce que les fiches taisent
#
# Ce qui n'est pas dit n'est ni oui ni non : l'assistant l'affiche « à vérifier » et classe la ressource après celles qui le disent.

# %%
home = [one for one in resources if "a-domicile" in one.modes]
silent = pd.Series(
    {
        "sans téléphone": sum(one.phone is None for one in resources) / len(resources),
        "sans position": sum(one.lat is None for one in resources) / len(resources),
        "âges reçus non dits": sum(one.ages is None for one in resources) / len(resources),
        "publics non dits": sum(one.publics is None for one in resources) / len(resources),
        "services à domicile sans zone": sum(one.catchment is None for one in home) / max(1, len(home)),
    },
    name="part des fiches",
)
silent.map("{:.0%}".format).to_frame()

# %% [markdown]
# ## La réponse, recalculée

# %% tags=["answer"]
old, no_zone = (months >= policy.stale_months).sum() / len(resources), silent["services à domicile sans zone"]
Markdown(
    f"Dans cet annuaire inventé ({territory.label}), {(coverage.ressources == 0).sum()} besoins sur {len(coverage)} restent sans réponse, "
    f"{100 * old:.0f} % des fiches ont {policy.stale_months:g} mois ou plus et {100 * no_zone:.0f} % des services qui viennent à "
    "domicile ne disent pas où ils vont : c'est cela qu'il faut demander au téléphone."
)

# %% [markdown]
# ## Ce que cela change dans le produit
#
# - La page « Annuaire » a une liste « à rappeler » : les fiches les plus proposées et les plus douteuses d'abord.
# - Les besoins sans réponse sont ceux pour lesquels le plan dira « non couvert » : à remonter, ou à compléter par un tableau de l'équipe
#   (`data/tables/equipe.yaml` montre comment, sans Python).
# - Changer `TERRITORY` dans la cellule des paramètres refait toute l'analyse ailleurs.
