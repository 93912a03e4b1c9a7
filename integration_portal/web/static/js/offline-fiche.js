// One fiche of the copy as a page, the red block first; and the list of them all.
import { escape, fichePath, icon } from "./offline-copy.js";

const list = (texts) => `<ul>${texts.map((text) => `<li>${escape(text)}</li>`).join("")}</ul>`;

/** Where a fiche stands today: its validation may have ended since the copy was made. */
export function standing(fiche, today = new Date()) {
  const { status, label, words, until } = fiche.standing;
  const day = new Date(today.getTime() - today.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  if (!until || day < until) return { status, label, words, validated: status === "validee" };
  return { status: "a_revoir", label: "À revoir", words: "La date de relecture est passée.", validated: false };
}

function levelBadge(level, words) {
  const elsewhere = level === "U0" && !words.startsWith("15");
  const sign = icon(elsewhere ? "notice-warning" : `urgency-${level.toLowerCase()}`);
  return `<span class="urgency urgency-${level.toLowerCase()}">${sign}<span><b>${escape(level)}</b> ${escape(words)}</span></span>`;
}

function banner(where) {
  if (where.validated) return `<p class="validated">${escape(where.words)}</p>`;
  return `<div class="draft">
    <p>${icon("notice-warning", "Attention")} <strong>${escape(where.label)}. ${escape(where.words)}</strong></p>
    <p>Suivez les consignes du service ; au moindre doute : un médecin, sinon le 15.</p></div>`;
}

function names(fiche) {
  const short = fiche.short.map(([letters, meaning, others]) =>
    others.length
      ? `<span class="ambiguous">${icon("ambiguous")} <b>${escape(letters)}</b>, sigle ambigu : ici ${escape(meaning)}, ailleurs ${escape(others.join(", "))}</span>`
      : `<span>${escape(letters)}</span>`,
  );
  return `<div class="fiche-names">
    ${fiche.names.length ? `<p><b>Autres noms :</b> ${escape(fiche.names.join(", "))}.</p>` : ""}
    ${short.length ? `<p><b>Sigles :</b> ${short.join(", ")}.</p>` : ""}</div>`;
}

function redBlock(fiche) {
  const groups = fiche.alerts.map(([level, words, rows]) => {
    const lines = rows.map(
      ([signs, act]) => `<div>${signs.map((sign) => `<dt>${escape(sign)}</dt>`).join("")}<dd>${escape(act)}</dd></div>`,
    );
    return `<div class="alerts alerts-${level.toLowerCase()}"><p class="alerts-to">${levelBadge(level, words)}</p><dl>${lines.join("")}</dl></div>`;
  });
  return `<section class="alert-block" aria-labelledby="alertes">
    <h2 id="alertes">${icon("urgency-u0")}<span>Signes d’alerte <span class="wide">→ ce que vous faites</span></span></h2>
    ${groups.join("")}</section>`;
}

function facts(rows, name) {
  return rows
    .map(([label, value, more]) => `<div><dt>${escape(label)}</dt><dd><b class="${name}">${escape(value)}</b> ${escape(more)}</dd></div>`)
    .join("");
}

function here({ numbers = [], steps = [], contacts = [], notes = [] }) {
  if (!numbers.length && !steps.length && !contacts.length && !notes.length) return "";
  const noted = notes.map((note) => `<div><dt>Note</dt><dd><span class="as-typed">${escape(note)}</span></dd></div>`);
  return `<section class="sand chez-nous" aria-labelledby="chez-nous"><h2 id="chez-nous">${icon("local")} Chez nous</h2>
    <dl class="fiche-facts">${facts(numbers, "number")}${facts(steps, "")}${facts(contacts, "")}${noted.join("")}</dl></section>`;
}

function urgency(fiche, where) {
  const rows = fiche.urgency.map(([level, words, when, act, delay]) => {
    const here = delay && where.validated ? ` <span class="delay"><b>Délai ici :</b> ${escape(delay)}</span>` : "";
    return `<tr role="row"><th scope="row" role="rowheader">${levelBadge(level, words)}</th><td role="cell">${escape(when)}</td><td role="cell">${escape(act)}${here}</td></tr>`;
  });
  return `<section class="fiche-urgency" aria-labelledby="urgence"><h2 id="urgence">Degré d’urgence</h2>
    <div class="table-scroll"><table class="urgency-table" role="table" aria-labelledby="urgence">
    <thead><tr role="row"><th scope="col">Niveau</th><th scope="col">Quand</th><th scope="col">Ce que vous faites</th></tr></thead>
    <tbody>${rows.join("")}</tbody></table></div></section>`;
}

function said(id, title, groups) {
  if (!groups.length) return "";
  const shown = groups.map(([level, words, texts]) => `<div class="sayings"><p>${levelBadge(level, words)}</p>${list(texts)}</div>`);
  return `<section aria-labelledby="${id}"><h3 id="${id}">${title}</h3>${shown.join("")}</section>`;
}

function body(fiche, where) {
  return `${here(fiche.here)}<div class="fiche-body">
    <p class="fiche-summary">${escape(fiche.summary)}</p>
    ${urgency(fiche, where)}
    <section aria-labelledby="mots"><h2 id="mots">Ce qu’on vous dit, ce que vous lisez</h2>
      <p class="muted">Le niveau se propose au médecin. C’est lui qui décide.</p>
      <div class="split">${said("appelant", "L’appelant dit", fiche.caller)}${said("courrier", "Le courrier dit", fiche.letter)}</div></section>
    <div class="split">
      <section aria-labelledby="questions"><h2 id="questions">Les questions à poser</h2><ol>${fiche.questions.map((one) => `<li>${escape(one)}</li>`).join("")}</ol></section>
      <section aria-labelledby="noter"><h2 id="noter">Ce que vous notez</h2>${list(fiche.note)}</section></div>
    <section aria-labelledby="circuit"><h2 id="circuit">Circuit et interlocuteurs</h2><dl class="fiche-facts">${facts(fiche.steps, "")}</dl></section></div>`;
}

export function ficheHtml(fiche) {
  const where = standing(fiche);
  const subtitle = fiche.subtitle ? ` <span class="fiche-subtitle">(${escape(fiche.subtitle)})</span>` : "";
  return `<article class="fiche">
    <header class="fiche-head"><h1>${escape(fiche.title)}${subtitle}</h1>${banner(where)}</header>
    ${names(fiche)}${redBlock(fiche)}${where.status === "retiree" ? "" : body(fiche, where)}
    <footer class="fiche-foot"><p>Copie abrégée : ce qui sert pendant un appel. La fiche entière, qui fait foi, revient avec le portail.</p>
    <p class="doubt"><strong>J’hésite : je passe au médecin. Médecin injoignable : le 15. Je note l’heure.</strong></p></footer></article>`;
}

/** By specialty, in alphabetical order; the withdrawn stay out. */
export function listHtml(fiches) {
  const { compare } = new Intl.Collator("fr");
  const groups = new Map();
  for (const fiche of fiches.filter((one) => one.standing.status !== "retiree")) {
    groups.set(fiche.specialty, [...(groups.get(fiche.specialty) ?? []), fiche]);
  }
  const sections = [...groups].sort(([a], [b]) => compare(a, b)).map(([specialty, inside], number) => {
    const items = inside.sort((a, b) => compare(a.title, b.title)).map((fiche) => {
      const done = standing(fiche).validated ? ` ${icon("state-done", "validée ici")}` : "";
      const full = fiche.subtitle ? `${fiche.title} (${fiche.subtitle})` : fiche.title;
      return `<li><a href="${fichePath(fiche.slug)}">${escape(full)}</a>${done}</li>`;
    });
    return `<section aria-labelledby="specialite-${number}"><h2 id="specialite-${number}">${escape(specialty)}</h2><ul class="fiche-list">${items.join("")}</ul></section>`;
  });
  return `<div class="fiche-groups">${sections.join("")}</div>`;
}
