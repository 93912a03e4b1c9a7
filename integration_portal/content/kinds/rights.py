"""The rights that the steps of a journey open together: a closed list, said the same everywhere."""

from typing import Literal

Right = Literal["ecouter-appels", "appels-seule", "tri-courriers"]

RIGHTS: dict[str, str] = {
    "ecouter-appels": "Ouvrir les logiciels et écouter des appels",
    "appels-seule": "Prendre des appels en autonomie",
    "tri-courriers": "Trier des courriers sans relecture le jour même",
}
