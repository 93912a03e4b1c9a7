// Follows a binder being made: reads the page again until it is ready. Without this file the page
// refreshes itself whole.

const EVERY_MS = 1500;

async function refresh(here) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return here;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-making]");
  if (!now) return here;
  if (now.dataset.making === "no") {
    location.reload();
    return null;
  }
  if (now.innerHTML !== here.innerHTML) here.innerHTML = now.innerHTML;
  return here;
}

async function follow() {
  let here = document.querySelector("[data-making=yes]");
  while (here) {
    await new Promise((done) => setTimeout(done, EVERY_MS));
    here = await refresh(here).catch(() => here); // the network is away: try again
  }
}

follow();
