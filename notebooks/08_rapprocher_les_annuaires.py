# %% [markdown]
# # 08. Rapprocher les annuaires : ce que le rapprochement réunit à raison, sur de vrais fichiers
#
# **Question.** Quand deux annuaires publics décrivent le même service, le rapprochement le voit-il ? Et réunit-il parfois deux services
# différents ?
#
# **Données.** Des fichiers publics qui ne sont pas dans ce dépôt, lus dans `../shared/real` à côté de lui ; sans eux ce carnet ne se lance
# pas. France services, décembre 2022 et juillet 2023 (ANCT) ; data·inclusion (février 2023), Aidants Connect (janvier 2023) et conseillers
# numériques (décembre 2022), pour l'Île-de-France, la Bretagne, la Sarthe et la Guyane ; quatre fichiers d'établissements
# d'Île-de-France tirés de FINESS (vers 2013). Rien n'en est recopié ici : des comptes, et des clés de fiches.
#
# **Réponse en une phrase.** Entre les deux millésimes de France services, dont l'identifiant stable a été caché, 99 % des réunions sont
# justes et 98,5 % des services sont retrouvés ; de cent paires tirées à toutes les hauteurs de probabilité et relues une à une, aucune des
# 48 réunions n'est fausse, une est incertaine.

# %% tags=["parameters"]
SHARED = "../../shared/real"
SEED = 2026

# %%
from datetime import date
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from orientation.bench.overlap import (
    BANDS,
    Extract,
    band_of,
    between,
    judgements,
    linked,
    read,
    sources_of,
    wilson,
)
from orientation.reference.folder import data_folder
from orientation.reference.linking import load_linking
from orientation.workplace import Workplace

folder, place, data, today = Path(SHARED), Workplace(), load_linking(), date(2026, 11, 2)
numbers = frozenset({"finess", "finess-ej", "siret"})
overlaps = {
    "France services": [
        Extract("france-services", "fs-2022", ("france_services_liste_202212.csv.gz",), frozenset({"id-fs"})),
        Extract("france-services", "fs-2023", ("france_services_liste_202307.csv.gz",), frozenset({"id-fs"})),
    ],
    "Médiation numérique": [
        Extract("data-inclusion", "data-inclusion", ("datainclusion_structures_mednum_202302__idf_bzh_72_973.json.gz",)),
        Extract("aidants-connect", "aidants-connect", ("aidants_connect_202301__idf_bzh_72_973.json.gz",)),
        Extract("conseillers-numeriques", "conseillers-numeriques", ("conseillers_numeriques_202212__idf_bzh_72_973.json.gz",)),
    ],
    "Établissements d'Île-de-France": [
        Extract("idf-etablissements", "idf-hopitaux", ("idf_les_etablissements_hospitaliers_franciliens__75_77_94.csv",), numbers),
        Extract("idf-etablissements", "idf-centres", ("idf2013_centres_de_sante__75.geojson",), numbers),
        Extract("idf-etablissements", "idf-court", ("idf2013_soins_courte_duree__75_77_94.geojson",), numbers),
        Extract("idf-etablissements", "idf-handicap", ("idf_etablissements_et_services_pour_adultes_handicapes__75_77_94.csv",), numbers),
    ],
}
entries = {name: [entry for one in extracts for entry in read(folder, one, place, today)] for name, extracts in overlaps.items()}
links = {name: linked(held, place, data) for name, held in entries.items()}
pd.DataFrame({name: pd.Series([entry.source for entry in held]).value_counts() for name, held in entries.items()}).fillna(0).astype(int)

# %% [markdown]
# ## Ce qui est réuni, ce qui est à relire
#
# Une paire est réunie quand sa probabilité atteint 0,8 et que le nom **et** le lieu (ou un téléphone, un courriel) concordent ; elle est
# à relire de 0,1 à 0,8, ou quand ce qui concorde ne suffit pas ; le reste est gardé à part. Ne sont comptées que les paires de deux
# annuaires.

# %%
told = pd.DataFrame(
    [
        {"recoupement": name, "annuaires": " × ".join(sources_of(one)), "verdict": one.verdict}
        for name, held in links.items()
        for one in between(held)
    ]
)
verdicts = {"same": "réunies", "review": "à relire", "different": "ressemblantes, tenues à part"}
told.assign(verdict=told.verdict.map(verdicts)).value_counts().unstack(fill_value=0)[list(verdicts.values())]

# %% [markdown]
# ## France services : un identifiant stable comme vérité, caché au rapprochement
#
# L'identifiant `id_fs` n'a pas été montré. Il est pourtant lui-même imparfait : les fiches de 2022 en attente de labellisation portent un
# numéro provisoire (`temp_…`) qui a changé en 2023 ; elles sont retirées du calcul, puisqu'elles n'ont pas de vérité.

# %%
known = {
    name: {entry.id for entry in entries["France services"] if entry.source == name and not entry.id.startswith("temp")}
    for name in ("fs-2022", "fs-2023")
}
truth = {(f"fs-2022:{id}", f"fs-2023:{id}") for id in known["fs-2022"] & known["fs-2023"]}
merged = {(one.a, one.b) for one in between(links["France services"]) if one.verdict == "same" and "temp" not in one.a}
right = len(merged & truth)
asked = {(one.a, one.b) for one in links["France services"] if one.verdict == "review"}
pd.DataFrame(
    [
        {
            "": "réunions justes (précision)",
            "nombre": right,
            "sur": len(merged),
            "part": right / len(merged),
            **dict(zip(["de", "à"], wilson(right, len(merged)), strict=True)),
        },
        {
            "": "services retrouvés (rappel)",
            "nombre": right,
            "sur": len(truth),
            "part": right / len(truth),
            **dict(zip(["de", "à"], wilson(right, len(truth)), strict=True)),
        },
        {
            "": "services manqués, mais proposés à la relecture",
            "nombre": len(truth & asked),
            "sur": len(truth - merged),
            "part": len(truth & asked) / len(truth - merged),
        },
    ]
).round(3)

# %% [markdown]
# Les réunions que l'identifiant contredit sont rares et se lisent : une maison reprise sous un nouveau numéro, une antenne devenue maison
# à la même adresse, un bus renommé. Plus de la moitié des services manqués sont des fiches vides de 2022 (un nom de commune, ni adresse
# ni téléphone), que rien ne permettait de reconnaître.

# %%
contradicted = [
    one for one in between(links["France services"]) if one.verdict == "same" and "temp" not in one.a and (one.a, one.b) not in truth
]
empty = {entry.key for entry in entries["France services"] if entry.resource.address is None and entry.resource.phone is None}
pd.DataFrame(
    [
        {"": "réunions contredites par l'identifiant", "nombre": len(contradicted)},
        {
            "": "… dont même téléphone, courriel ou adresse exacte",
            "nombre": sum(
                any(said.startswith(("même téléphone", "même courriel", "même adresse")) for said in one.reasons) for one in contradicted
            ),
        },
        {"": "services manqués", "nombre": len(truth - merged)},
        {"": "… dont fiche de 2022 sans adresse ni téléphone", "nombre": sum(a in empty for a, _ in truth - merged)},
    ]
)

# %% [markdown]
# ## Cent paires relues
#
# Cent paires tirées au hasard à toutes les hauteurs de probabilité, à parts égales entre les couples d'annuaires, ont été lues une à une
# (nom, adresse, téléphones, sites, SIRET des deux fiches) par un seul relecteur, le rapprochement étant figé. « Même » : le même
# service au même endroit ; une mairie et l'espace France services qu'elle abrite ne le sont pas. Seules les clés et les réponses sont
# gardées (`data/linking/reviewed_pairs.csv`). Le tirage favorise les paires difficiles : la précision qu'il donne est plutôt basse.
# Mais d'autres paires de ces mêmes fichiers avaient été lues pendant que les poids étaient posés : ce n'est pas un jeu indépendant.

# %%
reviewed = judgements(data_folder() / "linking" / "reviewed_pairs.csv")
all_links = {(one.a, one.b): one for held in links.values() for one in between(held)}
read_again = pd.DataFrame(
    [
        {
            "probabilité": all_links[pair].probability,
            "verdict": verdicts[all_links[pair].verdict],
            "réponse": answer,
            "tranche": band_of(all_links[pair].probability),
        }
        for pair, answer in reviewed.items()
        if pair in all_links
    ]
)
answers = {"same": "même", "different": "différents", "unsure": "incertain"}
read_again.assign(réponse=read_again.réponse.map(answers)).groupby(["verdict", "réponse"]).size().unstack(fill_value=0)

# %%
kept = read_again[read_again.verdict == "réunies"].réponse
figures = {
    "réunions relues, une incertaine comptée fausse": (int((kept == "same").sum()), len(kept)),
    "réunions relues, l'incertaine laissée de côté": (int((kept == "same").sum()), int((kept != "unsure").sum())),
}
pd.DataFrame(
    [
        {"": name, "justes": good, "sur": among, "précision": good / among, **dict(zip(["de", "à"], wilson(good, among), strict=True))}
        for name, (good, among) in figures.items()
    ]
).round(3)

# %% [markdown]
# ## La probabilité dit-elle vrai ?
#
# Par tranche de probabilité : la part de « même » parmi les réponses certaines, avec son intervalle à 95 %, face à la probabilité annoncée.

# %%
certain = read_again[read_again.réponse != "unsure"].assign(juste=read_again.réponse == "same")
bands = certain.groupby("tranche").agg(annoncée=("probabilité", "mean"), même=("juste", "sum"), paires=("juste", "size"))
bounds = np.array([wilson(row.même, row.paires) for row in bands.itertuples()])
observed = bands.même / bands.paires
figure, axes = plt.subplots(figsize=(6, 4))
axes.plot([0, 1], [0, 1], color="lightgrey")
axes.errorbar(bands.annoncée, observed, yerr=np.clip([observed - bounds[:, 0], bounds[:, 1] - observed], 0, None), fmt="o", capsize=4)
axes.set(
    xlabel="probabilité annoncée (moyenne de la tranche)",
    ylabel="part jugée « même »",
    title=f"Cent paires relues, tranches à partir de {BANDS}",
)
figure.tight_layout()
bands.assign(observée=observed, de=bounds[:, 0], à=bounds[:, 1]).round(2)

# %% [markdown]
# En haut, là où l'on réunit, la probabilité est juste. Plus bas elle est trop prudente : les trois « même » de la première tranche et
# trois de la deuxième sont un seul lieu, inscrit trois fois dans chaque annuaire, dont les fiches se disputent la même jumelle. Les
# intervalles sont larges, et ces paires ne sont pas indépendantes.
#
# ## Ce que le rapprochement ne sait pas faire
#
# - Un sigle local (« EDS » pour espace départemental des solidarités) n'est pas reconnu : la paire part à la relecture.
# - Un service qui déménage dans sa commune, sans téléphone commun, part à la relecture ou reste à part.
# - Un même lieu inscrit plusieurs fois dans chaque annuaire n'est réuni qu'en partie.
# - Les fichiers d'Île-de-France et FINESS sont les mêmes données en deux présentations : ils éprouvent les lecteurs, pas le rapprochement.
#
# **Ce que cela change dans l'outil.** Les seuils (0,8 pour réunir, 0,1 pour demander) et les poids de `data/linking` restent en vigueur ;
# chaque décision prise dans la relecture pourra les corriger (`orientation duplicates learn`), par un fichier daté qui n'est jamais
# appliqué de lui-même.
