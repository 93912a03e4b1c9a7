// The curated synonyms of the copy: lay words, old words and medical words of one idea.
import { split, stem } from "./offline-words.js";

export const IDEA = "zz"; // an idea is a word that no text holds
const SLACK = 2;

export function push(map, key, value) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}

/** The curated synonyms: one stem tells an idea, or several that stand near each other. */
export function readIdeas({ terms, figures }, tells) {
  const single = new Map();
  const several = new Map();
  for (const [name, words] of Object.entries(terms)) {
    for (const term of words.split("|")) {
      const stems = [...new Set(split(term).filter(tells).map(stem))];
      const longest = stems.reduce((best, one) => (one.length > best.length ? one : best), "");
      if (stems.length === 1) push(single, stems[0], IDEA + name);
      else if (stems.length) push(several, longest, [IDEA + name, stems]);
    }
  }
  const numbers = figures.map(([name, low, high, but]) => [IDEA + name, low, high, new Set(split(but))]);
  return { single, several, numbers };
}

/** ``heard``: for each word in the order of the text, the stems it may be. */
export function ideasOfStems(ideas, heard) {
  const told = [];
  heard.forEach((stems, position) => {
    for (const [idea, wanted] of stems.flatMap((one) => ideas.several.get(one) ?? [])) {
      const reach = wanted.length + SLACK;
      const near = heard.slice(Math.max(0, position - reach + 1), position + reach);
      if (wanted.every((each) => near.some((may) => may.includes(each)))) told.push(idea);
    }
  });
  return told;
}

export function ideasOfFigures(ideas, words) {
  const told = [];
  words.forEach((word, position) => {
    const found = /^(\d{1,3})(?:v(\d+))?$/.exec(word);
    if (!found) return;
    const tenths = 10 * Number(found[1]) + Number((found[2] ?? "0")[0]);
    for (const [idea, low, high, but] of ideas.numbers) {
      if (low <= tenths && tenths <= high && !but.has(words[position + 1])) told.push(idea);
    }
  });
  return told;
}
