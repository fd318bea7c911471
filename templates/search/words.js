  {# ---- Words. The same laws as in generator/vietnamese.py; tests/search/folding.txt holds them together. #}
  const TONES = { "\u0300": "`", "\u0309": "?", "\u0303": "~", "\u0301": "'", "\u0323": "." };
  const words = (text) => text.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [];
  const spelling = (word) => {
    let letters = word.toLowerCase();
    if (/[^\0-\x7f]/.test(letters)) {
      let tones = "";
      letters = letters.normalize("NFD").replace(/[\u0300\u0309\u0303\u0301\u0323]/g, (tone) => ((tones += TONES[tone]), ""));
      letters = letters.normalize("NFC") + tones;
    }
    return letters.replace(/^([hklmst]|qu)y([`?~'.]*)$/, "$1i$2");
  };
  const toneless = (spelt) => spelt.replace(/[`?~'.]+/g, "");
  const bare = (spelt) => {
    const letters = toneless(spelt);
    return /[^\0-\x7f]/.test(letters) ? letters.replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "") : letters;
  };
  const plain = (text) => words(text).map((word) => bare(spelling(word)));
  const SYLLABLE = /^(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?$/;

  {# What the keys of Telex and VNI would have written; nothing where they would have written no mark. #}
  const HATS = { a: "â", e: "ê", o: "ô" }, HORNS = { o: "ơ", u: "ư" };
  const typed = (word, method) => {
    const made = [];
    let tone = "", marked = false;
    const change = (letter, mark) => {
      const at = made.lastIndexOf(letter);
      if (at >= 0) (made[at] = mark), (marked = true);
      return at >= 0;
    };
    const hat = (letter) => letter in HATS && change(letter, HATS[letter]);
    const horn = () => {
      const at = made.findIndex((letter, i) => /[uư]/.test(letter) && made[i + 1] === "o");
      if (at >= 0 && made[at - 1] !== "q") return (made[at] = "ư"), (made[at + 1] = "ơ"), (marked = true);
      return change("o", HORNS.o) || change("u", HORNS.u);
    };
    for (const key of word) {
      const vowel = made.some((letter) => /[aăâeêioôơuưy]/.test(letter));
      const telex = { s: "'", f: "`", r: "?", x: "~", j: "." }[key], digit = { 1: "'", 2: "`", 3: "?", 4: "~", 5: "." }[key];
      if (method === "telex") {
        if (vowel && telex && tone) return "";
        if (vowel && telex) tone = telex;
        else if (key === "d" && made[0] === "d") change("d", "đ");
        else if (key === "w") horn() || change("a", "ă") || (made.push("ư"), (marked = true));
        else if (!hat(key)) made.push(key);
      } else if (vowel && digit) tone = digit;
      else if (key === "6") ["e", "o", "a"].some(hat);
      else if (key === "7") horn();
      else if (key === "8") change("a", "ă");
      else if (key === "9") change("d", "đ");
      else made.push(key);
    }
    const letters = made.join("");
    return (tone || marked) && SYLLABLE.test(bare(letters)) ? spelling(letters) + tone : "";
  };
