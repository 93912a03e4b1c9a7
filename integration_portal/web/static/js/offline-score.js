// What a fiche is worth for the words typed: they count more together in one line, in a short line,
// in a sign of danger, and in what the fiche says often.

const WEIGHTS = { titre: 1, nom: 1, sigle: 1, appelant: 0.8, courrier: 0.8, parole: 0.7, alerte: 0.7, texte: 0.6 };
const BONUS = { U0: 0.05, U1: 0.02 };
const TOGETHER = 0.15, SPREAD = 0.5, ABOUT = 0.8, SATURATION = 8, CLOSE = 0.7;

/** ``parts``: what was typed, each with its readings; null when nothing of it is there. */
export function weigh({ fiche, lines, places }, parts) {
  const whole = parts.reduce((sum, part) => sum + part.worth, 0);
  const gains = new Map();
  const met = new Set();
  let spread = 0;
  for (const part of parts) {
    const here = new Map();
    for (const [term, worth] of part.readings) {
      if (!places.has(term)) continue;
      met.add(term);
      for (const number of places.get(term)) here.set(number, Math.max(here.get(number) ?? 0, worth));
    }
    let best = 0;
    for (const [number, worth] of here) {
      const [gain, held] = gains.get(number) ?? [0, 0];
      gains.set(number, [gain + worth, held + 1]);
      best = Math.max(best, worth * WEIGHTS[lines[number].place]);
    }
    spread += best * (1 - ABOUT + (ABOUT * here.size) / (here.size + SATURATION));
  }
  if (!gains.size) return null;
  const ranked = [...gains].map(([number, [gain, held]]) => [lines[number], lineValue(lines[number], gain / whole, held)]);
  ranked.sort((a, b) => b[1] - a[1]);
  const score = TOGETHER * ranked[0][1] + (SPREAD * spread) / whole;
  const best = ranked.slice(0, 6).map(([line]) => line);
  return { fiche, score, met, lines: best, alerts: lines.filter((line) => line.place === "alerte") };
}

/** A line that says little besides what was typed is a closer answer. */
function lineValue({ place, level, size }, part, held) {
  const closeness = 1 - CLOSE + CLOSE * Math.min(1, held / Math.max(size, 1));
  return part * (WEIGHTS[place] * closeness + (BONUS[level] ?? 0));
}
