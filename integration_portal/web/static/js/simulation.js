// Digits choose an answer; the browser's own French voice may read the person aloud, never unasked.

const now = document.getElementById("maintenant");
const panel = document.querySelector(".talk-voice");
const ALWAYS = "portail-voix";
const voices = () => speechSynthesis.getVoices().filter((one) => one.lang.startsWith("fr"));

function say() {
  const words = new SpeechSynthesisUtterance(now.dataset.say);
  words.lang = "fr-FR";
  words.voice = voices()[0] ?? null;
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
}

function offerVoice() {
  if (!panel || !now?.dataset.say || !voices().length) return;
  const always = panel.querySelector("[data-voice-always]");
  panel.hidden = false;
  always.checked = sessionStorage.getItem(ALWAYS) === "1";
  if (always.checked) say();
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.shortcuts === "off") return;
  if (event.target.matches("input, textarea, select") || !/^[1-9]$/.test(event.key)) return;
  document.querySelectorAll(".talk-choice")[Number(event.key) - 1]?.click();
}

now?.focus({ preventScroll: true });
now?.scrollIntoView({ block: "center" });
document.addEventListener("keydown", key);
if ("speechSynthesis" in window && panel) {
  panel.querySelector("[data-voice]").addEventListener("click", say);
  panel.querySelector("[data-voice-always]").addEventListener("change", (event) => {
    sessionStorage.setItem(ALWAYS, event.target.checked ? "1" : "0");
  });
  speechSynthesis.addEventListener("voiceschanged", offerVoice, { once: true });
  offerVoice();
}
