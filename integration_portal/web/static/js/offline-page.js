// The page a desk shows without the portal: it stands at the address that was asked for.
import { copyWords, dayWords, escape, readCopy, readFacts, ROOT } from "./offline-copy.js";
import { ficheHtml, listHtml } from "./offline-fiche.js";
import { answer } from "./offline-search.js";

const page = document.getElementById("page");
const AGAIN = '<p><a class="button" href="">Réessayer</a></p>';

function show(title, html) {
  document.title = document.title.replace(/^.* · /, `${title} · `);
  page.innerHTML = html;
}

const heading = (title) => `<h1>${escape(title)}</h1>`;

function showFiche(copy, slug) {
  const fiche = copy.fiches.find((one) => one.slug === slug);
  if (!fiche) return false;
  document.body.className = "fiche-page";
  show(fiche.title, ficheHtml(fiche));
  return true;
}

/** What was asked for is not in the copy: say so, and give what is. */
function showOutOfReach(copy, facts) {
  const since = facts ? `<p>Les fiches restent lisibles et se cherchent en haut de la page : copie du ${escape(dayWords(facts.at))}.</p>` : "";
  show(
    "Portail hors d’atteinte",
    `${heading("Portail hors d’atteinte")}
    <p>Cette page a besoin du portail, qui ne répond pas : le réseau ou le serveur est coupé. Elle s’ouvrira quand il répondra de nouveau.</p>
    ${since}${AGAIN}${copy ? listHtml(copy.fiches) : ""}`,
  );
}

async function showSearch(text) {
  const box = document.getElementById("recherche");
  box.value = text;
  show("Recherche", '<h1 class="visually-hidden">Recherche</h1>');
  document.getElementById("resultats").innerHTML = await answer(text);
}

async function start() {
  const [facts, copy] = await Promise.all([readFacts(), readCopy()]).catch(() => [null, null]);
  const named = copy ? `${copyWords(facts)} · ${copy.name}` : copyWords(null);
  document.getElementById("copie").textContent = named;
  const asked = location.pathname.slice(ROOT.length).split("/");
  if (!copy) return showOutOfReach(null, null);
  if (asked[0] === "recherche" && asked.length === 1) {
    return showSearch(new URLSearchParams(location.search).get("q") ?? "");
  }
  if (asked[0] === "fiches" && asked.length === 2 && showFiche(copy, asked[1])) return undefined;
  if (["fiches", "hors-ligne"].includes(asked[0]) && asked.length === 1) {
    return show("Fiches hors ligne", heading("Fiches hors ligne") + listHtml(copy.fiches));
  }
  return showOutOfReach(copy, facts);
}

start();
