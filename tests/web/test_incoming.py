"""What people paste and what robots send: too long, too heavy, or from another alphabet."""

import pytest

from tests.support.client import form_values, shown
from tests.support.html import check_page, words

from .conftest import words_left

TEXTS = {
    "emoji": "Bravo 🎉 👩🏽‍⚕️ (1ʳᵉ fois)",
    "right to left": "شكرا جزيلا, dit la patiente ; תודה רבה.",
    "bidi marks": "avant \u202eerirce\u202c après",
    "combining": "e\u0301te\u0301 ≠ été, ﬁn",
    "markup": "<script>alert(1)</script> & <b>gras</b> {{ 7*7 }} %s",
    "lines": "un\n\ndeux\tcolonne",
    "astral": "𝕳ôpital 𠜎",
}
HUGE = 10**20 - 1
CONTROLS = "Vu\x00 avec\x07 elle\x1b[31m, \x0bsans\x7f a\u0085ide\ufffe."


def send(client, world, text: str, **options):
    return client.send(f"/etapes/{world.ours.step_id}/mot", {"text": text}, **options)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_comes_back_as_it_was_typed(both, world, text) -> None:
    client = both.enter(world.ours.recruit)
    client.check_typography = False
    page = send(client, world, text, follow_redirects=True)
    assert page.status_code == 200
    assert words_left(both.database, world.ours) == [text]
    quotes = [words(one) for one in check_page(page.text, typography=False).iter("blockquote")]
    assert words_of(text) in [one.replace("’", "'") for one in quotes]


def words_of(text: str) -> str:
    return " ".join(text.split())


def test_control_characters_are_left_out(both, world) -> None:
    page = send(both.enter(world.ours.recruit), world, CONTROLS, follow_redirects=True)
    assert page.status_code == 200, shown(page)
    assert words_left(both.database, world.ours) == ["Vu avec elle[31m, sans aide."]


def test_control_characters_alone_are_nothing(both, world) -> None:
    assert send(both.enter(world.ours.recruit), world, "\x00\x01 \x02").status_code == 422


def test_control_characters_in_a_refused_form_do_not_break_its_page(both, world) -> None:
    client = both.enter(world.ours.recruit)
    path = f"/etapes/{world.ours.step_id}/mot"
    assert client.post(path, data={"csrf_token": "x", "text": CONTROLS}).status_code == 400
    assert client.send("/etapes/999999/mot", {"text": CONTROLS}).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/fiches?q=%00", 400),
        ("GET", "/personnes?q=a%00b", 400),
        ("GET", "/fiches/avc%00", 400),
        ("GET", "/invitation/a%00b", 400),
        ("GET", "/etapes/2147483648", 404),
        ("GET", f"/etapes/{HUGE}", 404),
        ("GET", f"/signatures/{HUGE}", 404),
        ("GET", f"/promotions/{HUGE}", 404),
        ("POST", f"/etapes/{HUGE}/fait", 404),
        ("GET", "/etapes/-1", 404),
        ("GET", "/etapes/abc", 404),
        ("GET", f"/personnes?etablissement={HUGE}&page=-5", 200),
        ("GET", f"/journal?etablissement={HUGE}", 200),
        ("GET", f"/modeles/comparer?avant={HUGE}&apres={HUGE}", 200),
        ("GET", f"/promotions/{{cohort}}?page={HUGE}&unite={HUGE}&tutrice={HUGE}", 200),
        ("GET", f"/a-debloquer?page={HUGE}&etablissement={HUGE}", 200),
        ("GET", f"/recrues/inscrire?promotion={HUGE}", 404),
        ("GET", f"/notifications?page={HUGE}", 200),
    ],
)
def test_a_strange_address_gets_a_page(both, world, method, path, status) -> None:
    boss = any(word in path for word in ("personnes", "journal"))
    client = both.enter(world.ours.admin if boss else world.ours.manager)
    path = path.format(cohort=world.ours.cohort_id)
    answer = client.send(path) if method == "POST" else client.get(path)
    assert answer.status_code == status, shown(answer)


@pytest.mark.parametrize("field", ["email", "password"])
def test_a_login_with_a_nul_is_only_a_wrong_login(both, field) -> None:
    values = {"email": "a@b.fr", "password": "mot de passe", field: "a\x00b"}
    assert both.client().submit("/connexion", values).status_code == 401


def test_one_megabyte_is_refused_in_words_and_kept(enter, world, left) -> None:
    text = "mot " * 250_000
    answer = send(enter(world.ours.recruit), world, text)
    assert answer.status_code == 422
    page = check_page(answer.text, typography=False)
    assert "Ce texte dépasse 4000 caractères : raccourcissez-le." in words(page)
    (area,) = (one for one in page.iter("textarea") if one.get("name") == "text")
    assert (area.text or "").strip() == text.strip()
    assert left() == []


@pytest.mark.parametrize("length", [4000, 4001])
def test_the_limit_counts_characters_as_they_are_kept(enter, world, left, length) -> None:
    """A browser sends each end of line as two characters: they count for one."""
    text = ("é" * 99 + "\r\n") * 40
    text = "  " + text[: -len("\r\n")] + "x" * (length - 3999)
    status = send(enter(world.ours.recruit), world, text).status_code
    assert status == (302 if length == 4000 else 422)


@pytest.mark.parametrize("who", ["recruit", None])
@pytest.mark.parametrize("path", ["/etapes/{step}/mot", "/connexion", "/nulle-part"])
def test_six_megabytes_are_refused_unread(doors, world, who, path) -> None:
    client = doors.enter(world.ours.recruit) if who else doors.client()
    token = client.token()
    data = {"csrf_token": token, "text": "x" * 6_000_000}
    answer = client.post(path.format(step=world.ours.step_id), data=data)
    assert answer.status_code == 413
    assert "dépasse 5 Mo" in shown(answer)
    assert len(answer.data) < 20_000


def test_fields_that_no_form_has_are_ignored(enter, world, db) -> None:
    from integration_portal.journeys.models import Step, StepState
    from integration_portal.signoffs.models import SignOffRequest

    recruit, step = enter(world.ours.recruit), f"/etapes/{world.ours.step_id}"
    sent = recruit.send(
        f"{step}/mot",
        {"text": "Un mot.", "state": "done", "actor_id": "1", "kind": "done", "step_id": "1"},
    )
    assert sent.status_code == 302
    asked = f"/etapes/{world.ours.observation_id}/demander"
    form = form_values(recruit.page(asked).find(".//main//form"))
    names = {one.get("name") for one in recruit.page(asked).iter("input")}
    levels = {name: "3" for name in names if name and name.startswith("level_")}
    extra = {"signer_id": str(world.ours.recruit.id), "state": "signed", "level_autre": "4"}
    assert recruit.post(asked, data={**form, **levels, **extra}).status_code == 302
    with db.reading() as session:
        assert session.get_one(Step, world.ours.step_id).state is StepState.TODO
        observation = session.get_one(Step, world.ours.observation_id)
        request = session.query(SignOffRequest).order_by(SignOffRequest.id.desc()).first()
        assert observation.state is StepState.SUBMITTED
        assert request.signer_id == observation.assignee_id != world.ours.recruit.id
        assert "autre" not in request.self_levels


def test_a_way_back_never_leaves_the_portal(enter, world, db) -> None:
    client = enter(world.ours.recruit)
    with db.reading() as session:
        from integration_portal.signoffs.models import SignOffRequest

        step = session.get_one(SignOffRequest, world.ours.request_id).subject.partition(":")[2]
    for back in ("https://exemple.test", "//exemple.test", "/\\exemple.test", "/\r\nX-Injecte: 1"):
        answer = client.send(f"/etapes/{step}/relancer", {"retour": back})
        assert answer.status_code in {302, 409}
        assert "exemple.test" not in answer.headers.get("Location", "")
        assert "X-Injecte" not in answer.headers
