// Names as they are searched: the same rules as core/folding.py, held equal by a test on one corpus.
const LETTERS = {
  ɛ: "e", ɔ: "o", ŋ: "n", ɖ: "d", ƒ: "f", ɣ: "g", ʋ: "v",
  đ: "d", ð: "d", ø: "o", ł: "l", ı: "i", ħ: "h", ɓ: "b", ɗ: "d", ƙ: "k", ƴ: "y",
  ɩ: "i", ʊ: "u", ə: "e", ǝ: "e", ɲ: "n", ʒ: "z", ŧ: "t",
  æ: "ae", œ: "oe", ß: "ss", þ: "th", ς: "σ", "\u0345": "ι",
};
const APOSTROPHES = /['’‘‛`´ʼʻʾʿʹ′＇ꞌ]/g;
const UNSEEN = /[\p{M}\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu;
const isLetter = (sign) => /^\p{L}$/u.test(sign);

export function fold(text) {
  let folded = text.replace(APOSTROPHES, "").normalize("NFKD").toLowerCase();
  folded = [...folded].map((sign) => LETTERS[sign] ?? sign).join("");
  folded = folded.replace(UNSEEN, (sign) => (/\s/.test(sign) ? sign : ""));
  folded = folded.replace(/(?<!\p{Nd})3+(?=\p{L})|(?<=\p{L})3+(?!\p{Nd})/gu, (run) => "e".repeat(run.length));
  if (folded.includes(")")) folded = bracketsRead(folded);
  return folded.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// Each `)` that closes nothing and touches a letter is the `o` it stands for on keyboards without ɔ.
function bracketsRead(text) {
  let isOpen = false;
  const signs = [...text];
  return signs
    .map((sign, at) => {
      if (sign !== "(" && sign !== ")") return sign;
      const before = isLetter(signs[at - 1] ?? "");
      const after = isLetter(signs[at + 1] ?? "");
      if (sign === "(") isOpen = true;
      else if (before && after) return "o";
      else if (isOpen) isOpen = false;
      else if (before || (after && !/^\p{Nd}$/u.test(signs[at - 1] ?? ""))) return "o";
      return " ";
    })
    .join("");
}

export function searchKey(...texts) {
  const words = texts.filter(Boolean).flatMap((text) => fold(text).split(" ").filter(Boolean));
  return words.map((word) => ` ${word}`).join("");
}
