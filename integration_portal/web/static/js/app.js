// Comfort only: every page works without this file. Nothing personal is stored, the desk is shared.
import { clearOnLeaving, sendKept } from "./grid-kept.js";
import { watchFreeTexts } from "./guard.js";
import { keepFiches } from "./offline.js";
import { watchPasswords } from "./password.js";
import { watchSearches } from "./search.js";

const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
const RESUBMIT_MS = 10_000; // a sent form that answers with a file leaves the page as it was

function plainKey(event) {
  return !(event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented);
}

/** "/" goes to the search box, unless the person types or has turned the keys off. */
function focusSearch(event) {
  if (event.key !== "/" || !plainKey(event) || event.target.matches?.(TYPING)) return;
  if (document.body.dataset.shortcuts === "off") return;
  const box = document.querySelector("[data-search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

/** Digits choose an answer while the group holds the focus. */
function chooseByDigit(event) {
  const group = event.target.closest?.("[data-keys]");
  if (!group || !plainKey(event) || event.target.matches(TYPING)) return;
  const choice = group.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!/^[1-9]$/.test(event.key) || !choice || choice.disabled) return;
  event.preventDefault();
  choice.focus();
  choice.click();
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    const escaped = event.type === "keydown" && event.key === "Escape";
    const outside = event.type === "click" && !menu.contains(event.target);
    if (!escaped && !outside) continue;
    const held = menu.contains(document.activeElement);
    menu.open = false;
    if (escaped && held) menu.querySelector("summary").focus();
  }
}

/** A second click on a form that is already on its way changes nothing. */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => reopen(form), RESUBMIT_MS);
}

function reopen(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[type=submit][aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
}

document.addEventListener("keydown", focusSearch);
document.addEventListener("keydown", chooseByDigit);
document.addEventListener("keydown", closeMenus);
document.addEventListener("click", closeMenus);
document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(reopen));

document.querySelector("[data-error-summary]")?.focus();
watchFreeTexts();
watchPasswords();
watchSearches();
keepFiches();
clearOnLeaving();
sendKept();
addEventListener("online", sendKept);
