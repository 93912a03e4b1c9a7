// The copy of fiches that this desk keeps, as pages read it. The service worker alone writes it.

export const ROOT = new URL("../../", import.meta.url).pathname;
const STORE = `portail ${ROOT} fiches`;
const SIGNS = new URL("../icons.svg", import.meta.url).pathname;
const HTML = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Every text of the copy goes through here on its way to a page. */
export function escape(text) {
  return String(text ?? "").replace(/[&<>"']/g, (char) => HTML[char]);
}

export function icon(name, label) {
  const read = label ? `role="img" aria-label="${escape(label)}"` : 'aria-hidden="true"';
  return `<svg class="icon icon-${name}" width="20" height="20" focusable="false" ${read}><use href="${SIGNS}#${name}"></use></svg>`;
}

export function fichePath(slug) {
  return `${ROOT}fiches/${encodeURIComponent(slug)}`;
}

async function read(name) {
  if (!("caches" in window)) return null;
  const held = await caches.match(`${ROOT}hors-ligne/${name}`, { cacheName: STORE });
  return held ? held.json() : null;
}

/** When the copy was made or last found up to date, and its hash. Null: this desk has none. */
export function readFacts() {
  return read("copie");
}

export function readCopy() {
  return read("fiches.json");
}

/** « lundi 24 novembre à 8 h 05 », with the year when it is another one. */
export function dayWords(instant) {
  const date = new Date(instant);
  const part = (options) => date.toLocaleDateString("fr-FR", options);
  const day = date.getDate() === 1 ? "1ᵉʳ" : date.getDate();
  const year = date.getFullYear() === new Date().getFullYear() ? "" : ` ${date.getFullYear()}`;
  const minutes = String(date.getMinutes()).padStart(2, "0");
  return `${part({ weekday: "long" })} ${day} ${part({ month: "long" })}${year} à ${date.getHours()} h ${minutes}`;
}

/** The sentence of the frame. */
export function copyWords(facts) {
  if (!facts) return "Hors ligne : ce poste n’a pas de copie des fiches.";
  return `Hors ligne : copie des fiches du ${dayWords(facts.at)}`;
}
