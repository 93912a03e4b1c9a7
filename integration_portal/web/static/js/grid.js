// The quick grid without waiting for the network: each act is kept here first, then sent.
// Without this file the same form sends each act by itself.
import { findKept, forget, keep, OUT_OF_REACH, send, SIGNED } from "./grid-kept.js";

const form = document.querySelector("[data-grid]");
const given = JSON.parse(form.dataset.grid);
const part = (name) => document.querySelector(`[data-grid-${name}]`);
const field = (name) => form.elements[name];
const plural = (count, word) => `${count}\u00a0${word}${count > 1 ? "s" : ""}`;

const kept = findKept(form.dataset.send, given.owner, given.madeAt);
let record = kept ?? {
  token: field("token").value, send: form.dataset.send, owner: given.owner, began: "", acts: given.acts,
};
let sending = Promise.resolve();
let next = part("next").hidden ? null : part("next").href;

function say(words) {
  if (part("state").textContent !== words) part("state").textContent = words;
}

function wordsOf(code) {
  const seen = record.acts.filter((act) => code in act);
  return seen.length ? `Fait ${seen.filter((act) => act[code]).length} fois sur ${seen.length}` : "Jamais rencontré";
}

function line(words) {
  const item = document.createElement("li");
  item.textContent = words;
  return item;
}

function show() {
  const count = record.acts.length;
  part("number").textContent = `Acte ${count + 1}`;
  part("total").textContent = plural(count, "acte");
  part("counts").replaceChildren(...given.criteria.map(({ code, texte }) => line(`${wordsOf(code)}\u00a0: ${texte}`)));
  part("list").replaceChildren(...record.acts.map((act) => {
    const values = Object.values(act);
    return line(`${values.filter(Boolean).length} sur ${values.length}`);
  }));
  part("undo").setAttribute("aria-disabled", String(!count));
  part("next").hidden = !count || !next;
  if (next) part("next").href = next;
  field("number").value = count;
}

const REFUSED = "Session terminée ou page trop ancienne\u00a0: reconnectez-vous et rouvrez cette page. Vos actes sont gardés ici.";

/** One sending at a time, so that the portal never gets an older list after a newer one. */
function push() {
  sending = sending.then(async () => {
    const answer = await send(record, field("csrf_token").value);
    if (answer.status === 200) {
      next = answer.next;
      say(`${plural(record.acts.length, "acte")} au portail.`);
      show();
    } else if (answer.status === SIGNED) {
      forget(record);
      say("Cette observation est déjà signée\u00a0: rouvrez cette page pour en commencer une autre.");
    } else if (answer.status === OUT_OF_REACH) say("Sans réseau\u00a0: vos actes sont gardés ici, ils partiront tout seuls.");
    else say(REFUSED);
  });
}

function change(acts) {
  record = { ...record, acts, began: record.began || new Date().toISOString(), sentAt: undefined };
  keep(record);
  show();
  push();
}

function picked() {
  const act = {};
  for (const { code } of given.criteria) {
    const value = field(`act_${code}`).value;
    if (value !== "sans-objet") act[code] = value === "oui";
  }
  return act;
}

function submit(event) {
  event.preventDefault();
  if (event.submitter === part("undo")) {
    if (record.acts.length) change(record.acts.slice(0, -1));
    return;
  }
  const act = picked();
  if (!Object.keys(act).length) return say("Notez au moins un critère\u00a0: fait, ou pas fait.");
  change([...record.acts, act]);
  form.reset();
  part("number").scrollIntoView({ block: "start" });
}

form.addEventListener("submit", submit);
addEventListener("online", push);
field("token").value = record.token;
show();
if (kept) push();
