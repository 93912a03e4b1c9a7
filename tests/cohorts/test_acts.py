"""What a manager does from the boards: remind, create, enrol, import."""

import datetime as dt
import io
import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from integration_portal.accounts.models import RoleGrant, User
from integration_portal.cohorts.models import Cohort
from integration_portal.core import clock
from integration_portal.core.outbox import OutboxMail
from integration_portal.core.permissions import Role
from integration_portal.core.unit_of_work import Database
from integration_portal.journeys.models import Journey, JourneyEvent
from tests.support.client import StrictClient, shown
from tests.support.factories import Person, World

Enter = Callable[[Person], StrictClient]
HEADER = "prenom;nom;adresse;qualite;unite;tutrice_adresse;medecin_adresse;date_debut;jours"


# Reminders


def remind(client: StrictClient, step_id: int, back: str = "/a-debloquer"):  # type: ignore[no-untyped-def]
    return client.send("/relances", {"etape": str(step_id), "retour": back})


def test_a_reminder_says_to_whom_it_went_and_comes_back(
    enter: Enter, db: Database, world: World
) -> None:
    client = enter(world.ours.manager)
    back = f"/promotions/{world.ours.cohort_id}?tri=nom"
    answer = remind(client, world.ours.step_id, back)
    assert (answer.status_code, answer.location) == (303, back)
    assert f"Relance envoyée à {world.ours.recruit.name}" in client.get(back).text
    with db.reading() as session:
        kinds = select(func.count()).where(JourneyEvent.kind == "reminder")
        assert session.scalar(kinds) == 1


def test_a_second_reminder_the_same_day_is_refused_and_the_next_day_goes(
    enter: Enter, world: World
) -> None:
    client = enter(world.ours.manager)
    assert remind(client, world.ours.step_id).status_code == 303
    again = remind(client, world.ours.step_id)
    assert again.status_code == 409
    assert "déjà relancé" in shown(again)
    with clock.frozen(clock.now() + dt.timedelta(days=1)):
        assert remind(enter(world.ours.manager), world.ours.step_id).status_code == 303


@pytest.mark.parametrize("back", ["https://ailleurs.fr", "//ailleurs.fr", "/promotions\\x", ""])
def test_a_reminder_never_sends_elsewhere(enter: Enter, world: World, back: str) -> None:
    assert remind(enter(world.ours.manager), world.ours.step_id, back).location == "/a-debloquer"


def test_a_step_out_of_reach_is_not_reminded(enter: Enter, world: World) -> None:
    client = enter(world.ours.manager)
    for step_id in (world.theirs.step_id, world.ours.neighbour_step_id, "x", 10**9):
        assert remind(client, step_id).status_code == 404
    assert remind(enter(world.ours.hr), world.ours.step_id).status_code == 403


# Cohorts


def test_a_cohort_is_created_once(enter: Enter, db: Database, world: World) -> None:
    client = enter(world.ours.manager)
    values = {"name": "Janvier", "start_on": "2027-01-04"}
    answer = client.submit("/promotions/nouvelle", values)
    assert answer.status_code == 302
    twice = client.submit("/promotions/nouvelle", values)
    assert twice.status_code == 422
    assert "existe déjà" in shown(twice)
    with db.reading() as session:
        made = session.scalars(select(Cohort).where(Cohort.name == "Janvier")).one()
        assert made.establishment_id == world.ours.establishment_id


def test_a_cohort_elsewhere_is_refused(enter: Enter, world: World) -> None:
    elsewhere = str(world.theirs.establishment_id)
    values = {"name": "Janvier", "start_on": "2027-01-04", "establishment": elsewhere}
    assert enter(world.ours.manager).submit("/promotions/nouvelle", values).status_code == 422


# Enrolment


def enrol_path(world: World) -> str:
    return f"/recrues/inscrire?promotion={world.ours.cohort_id}"


NEW = {"email": "lea.brun@exemple.test", "given_name": "Léa", "family_name": "Brun",
       "start_on": "2026-12-01"}  # fmt: skip


def test_a_new_person_gets_an_account_a_role_a_journey_and_an_invitation(
    enter: Enter, db: Database, world: World
) -> None:
    values = {**NEW, "tutor": str(world.ours.tutor.id), "days": ["0", "1", "3"]}
    answer = enter(world.ours.manager).submit(enrol_path(world), values)
    assert answer.status_code == 302, shown(answer)
    with db.reading() as session:
        user = session.scalars(select(User).where(User.email == NEW["email"])).one()
        journey = session.scalars(select(Journey).where(Journey.recruit_id == user.id)).one()
        assert (journey.cohort_id, journey.unit_id) == (world.ours.cohort_id, world.ours.unit_id)
        assert (journey.pattern, journey.tutor_id) == ("1101000", world.ours.tutor.id)
        assert journey.manager_id == world.ours.manager.id
        grant = session.scalars(select(RoleGrant).where(RoleGrant.user_id == user.id)).one()
        assert (grant.role, grant.unit_id) == (Role.RECRUIT, world.ours.unit_id)
        mails = select(OutboxMail.recipient).where(OutboxMail.subject.contains("accès"))
        assert session.scalars(mails).all() == [NEW["email"]]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"email": "pas une adresse"}, "Écrivez une adresse"),
        ({"given_name": ""}, "indiquez le prénom"),
        ({"start_on": "2062-12-01"}, "vérifiez l’année"),
        ({"days": []}, "Cochez au moins un jour"),
        ({"tutor": "999999"}, "Choisissez dans la liste"),
        ({"unit": "999999"}, "Choisissez dans la liste"),
    ],
)
def test_a_bad_form_keeps_what_was_typed_and_writes_nothing(
    enter: Enter, db: Database, world: World, values: dict[str, str], words: str
) -> None:
    answer = enter(world.ours.manager).submit(enrol_path(world), {**NEW, **values})
    assert answer.status_code == 422
    assert words in shown(answer)
    assert "Brun" in answer.text
    with db.reading() as session:
        assert not session.scalar(select(User.id).where(User.email == NEW["email"]))


def test_an_address_does_not_give_a_name_away(enter: Enter, world: World) -> None:
    client = enter(world.ours.manager)
    theirs = {**NEW, "email": world.theirs.tutor.email}
    for values in (theirs, {**theirs, "given_name": "", "family_name": ""}):
        answer = client.submit(enrol_path(world), values)
        assert answer.status_code == 422
        assert world.theirs.tutor.name not in answer.text


def test_somebody_on_a_journey_is_not_enrolled_twice(enter: Enter, world: World) -> None:
    given, family = world.ours.recruit.name.split(" ", 1)
    values = {**NEW, "email": world.ours.recruit.email, "given_name": given, "family_name": family}
    answer = enter(world.ours.manager).submit(enrol_path(world), values)
    assert answer.status_code == 422
    assert "suit déjà un parcours" in shown(answer)


# Import


def send(client: StrictClient, world: World, *lines: str):  # type: ignore[no-untyped-def]
    body = "\n".join([HEADER, *lines]).encode()
    path = f"/promotions/{world.ours.cohort_id}/importer"
    return client.submit(path, {"file": (io.BytesIO(body), "liste.csv")})


def content_of(page: str) -> str:
    found = re.search(r'name="content" value="([^"]+)"', page)
    assert found
    return found[1]


LINE = "Léa;Brun;lea.brun@exemple.test;;Cardiologie Alpha;;;24/11/2026;"


def count_people(db: Database) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(User)) or 0


def test_a_list_is_shown_then_confirmed_then_already_there(
    enter: Enter, db: Database, world: World
) -> None:
    client = enter(world.ours.manager)
    before = count_people(db)
    preview = send(client, world, LINE, "Zoé;X;zoe@exemple.test;;Pédiatrie;;;24/11/2026;")
    assert preview.status_code == 200
    assert "1\u00a0recrue à inscrire" in preview.text
    assert "Unité inconnue" in preview.text
    assert count_people(db) == before
    path = f"/promotions/{world.ours.cohort_id}/importer/confirmer"
    content = content_of(preview.text)
    done = client.send(path, {"content": content})
    assert done.status_code == 200
    assert "inscrite" in shown(done)
    assert count_people(db) == before + 1
    again = client.send(path, {"content": content})
    assert "1 déjà là" in shown(again)
    assert count_people(db) == before + 1


def test_a_confirmation_cannot_be_forged_nor_moved(
    enter: Enter, db: Database, world: World
) -> None:
    content = content_of(send(enter(world.ours.manager), world, LINE).text)
    path = f"/promotions/{world.ours.cohort_id}/importer/confirmer"
    for person, sent in (
        (world.ours.manager, content[:-2]),
        (world.ours.manager, ""),
        (world.ours.neighbour_manager, content),
    ):
        assert enter(person).send(path, {"content": sent}).status_code == 422
    before = count_people(db)
    other = f"/promotions/{world.theirs.cohort_id}/importer/confirmer"
    assert enter(world.ours.manager).send(other, {"content": content}).status_code == 404
    assert count_people(db) == before


def test_a_file_that_is_no_list_keeps_the_page(enter: Enter, world: World) -> None:
    client = enter(world.ours.manager)
    path = f"/promotions/{world.ours.cohort_id}/importer"
    assert "Il manque la colonne" in _refused(client, path, b"a;b\n1;2\n")
    assert "vide" in _refused(client, path, b"")


def _refused(client: StrictClient, path: str, body: bytes) -> str:
    answer = client.submit(path, {"file": (io.BytesIO(body), "liste.csv")})
    assert answer.status_code == 422
    return shown(answer)
