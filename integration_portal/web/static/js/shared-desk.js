// A ward desk is shared: what a browser kept of somebody goes as soon as nobody is logged in.
// Every key the portal keeps there begins alike; another application of the same address keeps its own.
const OURS = "portail-";

export function forgetWhoLeft() {
  if (!document.body.hasAttribute("data-nobody")) return;
  for (const store of [localStorage, sessionStorage]) {
    for (const key of Object.keys(store)) if (key.startsWith(OURS)) store.removeItem(key);
  }
}
