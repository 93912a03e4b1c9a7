// Acts noted without network wait here, on this device, until the portal has them; then they go.
// A record holds a token, places to send to, ticks per criterion: no name, no word about anybody.
// The portal keeps one draft a token: what is sent twice is kept once. What was sent stays here, marked,
// until another page opens: a grid asked for just before would show fewer acts, and lose the others.

const KEPT = "portail-grille:";
const PATIENCE_MS = 8000;
export const OUT_OF_REACH = 0;
export const SIGNED = 409;
const NOT_HERS = 422;

const keyOf = (record) => `${KEPT}${record.owner}:${record.token}`;
const readAll = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(KEPT))
    .map((key) => JSON.parse(localStorage.getItem(key)));

export function keep(record) {
  localStorage.setItem(keyOf(record), JSON.stringify(record));
}

export function forget(record) {
  localStorage.removeItem(keyOf(record));
}

/** What one person noted on a page and the portal did not know yet at ``madeAt``, when it made that page. */
export function findKept(send, owner, madeAt) {
  const found = readAll().find((record) => record.send === send && record.owner === owner);
  if (!found?.sentAt || found.sentAt >= madeAt) return found;
  forget(found);
}

/** What became of it: ``status`` of the answer, and where to go on. */
export async function send(record, csrf) {
  const body = new URLSearchParams({
    csrf_token: csrf, token: record.token, owner: record.owner, began: record.began, acts: JSON.stringify(record.acts),
  });
  const sent = JSON.stringify(record);
  let answer;
  try {
    answer = await fetch(record.send, { method: "POST", body, redirect: "manual", keepalive: true, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return { status: OUT_OF_REACH };
  }
  if (answer.status !== 200) return { status: answer.status };
  const { next, sentAt } = await answer.json();
  // Another act may have been noted meanwhile: only what was sent is marked.
  if (localStorage.getItem(keyOf(record)) === sent) keep({ ...record, sentAt });
  return { status: 200, next };
}

const leaving = () => document.querySelectorAll("form[action$='/deconnexion']");

/** From any page: what a closed grid left behind. What another person noted is refused, and waits. */
export async function sendKept({ last = false } = {}) {
  const csrf = leaving()[0]?.elements.csrf_token.value;
  if (!csrf) return;
  const open = document.querySelector("[data-grid]")?.dataset.send; // that page sends its own
  for (const record of readAll()) {
    if (record.send === open && !last) continue;
    if (record.sentAt) {
      forget(record);
      continue;
    }
    const { status } = await send(record, csrf);
    if (last && ![OUT_OF_REACH, NOT_HERS].includes(status)) forget(record);
  }
}

/** Leaving: the last acts go first. What cannot be sent waits for her: ticks, and no name. */
export function sendBeforeLeaving() {
  for (const form of leaving()) {
    form.addEventListener("submit", async (event) => {
      if (!readAll().length || form.dataset.flushed) return;
      event.preventDefault();
      form.dataset.flushed = "yes";
      await sendKept({ last: true });
      form.submit();
    });
  }
}
