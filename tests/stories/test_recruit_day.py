"""A recruit's day: what to do today, three steps ticked, one reopened, a word left."""

from integration_portal.core import clock
from integration_portal.learning.models import ModuleCredit, Purpose, QuizAttempt
from integration_portal.learning.queries import list_modules

from .conftest import links, said, section


def today(walker) -> dict[str, str]:
    """What the home proposes to do now, by title."""
    return links(section(walker.open("/parcours"), "aujourdhui"), "/etapes/")


def tick(walker, path: str, **values: str):
    return walker.press(path, values, action=f"{path}/fait")


def can_tick(walker, path: str) -> bool:
    page = walker.open(path)
    return any(form.get("action") == f"{path}/fait" for form in page.iter("form"))


def done(walker) -> int:
    """Steps done, as the blocks of the page of the whole list count them."""
    page = walker.open("/parcours")
    counts = [node for node in page.iter("span") if node.get("class") == "phase-count"]
    return sum(int("".join(node.itertext()).partition("/")[0]) for node in counts)


def test_the_home_is_the_first_page(walk, world) -> None:
    recruit = walk(world.ours.recruit)
    assert recruit.client.get("/").headers["Location"] == "/parcours"
    page = recruit.open("/parcours")
    words = said(page)
    assert "Bonjour Recruit" in words
    assert "Jour 16 · Cardiologie Alpha, Hôpital Alpha" in words  # 2 November, the 11th out
    assert world.ours.tutor.name in words
    assert links(section(page, "attente"), "/etapes/")  # the request that waits for the tutor


def knows_every_module(db, person, establishment_id: int) -> None:
    """Her tutor credited them: a step with a module is then hers to tick."""
    with db.writing() as session:
        for module in list_modules(session):
            attempt = QuizAttempt(
                user_id=person.id, module=module.card.slug, version=module.version,
                purpose=Purpose.POSITIONING, seed=1, drawn=[], answered=0, points=0.0,
                stars_missed=0, passed=True, started_at=clock.now(), finished_at=clock.now(),
            )  # fmt: skip
            session.add(attempt)
            session.flush()
            held = session.query(ModuleCredit).filter_by(user_id=person.id, module=module.card.slug)
            held.delete()
            session.add(
                ModuleCredit(
                    user_id=person.id, module=module.card.slug, version=module.version,
                    attempt_id=attempt.id, establishment_id=establishment_id, granted=True,
                    asked_at=clock.now(), decided_at=clock.now(), comment="", reason="",
                )
            )  # fmt: skip


def test_three_steps_one_undone_and_a_word(walk, world, db) -> None:
    knows_every_module(db, world.ours.recruit, world.ours.establishment_id)
    recruit = walk(world.ours.recruit)
    before = done(recruit)
    ticked = []
    while len(ticked) < 3:
        path = next(path for path in today(recruit).values() if can_tick(recruit, path))
        page = tick(recruit, path, comment="Avec l’aide de Tutor.")
        assert "c’est fait." in said(page)
        assert "Avec l’aide de Tutor." in said(page)
        ticked.append(path)
        assert path not in today(recruit).values()
    assert done(recruit) == before + 3
    page = recruit.press(
        ticked[0], {"reason": "Le badge ne marche pas."}, action=f"{ticked[0]}/rouvrir"
    )
    assert "est rouverte." in said(page)
    assert "Le badge ne marche pas." in said(page)
    assert done(recruit) == before + 2
    page = recruit.press(ticked[1], {"text": "Merci à l’équipe !"}, action=f"{ticked[1]}/mot")
    assert "Votre mot est enregistré." in said(page)
    assert "Merci à l’équipe !" in said(page)


def test_a_step_not_open_says_what_comes_first(walk, world) -> None:
    recruit = walk(world.ours.recruit)
    page = recruit.open("/parcours")
    locked = [
        link.get("href", "")
        for line in page.iter("li")
        if "step-locked" in line.get("class", "")
        for link in line.iter("a")
    ]
    assert locked
    statuses = set()
    for path in locked[:12]:
        words = said(recruit.open(path))
        assert "Pas encore ouverte." in words
        assert "Après « " in words
        refused = recruit.client.send(f"{path}/fait", {"comment": "Je force un peu la porte."})
        assert "Je force un peu la porte." in refused.text
        statuses.add(refused.status_code)
    assert statuses <= {403, 422}, "another’s step, or one that is locked"
    assert 422 in statuses


def test_a_reminder_is_sent_once_a_day(walk, world) -> None:
    recruit = walk(world.ours.recruit)
    section_ = section(recruit.open("/parcours"), "attente")
    path = next(iter(links(section_, "/etapes/").values()))
    page = recruit.press("/parcours", action=f"{path}/relancer")
    assert "Relance envoyée à" in said(page)
    page = recruit.press("/parcours", action=f"{path}/relancer", status=409)
    assert "Vous avez déjà relancé" in said(page)
