# %% [markdown]
# # 05. Qui peut atteindre quoi ? L'accès aux ressources, commune par commune
#
# **Question.** Pour un besoin et un territoire, de combien de ressources chaque habitant dispose-t-il réellement, compte tenu du trajet et
# de tous ceux qui se partagent la même ressource ?
#
# **Données.** Annuaire de démonstration (fictif, 2 novembre 2026) ; communes, populations INSEE 2017 et contours du gazetier ; routes,
# pirogues et avions de `data/access`. Les chiffres ci-dessous décrivent donc un annuaire inventé : seule la méthode est à reprendre.
#
# **Réponse en une phrase.** Une moyenne ne dit pas qui peut y aller : dans cet annuaire inventé (Guyane), « Maternité et périnatalité »
# compte 0,33 ressource pour 10 000 habitants, mais 19 % des habitants, dans 12 communes sur 22, n'en atteignent aucune en 60 minutes.

# %% tags=["parameters"]
TERRITORY = "guyane"
NEED = "maternite-perinatalite"
REACH_MIN = 60
DAY = "2026-11-02"

# %%
import re
import tempfile
from datetime import date
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import Markdown

from orientation.geography.access import travel_minutes_to
from orientation.geography.accessibility import gaussian, two_step_accessibility
from orientation.reference.access import load_access
from orientation.reference.gazetteer import outlines
from orientation.store.read import iterate_resources
from orientation.workplace import Workplace

place = Workplace.on_demonstration(Path(tempfile.mkdtemp()))
day = date.fromisoformat(DAY)
gazetteer, territory = place.gazetteer, place.territories[TERRITORY]
access = load_access(day, gazetteer)
codes = sorted({code for area in territory.areas for code in gazetteer.communes_in(area)} or {one.code for one in gazetteer.communes})
communes = [gazetteer.commune(code) for code in codes]
inhabitants = np.array([commune.population or 0 for commune in communes], dtype=float)
print(f"{territory.label} : {len(communes)} communes et {inhabitants.sum():.0f} habitants")

# %% [markdown]
# ## Les ressources qui répondent au besoin
#
# Une ressource sans position est placée à sa mairie. Une ressource fermée ou confidentielle n'est pas comptée.

# %%
offered = [
    resource
    for resource in iterate_resources(place.engine)
    if NEED in resource.needs and resource.commune in set(codes) and resource.is_open(day) and not resource.confidential
]
positions = [
    (resource.lat, resource.lon)
    if resource.lat is not None
    else (gazetteer.place(resource.commune).lat, gazetteer.place(resource.commune).lon)
    for resource in offered
]
lats, lons = np.array(positions, dtype=float).reshape(-1, 2).T
by_commune = pd.Series([gazetteer.commune(resource.commune).name for resource in offered]).value_counts()
print(f"« {place.vocabulary.needs[NEED].label_fr} » : {len(offered)} ressources dans {len(by_commune)} communes")
by_commune.head(10).to_frame("ressources")

# %% [markdown]
# ## Les trajets
#
# Minutes estimées depuis chaque mairie : la route d'abord, puis les pirogues et les avions là où aucune route ne mène. Une case vide
# veut dire qu'aucun trajet connu n'y mène.

# %%
minutes = np.array(
    [
        travel_minutes_to(gazetteer.place(commune.code), lats, lons, [resource.commune for resource in offered], access)
        for commune in communes
    ]
)
nearest = np.array([np.nan if np.isnan(row).all() else np.nanmin(row) for row in minutes])
trips = pd.DataFrame(
    {"commune": [commune.name for commune in communes], "habitants": inhabitants, "minutes de la plus proche": nearest.round()}
)
trips.sort_values("minutes de la plus proche", ascending=False, na_position="first").head(10).reset_index(drop=True)

# %% [markdown]
# ## L'accès par habitant
#
# Méthode des aires de captation flottantes en deux temps (2SFCA, avec un poids qui décroît en cloche jusqu'à `REACH_MIN` minutes) : chaque
# ressource est partagée entre tous ceux qui peuvent l'atteindre, puis chaque commune additionne les parts à sa portée.

# %%
reached = two_step_accessibility(minutes, np.ones(len(offered)), inhabitants, gaussian(REACH_MIN))
per_10_000 = reached * 10_000
table = trips.assign(**{"ressources atteignables pour 10 000 habitants": per_10_000.round(2)})
served = inhabitants[per_10_000 > 0].sum() / inhabitants.sum()
print(f"{served:.0%} des habitants atteignent au moins une ressource en moins de {REACH_MIN} minutes.")
print(f"Moyenne du territoire : {len(offered) / inhabitants.sum() * 10_000:.2f} pour 10 000 habitants.")
table.sort_values("ressources atteignables pour 10 000 habitants").head(12).reset_index(drop=True)

# %% [markdown]
# ## La carte

# %%
drawn = outlines(sorted({commune.departement for commune in communes}), gazetteer)
values = dict(zip(codes, per_10_000, strict=True))
figure, axis = plt.subplots(figsize=(8, 8))
colours = plt.get_cmap("viridis")
top = max(np.quantile(per_10_000, 0.9), 1e-9)
for feature in drawn["features"]:
    value = values.get(feature["properties"]["code"])
    shapes = feature["geometry"]["coordinates"]
    rings = [shapes[0]] if feature["geometry"]["type"] == "Polygon" else [polygon[0] for polygon in shapes]
    for ring in rings:
        x, y = zip(*((point[0], point[1]) for point in ring), strict=True)
        axis.fill(x, y, facecolor="lightgrey" if not value else colours(min(1.0, value / top)), edgecolor="white", linewidth=0.5)
axis.scatter(lons, lats, s=12, color="crimson", zorder=3, label="ressource")
axis.set_aspect(1 / np.cos(np.radians(np.mean([commune.lat for commune in communes]))))
axis.set_axis_off()
axis.legend(loc="lower left")
scale = plt.cm.ScalarMappable(plt.Normalize(0, top), colours)
figure.colorbar(scale, ax=axis, shrink=0.5, label="ressources atteignables pour 10 000 habitants, plafonnées au neuvième décile")
axis.set_title(f"{place.vocabulary.needs[NEED].label_fr} : accès pour 10 000 habitants (gris : aucun)")
plt.show()

# %% [markdown]
# ## La réponse, recalculée

# %% tags=["answer"]
answer = (
    f"Une moyenne ne dit pas qui peut y aller : dans cet annuaire inventé ({territory.label}), « {place.vocabulary.needs[NEED].label_fr} » "
    f"compte {len(offered) / inhabitants.sum() * 10_000:.2f} ressource pour 10 000 habitants, mais {100 * (1 - served):.0f} % des "
    f"habitants, dans {(per_10_000 == 0).sum()} communes sur {len(communes)}, n'en atteignent aucune en {REACH_MIN} minutes."
)
Markdown(re.sub(r"(?<=\d)\.(?=\d)", ",", answer))

# %% [markdown]
# ## Ce que cela change dans le produit
#
# - Les rayons de recherche sont ceux de la politique du territoire (`data/policies`), et l'assistant affiche des minutes estimées, pirogue
#   et avion compris, à côté de chaque résultat : elles annotent, elles ne classent pas.
# - Les communes grises sont celles où un besoin restera « non couvert » dans le plan : c'est une donnée à remonter à l'ARS, pas une panne.
# - Pour un autre territoire ou un autre besoin, changer la cellule des paramètres suffit.
