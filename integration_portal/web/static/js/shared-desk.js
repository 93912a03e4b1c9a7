// A ward desk is shared: what a browser kept of somebody goes as soon as nobody is logged in.
// Every key the portal keeps there begins alike; another application of the same address keeps its own.
const OURS = "portail-";
// The acts of a quick grid wait for their owner to come back: ticks and a number, no name (grid-kept.js).
const WAITING = "portail-grille:";

export function forgetWhoLeft() {
  if (!document.body.hasAttribute("data-nobody")) return;
  for (const store of [localStorage, sessionStorage]) {
    for (const key of Object.keys(store)) {
      if (key.startsWith(OURS) && !key.startsWith(WAITING)) store.removeItem(key);
    }
  }
}
