// Keeps where she stopped in a lesson, in thousandths of its text, on the server: any desk will do.

const body = document.querySelector("[data-lesson]");
const resume = document.querySelector("[data-resume]");
let last = 0;

function position() {
  const box = body.getBoundingClientRect();
  const seen = innerHeight - box.top;
  return Math.round(Math.max(0, Math.min(1, (seen - innerHeight / 2) / box.height)) * 1000);
}

function keep() {
  const now = position();
  if (Math.abs(now - last) < 30 || now < 50) return;
  last = now;
  const sent = new URLSearchParams(body.dataset.sends);
  sent.set("position", now);
  navigator.sendBeacon(body.dataset.lesson, sent);
}

if (resume) {
  resume.hidden = false;
  resume.addEventListener("click", (event) => {
    event.preventDefault();
    const box = body.getBoundingClientRect();
    scrollTo({ top: scrollY + box.top + (box.height * Number(resume.dataset.resume)) / 1000 - innerHeight / 2 });
    resume.hidden = true;
  });
}
/** The worker keeps this lesson for the day the network is down: its text, nothing of the reader. */
async function keepOffline() {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ kind: "lesson", path: location.pathname });
}

if ("serviceWorker" in navigator) keepOffline();
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
