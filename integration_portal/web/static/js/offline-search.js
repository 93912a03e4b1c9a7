// What answers a search when the portal does not: the copy of fiches on this desk.
import { copyWords, escape, fichePath, icon, readCopy, readFacts } from "./offline-copy.js";
import { Engine } from "./offline-engine.js";
import { split, stem } from "./offline-words.js";

const MAX_LINES = 2;
const MAX_ALERTS = 3;
const SAID = ["appelant", "courrier", "texte"];
const DOUBT =
  '<p class="doubt"><strong>J’hésite : je passe au médecin. Médecin injoignable : le 15. Je note l’heure.</strong></p>';
let kept = null;

/** The search of the copy as it stands now; made anew when the copy was replaced. */
async function engineOf(facts) {
  if (kept?.etag !== facts.etag) kept = { etag: facts.etag, made: readCopy().then((copy) => copy && new Engine(copy)) };
  return kept.made;
}

/** The words that met are marked, as the portal marks them. */
function marked(text, met, engine) {
  return text
    .split(/([\p{L}\p{N}]+)/u)
    .map((piece) => {
      const held = split(piece).some((word) => {
        const one = stem(word);
        return engine.tells(word) && (met.has(one) || (engine.ideas.single.get(one) ?? []).some((idea) => met.has(idea)));
      });
      return held ? `<mark>${escape(piece)}</mark>` : escape(piece);
    })
    .join("");
}

function short(text) {
  return text.length <= 160 ? text : `${text.slice(0, 160).replace(/\s\S*$/, "")} …`;
}

/** The level alone, beside a gesture that says where the call goes. */
export function levelSign(level) {
  const name = level === "U0" ? "notice-warning" : `urgency-${level.toLowerCase()}`;
  return `<span class="urgency urgency-${level.toLowerCase()}">${icon(name)}<b>${escape(level)}</b></span>`;
}

/** The alerts that answer, then the gravest. */
function alertsOf(found) {
  const byLevel = (a, b) => (a.level < b.level ? -1 : a.level > b.level ? 1 : 0);
  const answering = found.lines.filter((line) => line.place === "alerte");
  const others = found.alerts.filter((line) => !answering.includes(line)).sort(byLevel);
  return [...answering, ...others].slice(0, MAX_ALERTS).sort(byLevel);
}

function moreWords(rest) {
  if (!rest.length) return "";
  const vital = rest.filter((line) => line.level === "U0").length;
  const many = rest.length > 1 ? "autres signes" : "autre signe";
  const grave = vital ? `, dont ${vital} ${vital > 1 ? "vitaux" : "vital"}` : "";
  return `<p class="found-more">${rest.length} ${many} dans la fiche${grave}</p>`;
}

function item(found, engine) {
  const mark = (text) => marked(text, found.met, engine);
  const said = found.lines.filter((line) => SAID.includes(line.place)).slice(0, MAX_LINES);
  const alerts = alertsOf(found);
  const rows = alerts.map((line) => `<li>${levelSign(line.level)}<span><b>${mark(line.text)}</b> ${escape(line.act)}</span></li>`);
  const rest = found.alerts.filter((line) => !alerts.includes(line));
  const { title, subtitle, slug } = found.fiche;
  return `<li>
    <p class="found-title"><a href="${fichePath(slug)}" data-result>${mark(subtitle ? `${title} (${subtitle})` : title)}</a></p>
    ${said.length ? `<p class="found-why">${said.map((line) => mark(short(line.text))).join(" · ")}</p>` : ""}
    <ul class="found-alerts">${rows.join("")}</ul>${moreWords(rest)}
  </li>`;
}

/** The results for these words, in the shape of ``search/_results.html``. */
export async function answer(text) {
  if (!text.trim()) return "";
  const facts = await readFacts();
  const engine = facts && (await engineOf(facts));
  if (!engine) return `<p><strong>Le portail ne répond pas, et ce poste n’a pas de copie des fiches.</strong></p>${DOUBT}`;
  const found = engine.find(text);
  const copied = `<p class="found-more">${escape(copyWords(facts))}.</p>`;
  if (!found.length) {
    return `<p><strong>Rien ne répond à « ${escape(text.trim())} » dans la copie.</strong> Essayez un seul mot, celui que la personne emploie.</p>${DOUBT}${copied}`;
  }
  return `<section class="found found-fiche" aria-labelledby="trouve-fiche">
    <h2 id="trouve-fiche">Fiches</h2>
    <ol>${found.map((one) => item(one, engine)).join("")}</ol>
  </section>
  <p class="found-rule">Une fiche oriente, elle ne remplace pas un avis. J’hésite : je passe au médecin. Médecin injoignable : le 15.</p>${copied}`;
}
