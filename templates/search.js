// Finds products as people type Vietnamese: docs/search.md tells how, and what the data hold. Needs no network beyond
// the site's own files, and no page: pages ask `OCOP.search`.
(() => {
  "use strict";
  const OCOP = (window.OCOP ??= {});
  const script = document.currentScript;

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

  {# ---- The data #}
  const SIGN = 35, MORE = 60000, FLAGS = { trace: 1, shop: 2, demo: 4, revoked: 8, photo: 16 };
  const numbers = (text) => {
    const read = new Uint32Array(text.length);
    let more = 0, length = 0;
    for (let at = 0; at < text.length; at++) {
      let code = text.charCodeAt(at);
      if (code >= 0xe000) code -= 0x800;
      if (code >= 161) code -= 34;
      if (code > 92) code--;
      code -= SIGN;
      if (code === MORE) more += MORE;
      else (read[length++] = code + more), (more = 0);
    }
    return read.subarray(0, length);
  };
  const most = (column) => {
    let most = 0;
    for (let at = 0; at < column.length; at++) if (column[at] >= most) most = column[at] + 1;
    return most;
  };
  {# A column of references: 0 is what stood last beside the same context, 1 is new, from 2 on a value's number. #}
  const references = (text, contexts) => {
    const read = numbers(text), last = new Uint32Array(contexts ? most(contexts) : 1);
    let known = 0;
    for (let at = 0; at < read.length; at++) {
      const context = contexts ? contexts[at] : 0, code = read[at];
      read[at] = code ? (last[context] = code > 1 ? code - 2 : known++) : last[context];
    }
    return read;
  };
  {# For each row the value of what it refers to. #}
  const through = (column, values) => {
    const made = new Uint32Array(column.length);
    for (let at = 0; at < made.length; at++) made[at] = values[column[at]];
    return made;
  };
  {# What is worked out when it is first asked for. #}
  const lazily = (object, makers) => {
    for (const [name, make] of Object.entries(makers))
      Object.defineProperty(object, name, {
        configurable: true,
        enumerable: true,
        get: () => {
          const value = make();
          Object.defineProperty(object, name, { value, enumerable: true });
          return value;
        },
      });
    return object;
  };
  const lines = (text) => text.split("\n");
  {# Lines of which an empty one counts on from the one before; `-` is a line that is empty itself. One is read at a time. #}
  const counted = (text) => {
    const all = lines(text), froms = new Uint32Array(all.length);
    for (let row = 1; row < all.length; row++) froms[row] = all[row] ? row : froms[row - 1];
    return (row) => {
      const from = froms[row], line = all[from] === "-" ? "" : all[from];
      const last = row > from && line.match(/([0-9]{1,15})([^0-9]*)$/);
      return last ? line.slice(0, last.index) + String(+last[1] + row - from).padStart(last[1].length, "0") + last[2] : line;
    };
  };

  {# Texts as numbers of words as they are written: 0 between two texts, 1 a new word, from 2 on a word's number. #}
  let written = [], known = 0;
  const texts = (text, count) => {
    const read = numbers(text), starts = new Uint32Array(count + 1), all = new Uint32Array(read.length);
    let length = 0, row = 0;
    for (let at = 0; at < read.length; at++)
      if (read[at]) all[length++] = read[at] === 1 ? known++ : read[at] - 2;
      else starts[++row] = length;
    starts.fill(length, row + 1);
    return { starts, tokens: all.subarray(0, length) };
  };
  const saying = ({ starts, tokens }, row) => {
    let said = "";
    for (let at = starts[row]; at < starts[row + 1]; at++) said += (said && " ") + written[tokens[at]];
    return said;
  };

  {# Every word once, by its spelling; `first` is how it is written where it stands first. #}
  const vocabulary = { ids: new Map(), spelt: [], bare: [], first: [] };
  const idOf = (spelt, plainly, word) => {
    let id = vocabulary.ids.get(spelt);
    if (id === undefined) {
      vocabulary.ids.set(spelt, (id = vocabulary.spelt.length));
      vocabulary.spelt.push(spelt);
      vocabulary.bare.push(plainly ?? bare(spelt));
      vocabulary.first.push(word);
    }
    return id;
  };
  {# The words of each token: nearly all are one word as it stands, and a number is its own spelling. #}
  const ONE = /^[0-9A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f\u1e00-\u1eff]+$/;
  const tokens = () => {
    const sizes = new Uint8Array(written.length), only = new Uint32Array(written.length), several = new Map();
    for (let token = 0; token < written.length; token++) {
      const word = written[token];
      if (ONE.test(word)) {
        const number = word.charCodeAt(word.length - 1) < 58 && /^[0-9]+$/.test(word);
        sizes[token] = 1;
        only[token] = number ? idOf(word, word, word) : idOf(spelling(word), undefined, word);
      } else {
        const ids = words(word).map((one) => idOf(spelling(one), undefined, one));
        if ((sizes[token] = ids.length) === 1) only[token] = ids[0];
        else several.set(token, ids);
      }
    }
    return { sizes, only, several };
  };
  {# Texts that are searched in, and where in them each word stands; `of` tells each product's row, where several share one. #}
  const table = (column, field, of, { sizes, only, several }) => {
    const { starts: from, tokens } = column, rows = from.length - 1, starts = new Uint32Array(rows + 1);
    let length = 0;
    for (let at = 0; at < tokens.length; at++) length += sizes[tokens[at]];
    const ids = new Uint32Array(length), rowOf = new Uint32Array(length), places = new Uint32Array(length);
    const first = new Uint32Array(vocabulary.spelt.length + 2);
    length = 0;
    for (let row = 0; row < rows; row++) {
      for (let at = from[row]; at < from[row + 1]; at++) {
        const token = tokens[at];
        if (sizes[token] === 1) ids[length++] = only[token];
        else for (const id of several.get(token)) ids[length++] = id;
      }
      rowOf.fill(row, starts[row], length);
      starts[row + 1] = length;
    }
    {# Counted two further on, so that after handing out the places each count stands where it belongs. #}
    for (let at = 0; at < length; at++) first[ids[at] + 2]++;
    for (let id = 2; id < first.length; id++) first[id] += first[id - 1];
    for (let at = 0; at < length; at++) places[first[ids[at] + 1]++] = at;
    return { field, of, rows, starts, ids, rowOf, first, places };
  };

  {# The vocabulary by its first two plain letters: the words that begin so are looked for among few. #}
  const SHELVES = 38;
  const shelfOf = (code) => (code >= 97 && code <= 122 ? code - 86 : code >= 48 && code <= 57 ? code - 47 : code ? SHELVES - 1 : 0);
  const shelf = (plainly) => shelfOf(plainly.charCodeAt(0)) * SHELVES + shelfOf(plainly.charCodeAt(1));
  const shelve = () => {
    const all = vocabulary.bare, on = Uint16Array.from(all, shelf), starts = new Uint32Array(SHELVES * SHELVES + 2), ids = new Uint32Array(all.length);
    for (let id = 0; id < on.length; id++) starts[on[id] + 2]++;
    for (let at = 2; at < starts.length; at++) starts[at] += starts[at - 1];
    for (let id = 0; id < on.length; id++) ids[starts[on[id] + 1]++] = id;
    Object.assign(vocabulary, { shelves: starts, shelved: ids });
  };
  const looked = (plainly, last, right) => {
    const { shelves, shelved, bare: all } = vocabulary, from = shelf(plainly), found = [];
    for (let at = shelves[from]; at < shelves[last(from)]; at++) if (right(all[shelved[at]])) found.push(shelved[at]);
    return found;
  };
  const beginning = (plainly) => looked(plainly, (from) => (plainly.length > 1 ? from + 1 : from + SHELVES), (one) => one.startsWith(plainly));
  const exactly = (plainly) => looked(plainly, (from) => from + 1, (one) => one === plainly);
  {# Which letters each word has: for mistakes. #}
  const letters = (plainly) => {
    let has = 0;
    for (let at = 0; at < plainly.length; at++) has |= 1 << (plainly.charCodeAt(at) & 31);
    return has;
  };
  lazily(vocabulary, {
    letters: () => Uint32Array.from(vocabulary.bare, letters),
    often: () => Uint32Array.from(vocabulary.bare, (_, id) => data.tables.reduce((sum, { first }) => sum + first[id + 1] - first[id], 0)),
  });

  let data, arrived;
  const ready = new Promise((resolve) => (arrived = resolve));
  const shelves = new Map(), pictures = new Map();
  const KINDS = ["", "hop-tac-xa", "to-hop-tac", "doanh-nghiep", "trang-trai", "ho-kinh-doanh", "ho-san-xuat", "hoi", "trung-tam"];
  const open = (core, src) => {
    const set = numbers(core.set), all = set.length, rows = (text) => (all ? lines(text) : []);
    const split = (text) => rows(text).map((line) => line.split("\t"));
    const maker = references(core.maker), place = references(core.place, maker), before = references(core.before, place);
    const term = references(core.term, maker), province = references(core.province), flags = numbers(core.flags);
    if (core.words) written = core.words.split(" ");
    {# In the order they were written, as each counts its new words on from the one before. #}
    const makers = texts(core.makers, most(maker)), places = texts(core.places, most(place)), provinces = texts(core.provinces, most(province));
    const befores = texts(core.befores, most(before)), names = texts(core.names, all), twins = texts(core.twins, all), known = tokens();
    const stars = new Uint8Array(all), paper = counted(all ? core.papers : "");
    for (let at = 0; at < all; at++) stars[at] = core.stars.charCodeAt(at) - 48;
    data = {
      all, names, twins, maker, makers, place, places, province, provinces, before, befores, term, set, stars, flags,
      code: counted(all ? core.codes : ""),
      communes: rows(core.communes),
      groups: split(core.groups),
      sets: split(core.sets),
      terms: rows(core.terms).map((line) => line.split(" ").map(Number)),
      cloths: +core.cloths,
      beginnings: core.files ? core.files.split(" ") : [],
      mark: core.mark,
      newest: core.newest,
      base: new URL(".", src).href,
      home: new URL("..", src).href,
      tables: [
        table(names, "name", null, known),
        table(twins, "name", null, known),
        table(makers, "producer", maker, known),
        table(places, "place", place, known),
        table(befores, "place", before, known),
        table(provinces, "place", through(place, province), known),
      ],
    };
    lazily(data, {
      codes: () => Array.from({ length: all }, (_, at) => data.code(at)),
      kinds: () => Array.from(numbers(core.kinds), (kind) => KINDS[kind]),
      standard: () => references(core.standard, set),
      standards: () => split(core.standards),
      paper: () => references(core.paper, term),
      papers: () => Array.from({ length: all && most(data.paper) }, (_, at) => paper(at)),
      numbers: () => rows(core.numbers),
      facets,
      listed,
    });
    shelve();
    arrived(lazily({ count: all }, { labels }));
  };
  OCOP.take = (name, value) => {
    const [kind, which] = name.split(" ");
    if (kind === "core") open(value, document.currentScript?.src ?? script.dataset.core ?? location.href);
    if (kind === "photos") pictures.set(which, lines(value));
    if (kind === "words")
      shelves.set(+which, (value ? lines(value) : []).map((line) => {
        const [spelt, found] = line.split("\t");
        return { spelt, bare: bare(spelt), found };
      }));
  };

  {# Files of the site's own are loaded as scripts: that also works from a folder. #}
  const folder = () => (data ? data.base : new URL(".", new URL(script.dataset.core, document.baseURI)).href);
  const policy = window.trustedTypes?.createPolicy("ocop", {
    createScriptURL: (url) => {
      if (url.startsWith(folder())) return url;
      throw new TypeError(url);
    },
  });
  const loading = new Map();
  const load = (url) => {
    if (!loading.has(url))
      loading.set(url, new Promise((resolve) => {
        const tag = document.createElement("script");
        tag.src = policy ? policy.createScriptURL(url) : url;
        tag.onload = () => resolve(true);
        tag.onerror = () => (loading.delete(url), tag.remove(), resolve(false));
        document.head.append(tag);
      }));
    return loading.get(url);
  };
  const file = (name) => load(data.base + name + ".js?v=" + data.mark);
  const begin = () => {
    if (!data && script?.dataset.core) load(new URL(script.dataset.core, document.baseURI).href);
    return ready;
  };

  {# Vietnamese order: letters first, then tones. #}
  const ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", letterOf = [], toneOf = [];
  const note = (char, code) => {
    const spelt = spelling(char), first = spelt.charCodeAt(0), at = ALPHABET.indexOf(spelt[0]);
    letterOf[code] = String.fromCharCode(at >= 0 ? 100 + at : first < 97 ? first : 1000 + first);
    toneOf[code] = spelt.length > 1 ? 1 + "`?~'.".indexOf(spelt[1]) : 0;
  };
  const order = (text) => {
    const small = text.toLowerCase();
    let letters = "", tones = "";
    for (let at = 0; at < small.length; at++) {
      const code = small.charCodeAt(at);
      if (letterOf[code] === undefined) note(small[at], code);
      letters += letterOf[code];
      tones += toneOf[code];
    }
    return letters + "\0" + tones;
  };
  const inOrder = (pairs) => {
    const keys = new Map(pairs.map((pair) => [pair, order(pair[1].replace(/^(?:Xã|Phường|Đặc khu) /, ""))]));
    return pairs.sort((a, b) => (keys.get(a) < keys.get(b) ? -1 : 1));
  };
  const labels = () => {
    const { communes, places, province, provinces, sets, groups, facets } = data, several = provinces.starts.length > 2;
    const named = communes.map((key, row) => {
      const name = saying(places, row), where = several && name ? saying(provinces, province[row]) : "";
      return [key, where ? name + ", " + where : name];
    });
    return {
      group: groups,
      set: sets.map(([id, , name]) => [id, name]),
      commune: inOrder([...new Map(named.filter(([, name]) => name).reverse())]),
      standard: inOrder(facets.find((one) => one.names).names),
    };
  };

  {# ---- What is asked #}
  const OPTIONAL = new Set(["cua?", "va`", "ơ?", "tai.", "cac'", "nhưng~", "vơi'", "la`", "san?", "phâm?", "san", "pham", "ocop"]);
  const LOOSELY = new Set(["cua", "va", "o", "tai", "cac", "nhung", "voi", "la", "cho", "loai"]);
  const COUNTS = { ba: 3, bon: 4, nam: 5 };
  const reading = (spelt, worth) => {
    const plainly = bare(spelt);
    return { spelt, bare: plainly, letters: toneless(spelt), has: letters(plainly), marked: spelt !== plainly, worth };
  };
  const asked = (text) => {
    let stars = 0;
    const rest = text.normalize("NFC").replace(/(^|\s)([1-5]|ba|b[oố]n|n[aă]m)\s*(?:sao(?=\s|$)|\*+|★+|⭐+)/giu, (_, blank, count) => {
      stars = +count || COUNTS[bare(spelling(count))];
      return blank;
    });
    const found = words(rest);
    const terms = found.map((word, at) => {
      const spelt = spelling(word), raw = bare(spelt), readings = [reading(spelt, 0)];
      if (/^[a-z]+[a-z0-9]*$/.test(spelt))
        for (const method of ["telex", "vni"]) {
          const other = typed(spelt, method);
          if (other && other !== spelt) readings.push(reading(other, -2));
        }
      return { readings, bare: raw, open: at === found.length - 1, optional: found.length > 1 && OPTIONAL.has(spelt) };
    });
    if (terms.length && terms.every((term) => term.optional)) for (const term of terms) term.optional = false;
    return { stars, terms };
  };

  {# How well a word that was typed means a word that is there: 100 its very spelling, 0 not at all. #}
  const WRONG = 34, MISTYPED = 33, BEGUN = 60;
  const likeness = ({ spelt, bare: raw, letters: ours, marked, worth }, other, plainly, open) => {
    if (plainly === raw) {
      if (!marked) return other === plainly ? 93 : 92;
      if (other === spelt) return 100 + worth;
      const theirs = toneless(other), tone = spelt.slice(ours.length), said = other.slice(theirs.length);
      {# A mark that is missing on one side is no wrong one. #}
      const right = (!tone || !said || tone === said) && (ours === theirs || ours === raw || theirs === plainly);
      return (right ? 80 : WRONG) + worth;
    }
    if (!open || !plainly.startsWith(raw)) return 0;
    const theirs = toneless(other), tone = spelt.slice(ours.length);
    if (tone && other.slice(theirs.length) !== tone) return 0;
    return (!marked || theirs.startsWith(ours) ? BEGUN : 40) - Math.min(plainly.length - raw.length, 10) + worth;
  };
  const best = (term, spelt, plainly) => {
    let most = 0;
    for (const reading of term.readings) {
      const like = likeness(reading, spelt, plainly, term.open);
      if (like > most) most = like;
    }
    return most;
  };
  {# Letters to change, add, leave out or swap, up to `most`. #}
  const mistakes = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let older = [], old = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        let cost = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, older[j - 2] + 1);
        row.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
      older = old;
      old = row;
    }
    return old[b.length];
  };
  const allowed = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);
  const count = (bits) => {
    let ones = 0;
    for (; bits; bits &= bits - 1) ones++;
    return ones;
  };
  const mistyped = (term, plainly, has) => {
    let most = 0;
    for (const { bare: asked, has: letters } of term.readings) {
      const longer = plainly.length - asked.length, may = allowed(longer > 0 ? plainly.length : asked.length);
      if (longer > may || -longer > may || !may || count(has ^ letters) > 2 * may) continue;
      const first = asked[0] === plainly[0];
      if (asked.length < 3 || plainly.length < 3 || (asked.length < 4 && !first)) continue;
      const made = mistakes(asked, plainly, may);
      if (made <= may) most = Math.max(most, MISTYPED - 6 * (made - 1) - (first ? 0 : 4));
    }
    return most;
  };

  {# How well a term means each word of the vocabulary, and the words that it means at all. #}
  const meant = (term, loosely) => {
    const { spelt, bare: plainly } = vocabulary, like = new Uint8Array(spelt.length), ids = [];
    for (const reading of term.readings)
      for (const id of term.open ? beginning(reading.bare) : exactly(reading.bare)) {
        const value = likeness(reading, spelt[id], plainly[id], term.open);
        if (value && !like[id]) ids.push(id);
        if (value > like[id]) like[id] = value;
      }
    if (term.whole) for (const id of ids) if (like[id] <= BEGUN && like[id] > WRONG) like[id] = 12;
    if (loosely) {
      const has = vocabulary.letters;
      for (let id = 0; id < like.length; id++) if (!like[id] && (like[id] = mistyped(term, plainly[id], has[id]))) ids.push(id);
    }
    return { like, ids };
  };
  {# Words written apart in the question and in one here. #}
  const TOGETHER = 84;
  const together = (terms, found) => {
    for (let at = 0; at + 1 < terms.length; at++)
      for (let end = at + 2; end <= Math.min(at + 3, terms.length); end++)
        for (const id of exactly(terms.slice(at, end).map((term) => term.bare).join("")))
          for (const { like, ids } of found.slice(at, end)) {
            if (!like[id]) ids.push(id);
            if (like[id] < TOGETHER) like[id] = TOGETHER;
          }
  };
  {# The ways to read a word that is written in one in the question and apart here: each a list of words. #}
  const apart = (term) => {
    const known = new Set(), found = [], { bare: text, open: begun } = term;
    const has = (part) => known.has(part) || (exactly(part).length > 0 && known.add(part));
    const cut = (from, parts) => {
      if (found.length > 40) return;
      if (from === text.length) return void (parts.length > 1 && found.push(parts));
      for (let to = text.length; to > from; to--) {
        const part = bare(spelling(text.slice(from, to)));
        if (has(part)) cut(to, [...parts, part]);
        else if (begun && to === text.length && parts.length && beginning(part).length) found.push([...parts, part]);
      }
    };
    cut(0, []);
    return found;
  };
  const standing = ({ first, places, ids, starts, rowOf }, parts, like) => {
    for (const id of exactly(parts[0])) {
      for (let i = first[id]; i < first[id + 1]; i++) {
        const at = places[i], row = rowOf[at];
        if (at + parts.length > starts[row + 1] || parts.some((part, p) => p < parts.length - 1 && vocabulary.bare[ids[at + p]] !== part)) continue;
        const last = parts.length - 1, there = vocabulary.bare[ids[at + last]], wanted = parts[last];
        if (there.startsWith(wanted)) like[row] = Math.max(like[row], there === wanted ? 86 : 52);
      }
    }
  };

  {# What is said of a product in each field weighs so much. #}
  const WEIGHT = { name: 100, producer: 80, place: 65, set: 45, standard: 40, story: 36 };
  const FIELDS = Object.keys(WEIGHT), weakly = FIELDS.map((field) => (WEIGHT[field] * (WRONG + 1)) / 100);

  {# What the names of the sets and of their groups list, each as words: [set, spellings, the same without marks]. #}
  const listed = () => {
    const names = new Map(data.groups);
    return data.sets.flatMap(([, group, name], set) =>
      (name + "," + names.get(group)).split(/[,;:()]| và | hoặc /).map((part) => {
        const said = words(part).map(spelling);
        if (said[0] === "hang`") said.shift();
        return [set, said, said.map(bare)];
      })
    );
  };
  {# The sets whose name, or the name of whose group, lists what some terms ask for. #}
  const lawful = (terms) => {
    const like = terms.map(() => null), whole = terms.map((term) => ({ ...term, open: false }));
    for (const [set, said, plainly] of data.listed)
      for (let at = 0; said.length && at < terms.length; at++) {
        let same = 0;
        while (same < said.length && at + same < terms.length && best(whole[at + same], said[same], plainly[same]) > 75) same++;
        {# A name that is still being typed is known by a word and the beginning of the next. #}
        const last = terms[at + same];
        if (same && same < said.length && last?.open && last.bare.length + same > 2 && best(last, said[same], plainly[same]) > 40) same++;
        if (same === said.length || same > 2 || (same > 1 && at + same === terms.length)) for (let t = at; t < at + same; t++) (like[t] ??= new Uint8Array(data.sets.length))[set] = 100;
      }
    return like;
  };

  {# How well the rows of each table answer each term, nothing where none does. #}
  const answers = (terms, loosely) => {
    const found = terms.map((term) => meant(term, loosely));
    together(terms, found);
    const ways = terms.map((term, t) => {
      const known = SYLLABLE.test(term.bare) && found[t].ids.some((id) => found[t].like[id] > 60);
      return term.bare.length > 3 && !known ? apart(term) : [];
    });
    const rows = data.tables.map((one) =>
      found.map(({ like, ids }, t) => {
        const { first, places, rowOf } = one, here = ids.filter((id) => first[id] < first[id + 1]);
        if (!here.length && !ways[t].length) return null;
        const row = new Uint8Array(one.rows);
        for (const id of here)
          for (let i = first[id], value = like[id]; i < first[id + 1]; i++) if (row[rowOf[places[i]]] < value) row[rowOf[places[i]]] = value;
        for (const parts of ways[t]) standing(one, parts, row);
        return row;
      })
    );
    return { like: found.map(({ like }) => like), rows };
  };

  {# The files of words that a question needs and that are not there yet. #}
  const fileOf = (plainly) => {
    let low = 0, high = data.beginnings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      data.beginnings[middle] <= plainly ? (low = middle + 1) : (high = middle);
    }
    return low;
  };
  const MOST_FILES = 3;
  const filesOf = (term) => {
    const needed = new Set();
    for (const { bare: plainly } of term.readings) {
      const first = fileOf(plainly), last = term.open && plainly.length > 2 ? fileOf(plainly + "\uffff") : first;
      for (let at = first; at <= last && at < first + MOST_FILES; at++) needed.add(at);
    }
    return [...needed];
  };
  const missing = (terms) => [...new Set(terms.flatMap(filesOf))].filter((at) => !shelves.has(at));
  {# A word that stands somewhere as it was typed is hardly the beginning of another. #}
  const whole = (term) =>
    term.readings.some(({ bare: plainly }) => exactly(plainly).length > 0 || filesOf(term).some((at) => shelves.get(at)?.some((one) => one.bare === plainly)));
  {# How well each product's texts answer a term. #}
  const told = (term, loosely) => {
    let like = null;
    const short = { ...term, open: term.open && !term.whole && term.bare.length > 2 };
    for (const at of filesOf(term))
      for (const { spelt, bare: plainly, found } of shelves.get(at) ?? []) {
        const score = best(short, spelt, plainly) || (loosely && term.bare.length > 4 && plainly[0] === term.bare[0] ? mistyped(term, plainly, letters(plainly)) : 0);
        if (!score) continue;
        like ??= new Uint8Array(data.all);
        if (found === undefined) {
          for (let i = 0; i < like.length; i++) like[i] ||= 1; // more than half of all products have it
          continue;
        }
        let number = 0;
        for (const further of numbers(found)) {
          number += further;
          if (like[number] < score) like[number] = score;
        }
      }
    return like;
  };

  {# A score for each product that answers all terms, -1 for the others; and the least field that was needed. #}
  const ranked = ({ terms }, loosely) => {
    const { all, tables, set } = data, score = new Float32Array(all), why = new Uint8Array(all);
    if (!terms.length) return { score, why, any: true };
    for (const term of terms) term.whole = whole(term);
    const { like, rows } = answers(terms, loosely), law = lawful(terms);
    const most = new Float32Array(all), by = new Uint8Array(all), least = new Float32Array(all).fill(100), weak = new Uint8Array(all);
    const bearable = Math.ceil(terms.length / 2), left = new Uint32Array(all); // the products that answer every term so far
    let count = all;
    for (let at = 0; at < all; at++) left[at] = at;
    const raise = (row, of, field) => {
      const weight = WEIGHT[field] / 100, number = FIELDS.indexOf(field);
      for (let i = 0; i < count; i++) {
        const at = left[i], value = row[of ? of[at] : at] * weight;
        if (value > most[at]) (most[at] = value), (by[at] = number);
      }
    };
    terms.forEach((term, t) => {
      if (t) most.fill(0);
      tables.forEach((one, i) => rows[i][t] && raise(rows[i][t], one.of, one.field));
      const story = told(term, loosely), free = term.optional || (loosely && terms.length > 1 && LOOSELY.has(term.bare));
      if (story) raise(story, null, "story");
      if (law[t]) raise(law[t], set, "set");
      let kept = 0;
      for (let i = 0; i < count; i++) {
        const at = left[i];
        {# Many wrong tones and mistakes in one question: it means something else. #}
        const elsewhere = most[at] && term.bare.length < 5 && most[at] < weakly[by[at]] && ++weak[at] > bearable;
        if (elsewhere || (!most[at] && !free)) {
          score[at] = -1;
          continue;
        }
        left[kept++] = at;
        if (!most[at]) continue;
        score[at] += most[at] / terms.length;
        if (most[at] < least[at]) least[at] = most[at];
        if (by[at] > why[at]) why[at] = by[at];
      }
      count = kept;
    });
    const near = nearness(terms, like, rows);
    let any = false;
    for (let i = 0; i < count; i++) {
      const at = left[i];
      if (score[at]) any = true;
      score[at] = score[at] ? (score[at] + least[at]) / 2 + (near(at) * least[at]) / 100 : -1;
    }
    return { score, why, any };
  };
  {# Words that stand together as they were asked, a name that is all answered, a name that begins so. #}
  const nearness = (terms, like, rows) => {
    const [names, , makers, places, befores] = data.tables, last = terms.length - 1;
    const pairs = ({ starts, ids }, row) => {
      let found = 0;
      for (let p = starts[row], end = starts[row + 1]; p < end; p++)
        for (let t = 0; t < last; t++) {
          const one = like[t][ids[p]];
          if (one && ((p + 1 < end && like[t + 1][ids[p + 1]]) || (one === TOGETHER && like[t + 1][ids[p]] === TOGETHER))) found++;
        }
      return Math.min(found, last) / last;
    };
    const known = [makers, places, befores].map((one) => new Float32Array(one.rows).fill(-1));
    const beside = (one, i, at) => {
      const row = one.of[at];
      if (known[i][row] < 0) known[i][row] = pairs(one, row);
      return known[i][row];
    };
    return (at) => {
      const start = names.starts[at], end = names.starts[at + 1];
      let answered = 0;
      for (let p = start; p < end; p++) for (let t = 0; t <= last; t++) if (like[t][names.ids[p]] > 60) {
        answered++;
        break;
      }
      const near = (10 * answered) / Math.max(end - start, 1) + (start < end ? like[0][names.ids[start]] / 25 : 0);
      return last ? near + 20 * pairs(names, at) + 15 * Math.max(beside(makers, 0, at), beside(places, 1, at), beside(befores, 2, at)) : near;
    };
  };

  {# ---- Codes #}
  const key = (text) => text.normalize("NFD").replace(/[đĐ]/g, "d").replace(/\p{M}/gu, "").replace(/[^0-9a-z]/gi, "").toUpperCase();
  {# Every code, barcode and number of a decision, with the products it belongs to. #}
  let register;
  const registered = () => {
    if (register) return register;
    register = new Map();
    const enter = (text, at) => {
      const name = /^[0-9A-Z]+$/.test(text) ? text : key(text);
      if (!register.has(name)) register.set(name, [at]);
      else register.get(name).push(at);
    };
    const holders = data.papers.map(() => []);
    data.paper.forEach((paper, at) => holders[paper].push(at));
    data.codes.forEach(enter);
    data.numbers.forEach((line, at) => line && line.split("\t").forEach((number) => number && enter(number, at)));
    data.papers.forEach((line, paper) => line && line.split("\t").forEach((number) => holders[paper].forEach((at) => enter(number, at))));
    return register;
  };
  {# What a text says as a code: the products that have it, those whose code begins so, and whether it looks like one. #}
  const NONE = { name: "", found: [], begun: [] };
  const coded = (text) => {
    const scanned = /\/p\/([0-9a-z-]+)|(?:\/01\/|^\(01\)|^\]C101)([0-9]{8,14})/i.exec(text), asked = (scanned?.[1] ?? scanned?.[2] ?? text).trim();
    const name = key(asked), digits = name.replace(/[^0-9]/g, "").length, one = /^\S+$/.test(asked);
    if (!digits || name.length < 3 || (digits < 2 && !one)) return NONE;
    const known = registered(), barcode = /^0*[0-9]{7,14}$/.test(name) ? name.replace(/^0+/, "") : name;
    let found = known.get(name) ?? known.get(barcode) ?? [];
    for (const word of one || found.length ? [] : asked.split(/\s+/)) {
      const part = key(word);
      if (!found.length && part.length > 4 && /[0-9].*[0-9]/.test(part)) found = known.get(part) ?? [];
    }
    const begun = [];
    if (!found.length && (one || digits > 5)) for (const [code, some] of known) if (code.startsWith(barcode)) begun.push(...some);
    const looks = !!scanned || (one && /^[0-9]{6,}$|^[A-Z]{1,6}[0-9A-Z]*[0-9]{3,}[0-9A-Z]*$/.test(name)) || /^[0-9 .-]{8,}$/.test(asked);
    return { name: looks ? asked.toUpperCase() : "", found, begun };
  };

  {# ---- Facets: for each product a number, for each number a value #}
  const DAY = 864e5, STANDINGS = ["revoked", "expired", "unknown", "valid"];
  const dayOf = (today) => {
    if (today) return Math.round(Date.parse(today) / DAY);
    {# A clock that is older than the catalogue is wrong. #}
    return Math.max(Math.floor((Date.now() + 7 * 36e5) / DAY), data.newest);
  };
  let standings = {};
  const standingsOn = (day) => {
    if (standings.day === day) return standings.of;
    const { all, term, terms, flags } = data, on = terms.map(([from, length]) => (length === undefined ? 2 : from + length < day ? 1 : 3));
    const of = new Uint8Array(all);
    for (let at = 0; at < all; at++) of[at] = flags[at] & FLAGS.revoked ? 0 : on[term[at]];
    standings = { day, of };
    return of;
  };
  const numbered = (values) => {
    const known = new Map(), of = new Uint32Array(values.length);
    values.forEach((value, row) => (of[row] = known.get(value) ?? known.set(value, known.size).size - 1));
    return { of, values: [...known.keys()] };
  };
  const facets = () => {
    const { sets, set, stars, communes, places, place, kinds, maker, standards, standard, flags } = data;
    const each = (column, rows) => {
      const { of, values } = numbered(rows);
      return { of: through(column, of), values };
    };
    const flagged = (flag) => ({ of: flags.map((some) => (some & flag ? 1 : 0)), values: ["", "true"] });
    const names = new Map();
    const applied = standards.map((some) => some.filter(Boolean).map((name) => {
      const id = plain(name).join("-");
      if (!names.has(id)) names.set(id, name);
      return id;
    }));
    return [
      { name: "group", of: set, values: sets.map(([, group]) => group) },
      { name: "set", of: set, values: sets.map(([id]) => id) },
      { name: "stars", of: stars, values: ["0", "1", "2", "3", "4", "5"] },
      { name: "status", of: null, values: STANDINGS },
      { name: "commune", ...each(place, communes.map((id, row) => (places.starts[row] < places.starts[row + 1] ? id : ""))) },
      { name: "kind", ...each(maker, kinds) },
      { name: "standard", of: standard, values: applied, names: [...names] },
      { name: "trace", ...flagged(FLAGS.trace) },
      { name: "shop", ...flagged(FLAGS.shop) },
    ];
  };
  {# Which numbers of each facet pass, nothing where all do. Groups and sets are one question: a set narrows its group down. #}
  const passing = (chosen) => {
    const wanted = (name) => new Set([chosen[name] ?? []].flat().filter(Boolean).map(String));
    const groups = wanted("group"), sets = wanted("set");
    const narrowed = new Set(data.sets.filter(([id]) => sets.has(id)).map(([, group]) => group));
    const law = (groups.size || sets.size) && Uint8Array.from(data.sets, ([id, group]) => (sets.has(id) || (groups.has(group) && !narrowed.has(group)) ? 1 : 0));
    if (!law && !Object.keys(chosen).length) return [];
    return data.facets.map(({ name, values }) => {
      if (name === "group" || name === "set") return law;
      const some = wanted(name);
      return some.size && Uint8Array.from(values, (value) => ([value].flat().some((one) => some.has(one)) ? 1 : 0));
    });
  };

  {# ---- Finding #}
  let nameOrder;
  const byName = () => {
    if (!nameOrder) {
      const keys = Array.from({ length: data.all }, (_, at) => order(saying(data.names, at))), sorted = Array.from(keys.keys()).sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
      nameOrder = new Uint32Array(data.all);
      sorted.forEach((at, rank) => (nameOrder[at] = rank));
    }
    return nameOrder;
  };
  const scored = (text) => {
    const { all, stars } = data, code = coded(text);
    if (code.found.length) {
      const score = new Float32Array(all).fill(-1);
      for (const at of code.found) score[at] = 1;
      return { code, score, why: new Uint8Array(all), question: { stars: 0, terms: [] } };
    }
    const question = asked(text);
    let { score, why, any } = ranked(question, false);
    if (!any) ({ score, why } = ranked(question, true));
    if (!question.terms.length && !question.stars && text.trim()) score.fill(-1);
    if (question.stars) for (let at = 0; at < all; at++) if (score[at] >= 0 && stars[at] === question.stars) score[at] += 1000;
    if (question.terms.length) for (const at of code.begun) score[at] = Math.max(score[at], 500);
    return { code, score, why, question };
  };
  const rows = (text, { facets: chosen = {}, sort = "relevance", limit = 24, offset = 0, today } = {}) => {
    const { flags, stars, term, terms } = data, { code, score, why, question } = scored(text);
    const standing = standingsOn(dayOf(today)), all = data.all, hits = new Uint32Array(all), lacks = new Uint16Array(all);
    let count = 0;
    for (let at = 0; at < all; at++) if (score[at] >= 0) hits[count++] = at;
    const candidates = hits.subarray(0, count);
    let found = candidates;
    passing(chosen).forEach((passes, i) => {
      if (!i || !passes) return; // groups are looked at with sets
      lack(candidates, data.facets[i].of ?? standing, passes, lacks, 1 << i);
      found = null;
    });
    found ??= candidates.filter((at) => !lacks[at]);
    const left = found.length;
    {# Each facet is counted with all the others applied; group and set are one. Not before somebody wants to know. #}
    const counted = () => {
      const counts = {};
      data.facets.forEach(({ name, values, of }, i) => {
        const tally = tallied(candidates, of ?? standing, lacks, ~(1 << (i || 1)), values.length), told = (counts[name] = {});
        values.forEach((value, number) => {
          if (tally[number]) for (const one of [value].flat()) if (one) told[one] = (told[one] ?? 0) + tally[number];
        });
      });
      return counts;
    };
    const better = (at) => standing[at] * 16 + (flags[at] & FLAGS.demo ? 0 : 8) + stars[at], order = sort === "name" ? byName() : null;
    const rank = {
      relevance: (at) => 2 ** 21 - Math.round(score[at] * 16) * 64 - better(at),
      name: (at) => order[at],
      stars: (at) => 448 - stars[at] * 64 - better(at),
      newest: (at) => 1e5 - terms[term[at]][0],
    }[sort];
    {# One number for each: its rank, then its place in the order of codes. #}
    const keys = new Float64Array(left);
    for (let i = 0; i < left; i++) keys[i] = rank(found[i]) * all + found[i];
    const first = least(keys, offset + limit).slice(offset);
    const shown = first.map((value) => row(value % all, why, standing));
    Object.assign(shown, { total: left, code: left ? "" : code.name });
    return { found: lazily(shown, { counts: counted }), terms: question.terms, any: count > 0 };
  };
  const lack = (candidates, of, passes, lacks, bit) => {
    for (let i = 0; i < candidates.length; i++) if (!passes[of[candidates[i]]]) lacks[candidates[i]] |= bit;
  };
  const tallied = (candidates, of, lacks, others, length) => {
    const tally = new Uint32Array(length);
    for (let i = 0; i < candidates.length; i++) if (!(lacks[candidates[i]] & others)) tally[of[candidates[i]]]++;
    return tally;
  };
  {# The smallest numbers in order: most pages show a few of many. #}
  const least = (keys, count) => {
    if (count > 400) return Array.from(keys.sort().subarray(0, count));
    const kept = [];
    for (let i = 0; i < keys.length; i++) {
      const value = keys[i];
      if (kept.length === count && !(value < kept[count - 1])) continue;
      let at = kept.length < count ? kept.push(value) - 1 : count - 1;
      for (; at > 0 && kept[at - 1] > value; at--) kept[at] = kept[at - 1];
      kept[at] = value;
    }
    return kept;
  };
  const row = (at, why, standing) => {
    const { places, place, province, provinces, befores, before } = data, row = place[at];
    const where = saying(places, row) || saying(befores, before[at]).split(", ")[0] || saying(provinces, province[row]);
    const code = data.code(at), [from, length] = data.terms[data.term[at]];
    return {
      code,
      name: saying(data.names, at),
      twin: saying(data.twins, at),
      producer: saying(data.makers, data.maker[at]),
      place: where,
      stars: data.stars[at],
      status: STANDINGS[standing[at]],
      until: length === undefined ? null : new Date((from + length) * DAY).toISOString().slice(0, 10),
      address: data.home + "P/" + code + "/" + (location.protocol === "file:" ? "index.html" : ""),
      picture: pictureOf(at),
      demo: !!(data.flags[at] & FLAGS.demo),
      why: FIELDS[why[at]],
    };
  };

  {# Which of a set's cloths stands for a missing photo: generator/addresses.py says the same. #}
  const clothOf = (code) => String(Array.from(code).reduce((sum, char) => sum + char.codePointAt(0), 0) % data.cloths).padStart(2, "0");

  {# The photos of a set lie in a file of their own; a product without one has one of its cloths. #}
  const pictureOf = (at) => {
    const set = data.sets[data.set[at]][0], names = pictures.get(set);
    if (!(data.flags[at] & FLAGS.photo)) return `${data.home}hoa-van/${set}-${clothOf(data.code(at))}.svg`;
    if (!names) return null;
    if (!names.numbers) {
      names.numbers = new Map();
      for (let i = 0; i < data.all; i++) if (data.set[i] === data.set[at] && data.flags[i] & FLAGS.photo) names.numbers.set(i, names.numbers.size);
    }
    return data.home + "anh/" + names[names.numbers.get(at)] + ".webp";
  };
  OCOP.pictures = async (found) => {
    await begin();
    const bare = found.filter((one) => !one.picture).map((one) => [one, data.codes.indexOf(one.code)]);
    await Promise.all([...new Set(bare.map(([, at]) => data.sets[data.set[at]][0]))].map((set) => file("anh/" + set)));
    for (const [one, at] of bare) one.picture = pictureOf(at);
    return found;
  };

  {# The nearest question that finds something: words respelt, else one left out. #}
  const nearest = (text, options) => {
    const found = words(text), { bare: plainly, first, often } = vocabulary;
    const respelt = found.map((word) => {
      const one = bare(spelling(word));
      if (one.length < 3 || plainly.some((other) => other === one)) return word;
      const has = letters(one);
      let at = -1, least = Math.max(2, Math.floor(one.length / 3)) + 1;
      plainly.forEach((other, id) => {
        if (count(has ^ vocabulary.letters[id]) > 2 * least) return;
        const made = other.length > 2 ? mistakes(one, other, least) : 99;
        if (made < least || (made === least && at >= 0 && often[id] > often[at])) (at = id), (least = made);
      });
      return at < 0 ? "" : first[at].toLowerCase();
    });
    const tries = [respelt.filter(Boolean)];
    if (found.length > 1) for (let i = found.length - 1; i >= 0; i--) tries.push(respelt.filter((word, at) => word && at !== i));
    for (const some of tries) {
      const other = some.join(" ");
      if (other && other !== found.join(" ") && rows(other, { ...options, limit: 0 }).found.total) return other;
    }
    return "";
  };

  OCOP.search = async (text = "", options = {}) => {
    await begin();
    const ask = (waiting) => {
      const { found, terms, any } = rows(text, options), absent = missing(terms).length > 0;
      const partial = waiting && absent, vain = !any && !partial && !found.code && terms.length > 0;
      return Object.assign(found, { partial, missing: !partial && absent, nearest: vain ? nearest(text, options) : "" });
    };
    const needed = missing(asked(text).terms);
    if (!needed.length) return ask(false);
    const all = Promise.all(needed.map((at) => file("tu/" + at))).then(() => ask(false));
    if (!options.onmore) return all;
    all.then(options.onmore);
    return ask(true);
  };
  {# Products by their codes, in the order of these; codes that nobody has are left out. #}
  OCOP.products = async (codes, { today } = {}) => {
    await begin();
    const known = new Map(data.codes.map((code, at) => [code, at])), standing = standingsOn(dayOf(today)), why = new Uint8Array(data.all);
    return codes.filter((code) => known.has(code)).map((code) => row(known.get(code), why, standing));
  };
  OCOP.places = (text) => {
    if (!data) return [];
    const terms = asked(text).terms, most = new Map();
    if (!terms.length) return [];
    const { rows } = answers(terms, false), { all, communes, places, place, before, province } = data;
    for (let at = 0; at < all; at++) {
      const row = place[at], name = communes[row];
      if (places.starts[row] === places.starts[row + 1]) continue;
      let sum = 0;
      for (let t = 0; t < terms.length && sum >= 0; t++) {
        const like = Math.max(rows[3][t]?.[row] ?? 0, (rows[4][t]?.[before[at]] ?? 0) * 0.9, (rows[5][t]?.[province[row]] ?? 0) * 0.8);
        sum = like ? sum + like : -1;
      }
      if (sum > (most.get(name) ?? 0)) most.set(name, sum);
    }
    return [...most].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  };
  Object.defineProperty(OCOP, "ready", { get: begin });
  OCOP.words = { words, spelling, bare, typed, order };
})();
