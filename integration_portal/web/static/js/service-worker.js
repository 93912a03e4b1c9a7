// Fiches without network. The portal writes PORTAL before this file: version, page, fiches, shell.
// Three stores and nothing else: the shell and the lessons opened (the same for everybody), and the
// copy of one place's fiches. No other answer of the portal is ever stored.

const ROOT = new URL(self.registration.scope).pathname;
const OWN = `portail ${ROOT} `;
const SHELL = `${OWN}${PORTAL.version}`;
const COPY = `${OWN}fiches`;
const LESSONS = `${OWN}lecons`;
const LESSON = new RegExp(`^${ROOT}modules/([\\w-]+)/(\\d\\d-[\\w-]+)$`);
const LESSONS_KEPT = 80;
const FACTS = `${PORTAL.page}/copie`;
const READS = new RegExp(`^${ROOT}(fiches(/[\\w-]+)?|recherche)$`);
const FRAGMENT = `${ROOT}recherche/fragment`;
const REFRESH_MS = 30 * 60_000;
const PATIENCE_MS = 4000;
const KNOWN_DOWN_MS = 30_000;
const ANYWAY = { ignoreSearch: true, ignoreVary: true };
let downSince = -Infinity;

const isDown = () => Date.now() - downSince < KNOWN_DOWN_MS;

// Life of the worker

self.addEventListener("install", (event) => {
  const wanted = [PORTAL.page, ...PORTAL.shell].map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(SHELL).then((store) => store.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clear().then(() => self.clients.claim()));
});

/** Every store but the three goes; at the root of its host the portal has the host for itself. */
async function clear() {
  const names = await caches.keys();
  const gone = names.filter((name) => (ROOT === "/" || name.startsWith(OWN)) && ![SHELL, COPY, LESSONS].includes(name));
  await Promise.all(gone.map((name) => caches.delete(name)));
}

// The copy

let working = Promise.resolve();

self.addEventListener("message", (event) => {
  const told = event.data;
  const act = { present: () => keep(told.place), lesson: () => keepLesson(told.path), absent: leave };
  const next = act[told.kind];
  working = working.then(next, next).catch(() => undefined);
  event.waitUntil(working);
});

async function readFacts() {
  const held = await caches.match(FACTS, { cacheName: COPY });
  return held ? held.json() : null;
}

async function writeFacts(facts) {
  const store = await caches.open(COPY);
  await store.put(FACTS, new Response(JSON.stringify(facts), { headers: { "Content-Type": "application/json" } }));
}

/** Nobody is logged in: what is not a fiche goes, and the next login looks for a newer copy. */
async function leave() {
  await clear();
  const facts = await readFacts();
  if (facts) await writeFacts({ ...facts, due: true });
}

/** The copy of another place is dropped before anything else: it is never shown to this reader. */
async function keep(place) {
  let facts = await readFacts();
  if (facts && facts.place !== place) {
    await caches.delete(COPY);
    facts = null;
  }
  if (!facts || facts.due || Date.now() - facts.at > REFRESH_MS) await refresh(facts);
}

/** A lesson somebody just opened, without anything of hers; the oldest kept ones make room. */
async function keepLesson(path) {
  const [, module, lesson] = LESSON.exec(path) ?? [];
  if (!lesson) return;
  const answer = await fetch(`${PORTAL.lessons}${module}/${lesson}`, { cache: "no-store" });
  if (answer.status !== 200 || answer.redirected) return;
  const store = await caches.open(LESSONS);
  await store.delete(path);
  await store.put(path, answer);
  const kept = await store.keys();
  await Promise.all(kept.slice(0, -LESSONS_KEPT).map((old) => store.delete(old)));
}

async function refresh(facts) {
  const headers = facts ? { "If-None-Match": facts.etag } : {};
  const answer = await fetch(PORTAL.fiches, { headers, cache: "no-store" });
  if (answer.status === 304) return writeFacts({ ...facts, at: Date.now(), due: false });
  if (answer.status !== 200 || answer.redirected) return undefined;
  const text = await answer.text();
  const { place } = JSON.parse(text);
  const store = await caches.open(COPY);
  await store.put(PORTAL.fiches, new Response(text, { headers: { "Content-Type": "application/json" } }));
  return writeFacts({ place, etag: answer.headers.get("ETag"), at: Date.now(), due: false });
}

// Requests

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(visit(request, READS.test(pathname)));
  else if (pathname === FRAGMENT) event.respondWith(ask(request));
  else if (PORTAL.shell.includes(pathname)) event.respondWith(still(request));
});

/** The portal's answer, or a rejection: no network, too slow, or a proxy alone behind it. */
async function reach(request, patience) {
  try {
    const late = new Promise((_, refuse) => patience && setTimeout(refuse, patience, new Error("too slow")));
    const answer = await Promise.race([fetch(request), late]);
    const ours = answer.headers.has("X-Request-Id");
    if ([502, 503, 504].includes(answer.status) && (patience || !ours)) throw new Error("out of reach");
    downSince = -Infinity;
    return answer;
  } catch (error) {
    downSince = Date.now();
    throw error;
  }
}

/** A page: the portal's, else the page without network in its place. Only fiches are not waited for. */
async function visit(request, reads) {
  const patience = reads ? (isDown() ? PATIENCE_MS / 4 : PATIENCE_MS) : 0;
  try {
    return await reach(request, patience);
  } catch {
    const lesson = LESSON.test(new URL(request.url).pathname) && caches.match(request, { cacheName: LESSONS, ...ANYWAY });
    return (await lesson) || (await caches.match(PORTAL.page, { cacheName: SHELL, ...ANYWAY })) || Response.error();
  }
}

/** Results while somebody types: at once from the copy when the portal is known to be away. */
async function ask(request) {
  if (isDown()) return Response.error();
  return reach(request, PATIENCE_MS / 2).catch(() => Response.error());
}

/** What dresses a page: from the portal, else as it was kept. */
async function still(request) {
  const kept = () => caches.match(request, { cacheName: SHELL, ...ANYWAY });
  if (isDown()) return (await kept()) ?? fetch(request);
  return fetch(request).catch(async () => (await kept()) ?? Response.error());
}
