// Keeps the copy of fiches of this desk up to date, and says when the network is down.
// The worker only hears from pages that somebody opens: asking by a clock would keep an idle
// session of a shared desk alive.
import { copyWords, readFacts, ROOT } from "./offline-copy.js";

/** The sentence under the bar, as long as the browser knows no network. */
async function sayNetwork() {
  const shown = document.getElementById("hors-ligne");
  if (navigator.onLine) return shown?.remove();
  if (shown) return undefined;
  const line = document.createElement("p");
  line.id = "hors-ligne";
  line.className = "offline-line";
  line.setAttribute("role", "status");
  document.querySelector(".bar")?.after(line);
  line.textContent = copyWords(await readFacts().catch(() => null));
  return undefined;
}

/** Somebody is logged in (``data-copy``: the key of her place), or nobody is. */
async function tellWorker() {
  const place = document.body.dataset.copy;
  const told = place ? { kind: "present", place } : { kind: "absent" };
  if (place) await navigator.serviceWorker.register(`${ROOT}service-worker.js`, { scope: ROOT });
  else if (!(await navigator.serviceWorker.getRegistration(ROOT))) return;
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(told);
}

export function keepFiches() {
  if (document.body.hasAttribute("data-offline")) return; // that page says it all the time
  sayNetwork();
  window.addEventListener("online", sayNetwork);
  window.addEventListener("offline", sayNetwork);
  // Without HTTPS there is no worker: the portal then works online only.
  if ("serviceWorker" in navigator) tellWorker().catch(() => undefined);
}
