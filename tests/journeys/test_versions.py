"""What a newer version would do to one person: never to what she did, never to what was adapted."""

from hypothesis import given
from hypothesis import strategies as st

from integration_portal.journeys.models import Step, StepState
from integration_portal.journeys.versions import ChangeKind, difference, plan

CODES = [f"{number:02}" for number in range(1, 7)]
FIELDS = ("titre", "duree", "echeance")
SETTLED = {StepState.DONE, StepState.SUBMITTED}


def _step(code: str, title: str, minutes: int, due: str) -> dict:
    return {
        "code": code, "titre": title, "duree": minutes, "echeance": due, "phase": "mois-1",
        "type": "module", "responsable": "recrue", "participants": [], "pourquoi": "p",
        "faire": "f", "criteres": [], "competences": [], "prerequis": [], "ressources": [],
        "verrou": None,
    }  # fmt: skip


definitions = st.lists(
    st.builds(
        _step,
        st.sampled_from(CODES),
        st.sampled_from("ab"),
        st.sampled_from([30, 60]),
        st.sampled_from(["S1", "S2"]),
    ),
    unique_by=lambda step: step["code"],
).map(lambda steps: {"etapes": steps})
states = st.dictionaries(st.sampled_from(CODES), st.sampled_from(list(StepState)))
adapted = st.dictionaries(st.sampled_from(CODES), st.lists(st.sampled_from(FIELDS), unique=True))
gone = st.sets(st.sampled_from(CODES))


def _own(definition: dict, states: dict, adapted: dict, gone: set) -> list[Step]:
    return [
        Step(
            code=step["code"],
            state=states.get(step["code"], StepState.TODO),
            changed=adapted.get(step["code"], []),
        )
        for step in definition["etapes"]
        if step["code"] not in gone
    ]


@given(definitions, definitions, states, adapted, gone)
def test_what_is_settled_adapted_or_removed_is_never_touched(old, new, states, adapted, gone):
    own = {step.code: step for step in _own(old, states, adapted, gone)}
    for change in plan(old, new, list(own.values()), gone):
        if change.kind is ChangeKind.SKIP:
            assert change.reason
            continue
        assert change.code not in gone, "a removed step came back"
        if change.kind is ChangeKind.ADD:
            assert change.code not in own
            continue
        assert own[change.code].state not in SETTLED
        if change.kind is ChangeKind.REMOVE:
            assert own[change.code].state is StepState.TODO
        assert not {one.name for one in change.fields} & set(own[change.code].changed)


@given(definitions, definitions, states, adapted, gone)
def test_every_difference_is_either_made_or_explained(old, new, states, adapted, gone) -> None:
    made = plan(old, new, _own(old, states, adapted, gone), gone)
    assert [one.code for one in made] == [one.code for one in difference(old, new)]


@given(definitions)
def test_a_version_does_not_differ_from_itself(definition) -> None:
    assert difference(definition, definition) == []


def test_a_step_partly_adapted_follows_in_its_other_fields() -> None:
    old = {"etapes": [_step("01", "a", 30, "S1")]}
    new = {"etapes": [_step("01", "b", 60, "S1")]}
    own = [Step(code="01", state=StepState.TODO, changed=["titre"])]
    (change,) = plan(old, new, own, [])
    assert [one.name for one in change.fields] == ["duree"]
