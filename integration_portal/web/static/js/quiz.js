// Comfort only: digits choose, and an answer not sent yet survives a cut network or a closed tab.
// What is kept is the places ticked in one form, by the number of the attempt: no name, no mark; it
// goes when she logs out (shared-desk.js).

const KEPT = "portail-quiz:";
const form = document.querySelector("form[data-keep]");

function kept(form) {
  return `${KEPT}${form.dataset.keep}`;
}

function picked(form) {
  return [...new FormData(form)].filter(([name]) => name.startsWith("r"));
}

function restore(form) {
  const saved = JSON.parse(localStorage.getItem(kept(form)) ?? "null");
  if (!saved || picked(form).some(([, value]) => value)) return;
  for (const [name, value] of saved) {
    for (const input of form.elements) {
      if (input.name !== name) continue;
      if (input.type === "radio" || input.type === "checkbox") input.checked ||= input.value === value;
      else input.value = value;
    }
  }
}

/** Sent by us: when the network is cut, the page stays, and sends again when it is back. */
async function send(event) {
  event.preventDefault();
  const note = form.querySelector(".quiz-offline");
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body: new FormData(form), redirect: "follow" });
    localStorage.removeItem(kept(form));
    if (answer.redirected) location.assign(answer.url);
    else {
      // A refusal: the server's own page, with what was picked.
      localStorage.setItem(kept(form), JSON.stringify(picked(form)));
      form.removeEventListener("submit", send);
      form.submit();
    }
  } catch {
    note.hidden = false;
    delete form.dataset.sent;
    form.querySelector("[type=submit]").removeAttribute("aria-disabled");
    addEventListener("online", () => form.requestSubmit(), { once: true });
  }
}

/** Digits tick a choice; Enter sends, or goes on. */
function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.shortcuts === "off") return;
  if (event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select")) return;
  if (/^[1-9]$/.test(event.key)) {
    const choice = document.querySelectorAll(".asked > .answers input")[Number(event.key) - 1];
    if (choice) { choice.focus(); choice.click(); }
  }
}

if (form) {
  restore(form);
  form.addEventListener("input", () => localStorage.setItem(kept(form), JSON.stringify(picked(form))));
  form.addEventListener("submit", send);
} else {
  document.getElementById("correction")?.focus();
}
document.addEventListener("keydown", key);
