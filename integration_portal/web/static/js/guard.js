// Says at once what the server would say later: this text seems to hold patient data.
// The server's check (core/patient_data.py) is the one that counts.

const WAIT_MS = 500;

const NIR = /(^|\D)([12378])[ .]?(\d{2})[ .]?(\d{2})[ .]?(2[AB]|\d{2})[ .]?(\d{3})[ .]?(\d{3})(?:[ .]?(\d{2}))?(?!\d)/gi;
const OTHERS = [
  ["une date de naissance", /\b(?:née?|naissance|ddn)(?![\wé])[^\n\d]{0,25}(\d{1,2}\s?[/.\- ]\s?(?:\d{1,2}|[a-zéûî]{3,9})\s?[/.\- ]\s?(?:19|20)?\d{2})/gi],
  ["un numéro de téléphone", /(?:^|\D)((?:(?:\+|00)33[ .]?|0)[1-9](?:[ .-]?\d{2}){4})(?!\d)/g],
  ["un numéro de dossier de patient", /\b(?:ipp|nip|iep|n[°o] ?(?:de )?(?:dossier|séjour))(?!\w)[^\n\d]{0,12}(\d{5,12})/gi],
];

function plausibleNir([, , sex, year, month, area, town, order, key]) {
  const m = Number(month);
  if (!((m >= 1 && m <= 12) || (m >= 20 && m <= 42) || m >= 50)) return false;
  if (!key) return true;
  const place = area.toUpperCase().replace("2A", "19").replace("2B", "18");
  return 97 - (Number(sex + year + month + place + town + order) % 97) === Number(key);
}

/** Sentences, one per suspicion, in the words of the server. */
export function suspicions(text) {
  const found = [];
  let rest = text;
  for (const match of text.matchAll(NIR)) {
    if (!plausibleNir(match)) continue;
    const number = match[0].slice(match[1].length);
    found.push(`«\u202f${number}\u202f» ressemble à un numéro de sécurité sociale.`);
    rest = rest.replace(number, "—");
  }
  for (const [what, pattern] of OTHERS) {
    for (const match of rest.matchAll(pattern)) found.push(`«\u202f${match[1]}\u202f» ressemble à ${what}.`);
  }
  return found;
}

function watch(area) {
  const hint = document.createElement("p");
  hint.className = "guard-hint";
  hint.setAttribute("role", "status");
  area.after(hint);
  let timer;
  const say = () => {
    const found = suspicions(area.value).slice(0, 3);
    const words = found.length ? `${found.join(" ")} Retirez-le si cela concerne un patient.` : "";
    if (hint.textContent !== words) hint.textContent = words;
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(say, WAIT_MS);
  });
  // Not on blur: the page would move under the button that the person is about to press.
}

export function watchFreeTexts() {
  document.querySelectorAll("textarea[data-guard=patient]").forEach(watch);
}
