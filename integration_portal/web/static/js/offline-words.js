// A French text as the search without network hears it: folded words, stems, sounds, slips.

const SOUNDS = [
  [/sth/g, "s"], [/ohn/g, "one"], [/t(?=ion)/g, "s"], [/ph/g, "f"], [/sch|ch|sh/g, "1"],
  [/qu|q|ck|cc(?![eiy])/g, "k"], [/c(?=[eiy])/g, "s"], [/c/g, "k"], [/g(?=[eiy])/g, "j"],
  [/gn/g, "n"], [/gu(?=[eiy])/g, "g"], [/x/g, "ks"], [/z/g, "s"], [/h/g, ""], [/w/g, "v"],
  [/eaux?|aux?|o/g, "o"], [/oeu|eu/g, "e"], [/ou|oo/g, "2"], [/oi|oy/g, "3"],
  [/(?:ain|ein|aim|in|im|yn|ym|un|um)(?![aeiouy])/g, "4"], [/(?:an|am|en|em)(?![aeiouy])/g, "5"],
  [/(?:on|om)(?![aeiouy])/g, "6"], [/ai|ei|ay|ey|er$|ez$|et$|e[rz]?s$|ee/g, "e"], [/y/g, "i"],
  [/(.)\1+/g, "$1"], [/^(..+?)(?:[estdpxzg]+|ent)$/, "$1"],
];
const ENDINGS = /(?:issements?|issant|issai[st]|issent|atrices?|ateurs?|ations?|ements?|euses?|eurs?|antes?|ants?|aient|ai[st]|eron[st]|era[is]?|ions|iez|ons|ent|ees?|es|e[rz]|i[erst]|[esxit])$/;

/** Lower case, without accents nor ligatures; « 38,5 » is one word, « A.V.C. » is AVC. */
export function fold(text) {
  let plain = text.toLowerCase();
  if (/[^\0-\x7f]/.test(plain)) {
    plain = plain.replace(/œ/g, "oe").replace(/æ/g, "ae").normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  }
  return plain.replace(/\b([a-z])\.(?=[a-z]\b)/g, "$1").replace(/(\d)[.,](?=\d)/g, "$1v");
}

export function split(text) {
  return fold(text).match(/[a-z0-9]+/g) ?? [];
}

const stems = new Map();

/** What is left of a word without its usual endings. */
export function stem(word) {
  if (word.length < 4 || /\d/.test(word)) return word;
  let found = stems.get(word);
  if (found === undefined) {
    found = word.replace(/(?<=..)aux$/, "al").replace(/(?<=...)ees?$/, "e");
    const cut = found.replace(ENDINGS, "");
    if (cut.length > 2) found = cut;
    found = found.replace(/(.)\1$/, "$1");
    stems.set(word, found);
  }
  return found;
}

/** How a folded word is heard: « efizeme » comes close to « emphyseme ». */
export function sound(word) {
  return SOUNDS.reduce((heard, [pattern, made]) => heard.replace(pattern, made), word);
}

/** Slips between two words (a letter more, less, wrong, or two swapped); above ``most``, most + 1. */
export function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    let least = row;
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      let cost = Math.min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) cost = Math.min(cost, before[column - 2] + 1);
      line.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    before = last;
    last = line;
  }
  return last[other.length];
}
