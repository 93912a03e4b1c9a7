// From a caller's words to fiches, in the copy: the ideas of the portal's own search, made small.
// A word counts by its rarity and by how sure its reading is.
import { IDEA, ideasOfFigures, ideasOfStems, push, readIdeas } from "./offline-ideas.js";
import { weigh } from "./offline-score.js";
import { slips, sound, split, stem } from "./offline-words.js";

const SURE = 1, BY_CALLER = 0.9, BY_ENDING = 0.8, BY_IDEA = 0.95, BY_START = 0.75, WEAK = 0.2;
const KEPT_OF_BEST = 0.35, LEAST = 0.02, MARGIN = 0.1, MAX_WORDS = 40;
const ELIDED = ["qu", "l", "d", "j", "m", "t", "s", "n", "c"];

function* linesOf(fiche) {
  yield ["titre", fiche.subtitle ? `${fiche.title} (${fiche.subtitle})` : fiche.title];
  for (const name of fiche.names) yield ["nom", name];
  for (const [letters, meaning] of fiche.short) yield ["sigle", `${letters} : ${meaning}`];
  for (const [level, , texts] of fiche.caller ?? []) for (const text of texts) yield ["appelant", text, level];
  for (const [level, , rows] of fiche.alerts)
    for (const [signs, act] of rows) for (const sign of signs) yield ["alerte", sign, level, act];
  for (const [level, , texts] of fiche.letter ?? []) for (const text of texts) yield ["courrier", text, level];
  for (const text of (fiche.vital ?? "").split("\n")) if (text) yield ["parole", text, "U0"];
  for (const text of (fiche.said ?? "").split("\n")) if (text) yield ["parole", text];
  if (fiche.summary) yield ["texte", fiche.summary];
}

/** Searches the fiches of a copy (see ``offline/rules.py``). Made once for each copy. */
export class Engine {
  constructor(copy) {
    const stop = new Set(copy.stop.split(" "));
    this.weak = new Set(copy.weak.split(" "));
    this.tells = (word) => !stop.has(word) && (word.length > 1 || /\d/.test(word));
    this.ideas = readIdeas(copy.ideas, this.tells);
    this.stems = new Map();
    this.written = new Set(); // in a fiche itself: the sentences of callers hold slips
    this.frequency = new Map();
    this.size = 0;
    this.docs = copy.fiches.map((fiche) => this.#doc(fiche));
    this.bySound = new Map();
    for (const word of this.stems.keys()) if (!/\d/.test(word)) push(this.bySound, sound(word), word);
    this.sorted = [...this.stems.keys()].sort();
    this.guessed = new Map();
  }

  #doc(fiche) {
    const lines = [];
    const places = new Map();
    for (const [place, text, level = "", act = ""] of linesOf(fiche)) {
      const words = split(text);
      const terms = this.termsOf(words);
      for (const term of terms) {
        push(places, term, lines.length);
        this.frequency.set(term, (this.frequency.get(term) ?? 0) + 1);
      }
      const size = [...terms].filter((term) => !term.startsWith(IDEA)).length;
      lines.push({ place, text, level, act, size });
      for (const word of words.filter(this.tells)) {
        this.stems.set(word, stem(word));
        if (place !== "parole") this.written.add(word);
      }
    }
    this.size += lines.length;
    return { fiche, lines, places };
  }

  /** Stems and ideas of a text, each once. */
  termsOf(words) {
    const stems = words.filter(this.tells).map(stem);
    const single = stems.flatMap((one) => this.ideas.single.get(one) ?? []);
    return new Set([...stems, ...ideasOfFigures(this.ideas, words), ...single, ...ideasOfStems(this.ideas, stems.map((one) => [one]))]);
  }

  /** The fiches that answer, best first: {fiche, score, lines, alerts, met}. */
  find(text, limit = 12) {
    const parts = this.#read(split(text).slice(0, MAX_WORDS), /[\p{L}\p{N}]$/u.test(text));
    const found = this.docs.map((doc) => weigh(doc, parts)).filter(Boolean);
    found.sort((a, b) => b.score - a.score || (a.fiche.slug < b.fiche.slug ? -1 : 1));
    const least = Math.max(LEAST, KEPT_OF_BEST * (found[0]?.score ?? 0));
    return found.filter((one) => one.score >= least).slice(0, limit);
  }

  #weight(term) {
    const count = this.frequency.get(term) ?? 0;
    return Math.log(1 + (this.size - count + 0.5) / (count + 0.5));
  }

  /** One part a word or an idea: what it may stand for, and what each reading is worth. */
  #read(words, unfinished) {
    const telling = words.filter(this.tells);
    const all = telling.length ? telling : words;
    const heard = [];
    const parts = all.map((word, number) => {
      const readings = this.#readings(word, unfinished && number === all.length - 1);
      const top = Math.max(0, ...readings.values());
      const surest = [...readings].filter(([, trust]) => trust > top - MARGIN).map(([one]) => one);
      heard.push(surest.length ? surest : [stem(word)]);
      return this.#part(word, readings);
    });
    const told = new Set([...ideasOfStems(this.ideas, heard), ...ideasOfFigures(this.ideas, words)]);
    for (const idea of told) if (this.frequency.has(idea)) parts.push(this.#part("", new Map([[idea, SURE]])));
    const kept = new Map(parts.map((part) => [[...part.readings.keys()].sort().join(" "), part]));
    return [...kept.values()].filter((part) => part.worth);
  }

  #readings(word, unfinished) {
    const exact = stem(word);
    const known = this.written.has(word);
    const readings = new Map();
    const keep = (one, trust) => readings.set(one, Math.max(readings.get(one) ?? 0, trust));
    if (this.frequency.has(exact)) keep(exact, known ? SURE : this.stems.has(word) ? BY_CALLER : BY_ENDING);
    if (!known && !this.ideas.single.has(exact)) for (const [one, trust] of this.#meant(word)) keep(one, trust);
    if (unfinished && word.length > 1) {
      for (const one of this.#starting(word).slice(0, 6)) {
        if (!readings.has(one)) readings.set(one, known ? BY_START / 2 : BY_START);
      }
    }
    for (const [one, trust] of [[exact, SURE], ...readings]) {
      for (const idea of this.ideas.single.get(one) ?? []) keep(idea, BY_IDEA * trust);
    }
    return new Map([...readings].filter(([one]) => this.frequency.has(one)));
  }

  /** A word is worth its idea or its surest reading: guessing a rare word must not pay more. */
  #part(word, readings) {
    if (!readings.size) return { readings, worth: 0 };
    const told = [...readings.keys()].filter((one) => one.startsWith(IDEA));
    const top = Math.max(...readings.values());
    const surest = [...readings].filter(([, trust]) => trust > top - MARGIN).map(([one]) => one);
    const common = Math.min(...(told.length ? told : surest).map((one) => this.#weight(one)));
    const factor = this.weak.has(word) ? WEAK : SURE;
    const worth = new Map([...readings].map(([one, trust]) => [one, factor * trust * common]));
    return { readings: worth, worth: Math.max(...worth.values()) };
  }

  /** Stems of the words that start so, the most common first. */
  #starting(start) {
    let first = 0;
    let last = this.sorted.length;
    while (first < last) {
      const middle = (first + last) >> 1;
      if (this.sorted[middle] < start) first = middle + 1;
      else last = middle;
    }
    const found = new Set();
    for (; this.sorted[first]?.startsWith(start); first++) found.add(this.stems.get(this.sorted[first]));
    return [...found].sort((a, b) => this.frequency.get(b) - this.frequency.get(a));
  }

  /** Stems that a word nobody wrote may stand for, with the trust each deserves. */
  #meant(word) {
    if (!this.guessed.has(word)) this.guessed.set(word, this.#guess(word));
    return this.guessed.get(word);
  }

  #guess(word) {
    const trust = new Map();
    const keep = (near, value) => {
      const one = this.stems.get(near) ?? near;
      trust.set(one, Math.max(trust.get(one) ?? 0, value));
    };
    for (const start of ELIDED) {
      const rest = word.slice(start.length);
      if (word.startsWith(start) && rest.length > 3 && this.stems.has(rest)) keep(rest, 0.95);
    }
    const heard = sound(word);
    const most = heard.length < 4 ? 0 : 1;
    for (const [key, words] of this.bySound) {
      const far = slips(heard, key, most);
      if (far <= most) for (const near of words) keep(near, 0.85 - 0.25 * far);
    }
    if (/^[a-z]{4,}$/.test(word)) {
      const allowed = word.length < 8 ? 1 : 2;
      for (const near of this.sorted) {
        const far = slips(word, near, allowed);
        if (far <= allowed) keep(near, 0.85 - 0.15 * far);
      }
      for (const one of this.#starting(word).slice(0, 4)) keep(one, 0.8);
    }
    const best = [...trust].sort((a, b) => b[1] - a[1] || (this.frequency.get(b[0]) ?? 0) - (this.frequency.get(a[0]) ?? 0));
    return best.slice(0, 6).filter(([, value]) => value >= best[0][1] - MARGIN);
  }
}
