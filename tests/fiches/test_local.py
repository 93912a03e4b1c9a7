"""« Chez nous » over a shipped text: what applies, who wins, and what is kept when nothing fits."""

import copy

import pytest

from integration_portal.fiches.leaves import may_correct, spots, text_at
from integration_portal.fiches.local import digest, is_empty, merge

from .shipped import entries

BASE = {
    "titre": "Essai",
    "resume": "Le résumé.",
    "alertes": [
        {"si": "Un signe", "geste": "Passez le 15.", "niveau": "U0"},
        {"si": "Deux signes", "geste": "Passez le 15.", "niveau": "U0"},
        {"si": "Trois signes", "geste": "Passez un médecin.", "niveau": "U1"},
    ],
    "questions": ["Qui ?", "Où ?", "Quand ?"],
    "avant": {"documents": ["Carte Vitale"], "examens": [], "consignes": []},
    "parcours": [{"etape": "Signe", "interlocuteur": "SAMU", "note": None}],
}


def _correction(path, before, after, **more) -> dict[str, object]:
    return {"corrections": [{"chemin": list(path), "avant": before, "apres": after, **more}]}


def test_nothing_added_is_the_shipped_text() -> None:
    for entry in entries()[:10]:
        merged = merge(entry.payload, [{}, {"ajouts": {"numeros": []}}])
        assert merged.payload == entry.payload
        assert digest(merged.payload) == entry.version


def test_additions_of_both_are_kept_and_the_unit_wins() -> None:
    house = {"origine": "etablissement", "ajouts": {
        "numeros": [{"libelle": "SAMU interne", "numero": "2222", "precision": ""}],
        "delais": {"U2": "8 jours", "U3": "1 mois"}, "mots": ["patraque"], "note": "Maison.",
    }}  # fmt: skip
    unit = {"origine": "unite", "ajouts": {
        "numeros": [{"libelle": "Avis", "numero": "4000", "precision": ""}],
        "delais": {"U2": "48 heures", "U3": ""}, "mots": ["patraque", "tout chose"], "note": "Ici.",
    }}  # fmt: skip
    local = merge(BASE, [house, unit]).payload["local"]
    assert [(one["numero"], one["origine"]) for one in local["numeros"]] == [
        ("2222", "etablissement"), ("4000", "unite"),
    ]  # fmt: skip
    assert local["delais"] == {"U2": "48 heures", "U3": "1 mois"}
    assert local["mots"] == ["patraque", "tout chose"]
    assert [note["texte"] for note in local["notes"]] == ["Maison.", "Ici."]


def test_a_correction_replaces_one_sentence_and_says_so() -> None:
    before = copy.deepcopy(BASE)
    merged = merge(BASE, [_correction(("alertes", 0, "geste"), "Passez le 15.", "Le 2222.")])
    assert [alert["geste"] for alert in merged.payload["alertes"]] == [
        "Le 2222.", "Passez le 15.", "Passez un médecin.",
    ]  # fmt: skip
    assert merged.payload["local"]["corriges"][0]["chemin"] == ["alertes", 0, "geste"]
    assert merged.lost == ()
    assert before == BASE


def test_both_correct_the_same_sentence_the_unit_wins() -> None:
    patches = [_correction(["resume"], "Le résumé.", text) for text in ("Maison.", "Ici.")]
    merged = merge(BASE, patches)
    assert merged.payload["resume"] == "Ici."
    assert len(merged.payload["local"]["corriges"]) == 1


def test_a_sentence_that_moved_is_found_in_its_list() -> None:
    merged = merge(BASE, [_correction(("questions", 0), "Quand ?", "À quelle heure ?")])
    assert merged.payload["questions"] == ["Qui ?", "Où ?", "À quelle heure ?"]


def test_a_sentence_that_is_gone_is_lost_with_what_stands_there() -> None:
    merged = merge(BASE, [_correction(("questions", 1), "Comment ?", "De quelle façon ?")])
    assert merged.payload == BASE
    (lost,) = merged.lost
    assert (lost.before, lost.after, lost.now) == ("Comment ?", "De quelle façon ?", "Où ?")
    gone = merge(BASE, [_correction(("pieges", 4), "x", "y")]).lost[0]
    assert gone.now is None


def test_a_gesture_never_moves_to_another_sign() -> None:
    path, old, new = ("alertes", 1, "geste"), "Passez le 15.", "Le 2222."
    kept = merge(BASE, [_correction(path, old, new, repere="Un signe")])
    assert [alert["geste"] for alert in kept.payload["alertes"]][:2] == ["Le 2222.", old]
    assert merge(BASE, [_correction(path, old, new, repere="Parti")]).lost
    # Without a landmark, and in two places: nobody can tell.
    assert merge(BASE, [_correction(("alertes", 2, "geste"), old, new)]).lost


@pytest.mark.parametrize(
    "path",
    [["titre"], ["alertes", 0, "niveau"], ["alertes", 0, "conduite"], ["sources", 0], [], ["avant"],
     ["local"], ["questions", "0"]],
)  # fmt: skip
def test_only_sentences_are_corrected(path) -> None:
    assert not may_correct(tuple(path))
    assert merge(BASE, [_correction(path, "Essai", "Autre")]).payload == BASE


def test_every_sentence_of_the_shipped_fiches_has_its_path() -> None:
    for entry in entries():
        for spot in spots(entry.payload):
            assert may_correct(spot.path)
            assert text_at(entry.payload, spot.path) == spot.text


def test_a_wholly_local_fiche_has_no_base_and_takes_additions() -> None:
    unit = {"ajouts": {"note": "Ici."}, "corrections": []}
    merged = merge(None, [{"fiche": BASE}, unit])
    assert merged.payload["titre"] == "Essai"
    assert merged.payload["local"]["notes"][0]["texte"] == "Ici."
    assert merge(BASE, [{"fiche": {**BASE, "titre": "D’ici"}}]).payload["titre"] == "D’ici"


def test_an_empty_patch_is_known() -> None:
    assert is_empty({})
    assert is_empty({"ajouts": {"numeros": [], "note": ""}, "corrections": []})
    assert not is_empty({"ajouts": {"note": "Ici."}})
    assert not is_empty({"fiche": BASE})
