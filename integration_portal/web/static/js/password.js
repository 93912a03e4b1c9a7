// The CNIL's count of bits, as in accounts/passwords.py: length × log2(size of the classes used).
// Common passwords and names are known to the server only.

const MIN_LENGTH = 12;
const MIN_BITS = 50;
const WAIT_MS = 400;
const SVG = "http://www.w3.org/2000/svg";
const CLASSES = [[/[a-z]/, 26], [/[A-Z]/, 26], [/[0-9]/, 10], [/[^a-zA-Z0-9]/, 33]];

export function bits(password) {
  const size = CLASSES.reduce((sum, [pattern, count]) => sum + (pattern.test(password) ? count : 0), 0);
  return size ? [...password].length * Math.log2(size) : 0;
}

/** Why it would be refused, or what remains to be checked. */
export function verdict(password) {
  const characters = [...password];
  const missing = MIN_LENGTH - characters.length;
  if (!characters.length) return "";
  if (missing > 0) return `Il manque ${missing} caractère${missing > 1 ? "s" : ""}\u00a0: 12 au moins.`;
  if (bits(password) < MIN_BITS) return "Ces caractères sont trop peu variés\u00a0: ajoutez des lettres, ou allongez.";
  if (new Set(characters).size < 5) return "Le même caractère revient trop souvent.";
  return "Assez long et assez varié. À l’envoi, le portail vérifie encore qu’il n’est ni courant ni proche de votre nom.";
}

function bar(className, width) {
  const rect = document.createElementNS(SVG, "rect");
  rect.setAttribute("class", className);
  rect.setAttribute("width", width);
  rect.setAttribute("height", "8");
  rect.setAttribute("rx", "4");
  return rect;
}

function watch(input) {
  const meter = document.createElement("div");
  meter.className = "meter";
  meter.hidden = true;
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("width", "100%");
  drawing.setAttribute("height", "8");
  drawing.setAttribute("aria-hidden", "true");
  const value = bar("meter-value", "0");
  drawing.append(bar("meter-track", "100%"), value);
  const words = document.createElement("span");
  words.setAttribute("role", "status");
  meter.append(drawing, words);
  input.after(meter);
  let timer;
  input.addEventListener("input", () => {
    const length = [...input.value].length / MIN_LENGTH;
    meter.hidden = !input.value;
    value.setAttribute("width", `${Math.round(100 * Math.min(1, length, bits(input.value) / MIN_BITS))}%`);
    clearTimeout(timer);
    timer = setTimeout(() => { words.textContent = verdict(input.value); }, WAIT_MS);
  });
}

export function watchPasswords() {
  document.querySelectorAll("input[data-meter=password]").forEach(watch);
}
