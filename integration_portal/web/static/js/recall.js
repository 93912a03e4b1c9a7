// « Réviser » without the mouse: Space or Enter turns the card, 1 to 4 rate it, u takes the last rating back.
// Without this file the same buttons do the same things.

const OWN_KEYS = "a, button, summary, input, textarea, select, [contenteditable]";
const card = document.querySelector("[data-recall]");

function plain(event) {
  return !(event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented);
}

function press(event, button) {
  if (!button) return;
  event.preventDefault();
  button.click();
}

function key(event) {
  if (!plain(event) || document.body.dataset.shortcuts === "off") return;
  if (event.target.matches?.("input, textarea, select")) return;
  if (event.key === "u") return press(event, document.querySelector("[data-recall-undo]"));
  if (!card) return;
  if (!card.open) {
    const turns = event.key === " " || event.key === "Enter";
    if (turns && !event.target.closest?.(OWN_KEYS)) press(event, card.querySelector("summary"));
  } else if (/^[1-4]$/.test(event.key)) {
    press(event, card.querySelector(`button[name=note][value="${event.key}"]`));
  }
}

card?.addEventListener("toggle", () => {
  if (!card.open) return;
  // On a phone the question goes up, so that the answer shows whole above the four buttons.
  if (matchMedia("(max-width: 47.99rem)").matches) document.getElementById("carte").scrollIntoView();
  card.querySelector("[data-recall-answer]").focus({ preventScroll: true });
});
document.addEventListener("keydown", key);
