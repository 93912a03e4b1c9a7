"""A lesson once opened is read with the network cut."""

LESSON = "/modules/identitovigilance/02-traits-stricts"
LESSON_KEPT = """async () => {
  for (let turn = 0; turn < 200; turn++) {
    if (await caches.match(location.pathname)) return true;
    await new Promise(next => setTimeout(next, 50));
  }
  return false;
}"""


def test_a_lesson_once_opened_is_read_without_network(desk, world) -> None:
    desk.window.log_in(world.ours.recruit)
    desk.visit_once()
    desk.window.open(LESSON)
    assert desk.page.evaluate(LESSON_KEPT)
    desk.cut()
    desk.page.goto(desk.window.base + LESSON, wait_until="load")
    said = desk.page.locator("body").inner_text()
    assert "Hors ligne. Leçon gardée par ce poste le" in said
    assert "Les traits stricts" in desk.page.locator("h1").inner_text()
    assert "matricule INS" in said
    assert desk.page.locator("form").count() == 0
    held = [text for _, path, text in desk.stored() if path == LESSON]
    assert len(held) == 1
    assert world.ours.recruit.name not in held[0]
    desk.ask("/modules/identitovigilance/03-pieces-a-haut-niveau-de-confiance")  # never opened
