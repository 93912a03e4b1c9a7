// Answers while somebody types. Without this file the form opens the search page, which says the same.

const WAIT_MS = 90;
const LEAST = 2;

/** The panel under the box of the bar; on the search page, the page's own results. */
function panelOf(box) {
  const own = box.dataset.results && document.getElementById(box.dataset.results);
  if (own) return own;
  const panel = document.createElement("div");
  panel.className = "search-panel";
  panel.hidden = true;
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-label", "Résultats");
  box.form.append(panel);
  return panel;
}

function links(panel) {
  return [...panel.querySelectorAll("a[data-result]")];
}

function move(event, box, panel, step) {
  const all = links(panel);
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  const to = at + step;
  event.preventDefault();
  if (to < 0) return box.focus();
  all[Math.min(to, all.length - 1)].focus();
}

function watch(box) {
  const floating = !box.dataset.results;
  const panel = panelOf(box);
  const address = new URL(box.dataset.search, document.baseURI);
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  box.form.append(status);
  let timer = 0;
  let asked = null;
  let last = null;

  function show(html) {
    panel.innerHTML = html; // the portal's own fragment, from the same origin
    if (floating) panel.hidden = !html.trim();
    const found = links(panel).length;
    status.textContent = html.trim() ? `${found} résultat${found > 1 ? "s" : ""}` : "";
  }

  async function ask() {
    const text = box.value.trimStart();
    if (text === last) return;
    last = text;
    asked?.abort();
    if (text.length < LEAST) return show("");
    asked = new AbortController();
    address.search = new URLSearchParams({ q: text });
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok && !answer.redirected) return show(await answer.text());
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    const copy = await import("./offline-search.js").catch(() => null);
    if (copy && box.value.trimStart() === text) show(await copy.answer(text));
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  box.addEventListener("focus", () => {
    if (floating && panel.innerHTML.trim()) panel.hidden = false;
  });
  box.form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      if (document.activeElement !== box) return box.focus();
      if (floating) panel.hidden = true;
    }
  });
  document.addEventListener("keydown", (event) => {
    const inside = panel.contains(document.activeElement);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.activeElement === box && event.key === "ArrowDown") return move(event, box, panel, 1);
    if (!inside) return;
    const keys = document.body.dataset.shortcuts !== "off";
    if (event.key === "ArrowDown" || (keys && event.key === "j")) move(event, box, panel, 1);
    if (event.key === "ArrowUp" || (keys && event.key === "k")) move(event, box, panel, -1);
    if (event.key === "Escape") {
      event.preventDefault();
      box.focus();
    }
  });
  if (floating) {
    document.addEventListener("click", (event) => {
      if (!box.form.contains(event.target)) panel.hidden = true;
    });
    document.addEventListener("focusin", (event) => {
      if (!box.form.contains(event.target)) panel.hidden = true;
    });
  }
}

export function watchSearches() {
  document.querySelectorAll("input[type=search][data-search]").forEach(watch);
}
