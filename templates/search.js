// Finds products as people type Vietnamese: docs/search.md tells how, and what the data hold. Needs no network beyond
// the site's own files, and no page: pages ask `OCOP.search`.
(() => {
  "use strict";
  const OCOP = (window.OCOP ??= {});
  const script = document.currentScript;

  // ---- Words. The same laws as in generator/vietnamese.py; tests/search/folding.txt holds them together.
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

  // What the keys of Telex and VNI would have written; nothing where they would have written no mark.
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

  // ---- The data
  const SIGN = 35, MORE = 60000, FLAGS = { demo: 1, revoked: 2, ceased: 4, trace: 8, shop: 16, photo: 32 };
  const numbers = (text) => {
    const read = [];
    let more = 0;
    for (let at = 0; at < text.length; at++) {
      let code = text.charCodeAt(at);
      if (code >= 0xe000) code -= 0x800;
      if (code >= 161) code -= 34;
      if (code > 92) code--;
      code -= SIGN;
      if (code === MORE) more += MORE;
      else read.push(code + more), (more = 0);
    }
    return read;
  };
  // A column of references: 0 is what stood last beside the same context, 1 is new, from 2 on a value's number.
  const references = (text, contexts) => {
    const last = [];
    let known = 0;
    return Uint32Array.from(numbers(text), (code, at) => (last[contexts ? contexts[at] : 0] = code > 1 ? code - 2 : code ? known++ : last[contexts ? contexts[at] : 0]));
  };
  const lines = (text) => text.split("\n");
  const counted = (text) => {
    let before = "";
    const next = (digits) => String(+digits + 1).padStart(digits.length, "0");
    return lines(text).map((line) => (before = line === "-" ? "" : line || before.replace(/[0-9]{1,15}(?=[^0-9]*$)/, next)));
  };

  const vocabulary = { ids: new Map(), spelt: [], bare: [], shown: [], often: [] };
  const idOf = (word) => {
    const { ids, spelt, often } = vocabulary;
    let id = ids.get(word);
    if (id === undefined) {
      const key = " " + spelling(word);
      id = ids.get(key);
      if (id === undefined) {
        ids.set(key, (id = spelt.length));
        spelt.push(key.slice(1));
        vocabulary.bare.push(bare(key.slice(1)));
        vocabulary.shown.push(word.toLowerCase());
        often.push(0);
      }
      ids.set(word, id);
    }
    often[id]++;
    return id;
  };
  // A table of texts as numbers of words.
  const table = (texts, field, rows) => {
    const ids = [], rowOf = [], starts = new Uint32Array(texts.length + 1);
    texts.forEach((text, row) => {
      for (const word of words(text)) ids.push(idOf(word)), rowOf.push(row);
      starts[row + 1] = ids.length;
    });
    return { texts, field, rows, starts, ids: Uint32Array.from(ids), rowOf: Uint32Array.from(rowOf) };
  };

  let data, arrived;
  const ready = new Promise((resolve) => (arrived = resolve));
  const shelves = new Map(), pictures = new Map();
  const open = (core, src) => {
    const codes = core.codes ? counted(core.codes) : [], all = codes.length;
    const maker = references(core.maker), place = references(core.place, maker), before = references(core.before, place);
    const term = references(core.term, maker), paper = references(core.paper, term);
    const set = Uint8Array.from(numbers(core.set)), standard = references(core.standard, set);
    const split = (text) => (all ? lines(text).map((line) => line.split("\t")) : []);
    const makers = split(core.makers), places = split(core.places), sets = split(core.sets), groups = new Map(split(core.groups));
    const standards = split(core.standards);
    const terms = split(core.terms).map(([line]) => line.split(" ").map(Number));
    const names = all ? lines(core.names) : [], befores = all ? lines(core.befores) : [];
    const tables = [
      table(names, "name"),
      table(all ? lines(core.twins) : [], "name"),
      table(makers.map(([name]) => name), "producer", maker),
      table(places.map(([, name, province]) => name + " " + province), "place", place),
      table(befores, "place", before),
      table(standards.map((some) => some.join(" ")), "standard", standard),
      table(sets.map(([, group, name]) => name + " " + groups.get(group)), "set", set),
    ];
    data = {
      all, codes, names, maker, makers, place, places, before, befores, term, terms, paper, set, sets, groups, standard, standards, tables,
      papers: all ? counted(core.papers) : [],
      numbers: split(core.numbers),
      stars: Uint8Array.from(core.stars, Number),
      flags: Uint8Array.from(numbers(core.flags)),
      standardKeys: standards.map((some) => some.filter(Boolean).map((name) => plain(name).join("-"))),
      beginnings: core.files ? core.files.split(" ") : [],
      mark: core.mark,
      newest: core.newest,
      base: new URL(".", src).href,
      home: new URL("..", src).href,
    };
    arrived({ labels: labels(), count: all });
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

  // Files of the site's own are loaded as scripts: that also works from a folder.
  const policy = window.trustedTypes?.createPolicy("ocop", {
    createScriptURL: (url) => {
      if (url.startsWith(data ? data.base : new URL(".", new URL(script.dataset.core, document.baseURI)).href)) return url;
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

  // Vietnamese order: letters first, then tones.
  const ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
  const order = (text) => {
    let letters = "", tones = "";
    for (const char of text.toLowerCase().normalize("NFD").normalize("NFC")) {
      const spelt = char < "\x80" ? char : spelling(char), at = ALPHABET.indexOf(spelt[0]);
      letters += String.fromCharCode(at < 0 ? (spelt.charCodeAt(0) < 97 ? spelt.charCodeAt(0) : 1000 + spelt.charCodeAt(0)) : 100 + at);
      tones += spelt.length > 1 ? 1 + "`?~'.".indexOf(spelt[1]) : 0;
    }
    return letters + "\0" + tones;
  };
  const inOrder = (pairs) => {
    const keys = new Map(pairs.map((pair) => [pair, order(pair[1].replace(/^(?:Xã|Phường|Đặc khu) /, ""))]));
    return pairs.sort((a, b) => (keys.get(a) < keys.get(b) ? -1 : 1));
  };
  const labels = () => {
    const { places, sets, groups, standards, standardKeys } = data;
    const several = new Set(places.map(([, , province]) => province)).size > 1;
    const unique = (pairs) => [...new Map(pairs.filter(([key, label]) => key && label).reverse())];
    return {
      group: [...groups],
      set: sets.map(([id, , name]) => [id, name]),
      commune: inOrder(unique(places.map(([key, name, province]) => [key, name && several && province ? name + ", " + province : name]))),
      standard: inOrder(unique(standards.flatMap((some, at) => some.filter(Boolean).map((name, i) => [standardKeys[at][i], name])))),
    };
  };

  // ---- What is asked
  const OPTIONAL = new Set(["cua?", "va`", "ơ?", "tai.", "cac'", "nhưng~", "vơi'", "la`", "san?", "phâm?", "san", "pham", "ocop"]);
  const LOOSELY = new Set(["cua", "va", "o", "tai", "cac", "nhung", "voi", "la", "cho", "loai"]);
  const COUNTS = { ba: 3, bon: 4, nam: 5 };
  const asked = (text) => {
    let stars = 0;
    const rest = text.normalize("NFC").replace(/(^|\s)([1-5]|ba|b[oố]n|n[aă]m)\s*(?:sao(?=\s|$)|\*+|★+|⭐+)/giu, (_, blank, count) => {
      stars = +count || COUNTS[bare(spelling(count))];
      return blank;
    });
    const found = words(rest);
    const terms = found.map((word, at) => {
      const spelt = spelling(word), raw = bare(spelt), readings = [{ spelt, bare: raw, marked: spelt !== raw, worth: 0 }];
      if (/^[a-z]+[a-z0-9]*$/.test(spelt))
        for (const method of ["telex", "vni"]) {
          const other = typed(spelt, method);
          if (other && other !== spelt) readings.push({ spelt: other, bare: bare(other), marked: true, worth: -2 });
        }
      return { readings, bare: raw, open: at === found.length - 1, optional: found.length > 1 && OPTIONAL.has(spelt) };
    });
    if (terms.length && terms.every((term) => term.optional)) for (const term of terms) term.optional = false;
    return { stars, terms };
  };

  // How well a word that was typed means a word that is there: 100 its very spelling, 0 not at all.
  const likeness = (reading, spelt, plainly, open) => {
    if (plainly === reading.bare) {
      if (spelt === reading.spelt) return 100 + reading.worth;
      if (!reading.marked) return 92;
      const [ours, theirs] = [toneless(reading.spelt), toneless(spelt)];
      const partly = ours === theirs ? reading.spelt === ours || spelt === theirs : (ours === reading.bare || theirs === plainly) && reading.spelt.slice(ours.length) === spelt.slice(theirs.length);
      return (partly || spelt === plainly ? 82 : 66) + reading.worth;
    }
    if (!open || !plainly.startsWith(reading.bare)) return 0;
    const further = Math.min(plainly.length - reading.bare.length, 10);
    return (toneless(spelt).startsWith(toneless(reading.spelt)) || !reading.marked ? 60 : 40) - further + reading.worth;
  };
  const best = (term, spelt, plainly) => {
    let most = 0;
    for (const reading of term.readings) {
      const like = likeness(reading, spelt, plainly, term.open);
      if (like > most) most = like;
    }
    return most;
  };
  // Letters to change, add, leave out or swap, up to `most`.
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
  const mistyped = (term, plainly) => {
    let most = 0;
    for (const reading of term.readings) {
      const may = allowed(reading.bare.length);
      if (!may || Math.abs(plainly.length - reading.bare.length) > may || plainly.length < 3) continue;
      const made = mistakes(reading.bare, plainly, may);
      if (made <= may) most = Math.max(most, 48 - 8 * made - (reading.bare[0] === plainly[0] ? 0 : 6));
    }
    return most;
  };

  // For each word of the vocabulary, how well a term means it.
  const meant = (terms, loosely) => {
    const { spelt, bare: plainly } = vocabulary;
    const scores = terms.map((term) => Uint8Array.from(spelt, (one, id) => best(term, one, plainly[id]) || (loosely ? mistyped(term, plainly[id]) : 0)));
    // A word that is written apart in the question and in one here.
    for (let at = 0; at + 1 < terms.length; at++)
      for (let end = at + 2; end <= Math.min(at + 3, terms.length); end++) {
        const together = terms.slice(at, end).map((term) => term.bare).join("");
        plainly.forEach((one, id) => {
          if (one === together) for (let i = at; i < end; i++) scores[i][id] = Math.max(scores[i][id], 84);
        });
      }
    return scores;
  };
  // A word that is written in one in the question and apart here.
  const joinedRows = (term, { texts, starts, ids }, row) => {
    let text = "", ends = [0];
    for (let at = starts[row]; at < starts[row + 1]; at++) ends.push((text += vocabulary.bare[ids[at]]).length);
    for (let at = text.indexOf(term.bare); at >= 0; at = text.indexOf(term.bare, at + 1))
      if (ends.includes(at)) {
        if (ends.includes(at + term.bare.length)) return 86;
        if (term.open) return 52;
      }
    return 0;
  };

  const WEIGHT = { name: 100, producer: 80, place: 65, story: 36, standard: 30, set: 24 };
  const FIELDS = Object.keys(WEIGHT);

  // How well each row of each table answers each term.
  const answers = ({ terms }, loosely) => {
    const scores = meant(terms, loosely);
    return data.tables.map((one) => {
      const { ids, rowOf, starts } = one, rows = starts.length - 1;
      const like = terms.map((term, t) => {
        const row = new Uint8Array(rows), score = scores[t];
        for (let at = 0; at < ids.length; at++) if (score[ids[at]] > row[rowOf[at]]) row[rowOf[at]] = score[ids[at]];
        const apart = term.bare.length > 3 && (!SYLLABLE.test(term.bare) || !score.some((value) => value > 60));
        if (apart && one.field !== "set")
          for (let at = 0; at < rows; at++) if (row[at] < 86) row[at] = Math.max(row[at], joinedRows(term, one, at));
        return row;
      });
      return { ...one, like, scores };
    });
  };

  // The files of words that a question needs, and what of them is there.
  const fileOf = (plainly) => {
    let low = 0, high = data.beginnings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      data.beginnings[middle] <= plainly ? (low = middle + 1) : (high = middle);
    }
    return low;
  };
  const filesOf = ({ terms }) => {
    const needed = new Set();
    for (const term of terms)
      for (const reading of term.readings) {
        const first = fileOf(reading.bare);
        needed.add(first);
        if (term.open && reading.bare.length > 2) for (let at = first; at <= Math.min(first + 2, fileOf(reading.bare + "\uffff")); at++) needed.add(at);
      }
    return [...needed].filter((at) => !shelves.has(at));
  };
  const told = ({ terms }, loosely) =>
    terms.map((term) => {
      const like = new Uint8Array(data.all);
      for (const at of new Set(term.readings.flatMap((one) => [fileOf(one.bare), fileOf(one.bare) + 1, fileOf(one.bare) + 2])))
        for (const { spelt, bare: plainly, found } of shelves.get(at) ?? []) {
          if (plainly[0] !== term.bare[0] && !term.readings.some((one) => one.bare[0] === plainly[0])) continue;
          const short = { ...term, open: term.open && term.bare.length > 2 };
          const score = best(short, spelt, plainly) || (loosely && term.bare.length > 4 ? mistyped(term, plainly) : 0);
          if (!score) continue;
          if (found === undefined) {
            for (let i = 0; i < like.length; i++) if (!like[i]) like[i] = 1;
            continue;
          }
          let number = 0;
          for (const further of numbers(found)) {
            number += further;
            if (like[number] < score) like[number] = score;
          }
        }
      return like;
    });

  // A score for each product that answers all terms; -1 for the others.
  const ranked = (question, loosely) => {
    const { terms } = question, { all } = data;
    const score = new Float32Array(all), why = new Uint8Array(all);
    if (!terms.length) return { score, why };
    const tables = answers(question, loosely), story = told(question, loosely);
    const free = terms.map((term) => term.optional || (loosely && terms.length > 1 && LOOSELY.has(term.bare)));
    for (let at = 0; at < all; at++) {
      let sum = 0, weakest = 0;
      for (let t = 0; t < terms.length; t++) {
        let most = (story[t][at] * WEIGHT.story) / 100, field = 3;
        for (const one of tables) {
          const like = (one.like[t][one.rows ? one.rows[at] : at] * WEIGHT[one.field]) / 100;
          if (like > most) (most = like), (field = FIELDS.indexOf(one.field));
        }
        if (!most && !free[t]) {
          sum = -1;
          break;
        }
        sum += most;
        if (most && field > weakest) weakest = field;
      }
      why[at] = weakest;
      score[at] = sum <= 0 ? -1 : sum / terms.length + nearness(terms, tables, at);
    }
    return { score, why };
  };
  // Words that stand together as they were asked, a name that is all answered, a name that begins so.
  const nearness = (terms, [names, twins, makers, places], at) => {
    const start = names.starts[at], end = names.starts[at + 1];
    let answered = 0, pairs = 0, opening = 0;
    for (let p = start; p < end; p++) {
      let hit = 0;
      for (let t = 0; t < terms.length; t++) {
        const like = names.scores[t][names.ids[p]];
        if (like > hit) hit = like;
        if (like && t + 1 < terms.length && p + 1 < end && names.scores[t + 1][names.ids[p + 1]]) pairs++;
      }
      if (hit > 60) answered++;
      if (p === start && names.scores[0][names.ids[p]]) opening = names.scores[0][names.ids[p]] / 25;
    }
    let near = (10 * answered) / Math.max(end - start, 1) + opening;
    if (terms.length > 1) {
      near += (14 * Math.min(pairs, terms.length - 1)) / (terms.length - 1);
      for (const one of [makers, places]) {
        let beside = 0;
        const row = one.rows[at];
        for (let p = one.starts[row]; p + 1 < one.starts[row + 1]; p++)
          for (let t = 0; t + 1 < terms.length; t++) if (one.scores[t][one.ids[p]] && one.scores[t + 1][one.ids[p + 1]]) beside++;
        near += (5 * Math.min(beside, terms.length - 1)) / (terms.length - 1);
      }
    }
    return near;
  };

  // ---- Codes
  const key = (text) => text.normalize("NFD").replace(/[đĐ]/g, "d").replace(/\p{M}/gu, "").replace(/[^0-9a-z]/gi, "").toUpperCase();
  let register;
  const registered = () => {
    if (register) return register;
    register = new Map();
    const note = (text, at) => {
      const name = key(text);
      if (name) register.has(name) ? register.get(name).push(at) : register.set(name, [at]);
    };
    for (let at = 0; at < data.all; at++) {
      note(data.codes[at], at);
      const [gtin, ocop] = data.numbers[at];
      if (gtin) note(gtin, at);
      if (ocop) note(ocop, at);
      if (data.papers[data.paper[at]]) for (const paper of data.papers[data.paper[at]].split("\t")) note(paper, at);
    }
    return register;
  };
  const coded = (text) => {
    const scanned = text.match(/\/p\/([0-9a-z-]+)/i)?.[1] ?? text.match(/(?:\/01\/|^\(01\)|^\]C101)([0-9]{8,14})/i)?.[1] ?? text;
    const name = key(scanned);
    if (!/[0-9]/.test(name) || name.length < 3) return { name: "", found: [] };
    const digits = /^[0-9]{7,14}$/.test(name) ? name.replace(/^0+/, "") : "";
    let found = registered().get(name) ?? (digits && registered().get(digits)) ?? [];
    found ||= [];
    if (!found.length)
      for (const word of scanned.split(/\s+/)) if (/[0-9].*[0-9]/.test(word) && key(word).length > 4) found = found.length ? found : registered().get(key(word)) ?? [];
    const begun = [];
    if (!found.length && name.length > 2 && !/\s[^\s]*\s/.test(scanned.trim()))
      for (const [one, some] of registered()) if (one.startsWith(digits.length > 6 ? digits : name)) begun.push(...some);
    const looks = /^\S+$/.test(scanned) && (/^[0-9]{6,}$/.test(name) || /^[A-Z]{1,6}[0-9A-Z]*[0-9]{3,}[0-9A-Z]*$/.test(name)) || scanned !== text || /^[0-9 .-]{8,}$/.test(scanned);
    return { name: looks ? scanned.trim().toUpperCase() : "", found, begun };
  };

  // ---- Facets and standing
  const DAY = 864e5;
  const dayOf = (today) => {
    if (today) return Math.round(Date.parse(today) / DAY);
    // A clock that is older than the catalogue is wrong.
    return Math.max(Math.floor((Date.now() + 7 * 36e5) / DAY), data.newest);
  };
  const statusOf = (at, day) => {
    if (data.flags[at] & FLAGS.revoked) return "revoked";
    const [from, length] = data.terms[data.term[at]];
    return length === undefined ? "unknown" : from + length < day ? "expired" : "valid";
  };
  const STANDING = { valid: 3, unknown: 2, expired: 1, revoked: 0 };

  // Each facet as bits of a mask: what a product lacks. A set narrows its group down, and adds to other groups.
  const facetsOf = (facets, day) => {
    const chosen = (name) => new Set([facets[name] ?? []].flat().map(String));
    const groups = chosen("group"), sets = chosen("set"), law = data.sets;
    const narrowed = new Set(law.filter(([id]) => sets.has(id)).map(([, group]) => group));
    const passes = (has, values) => (at) => !values.size || has(at, values);
    const inLaw = (at) => {
      const [id, group] = law[data.set[at]];
      return (!groups.size && !sets.size) || sets.has(id) || (groups.has(group) && !narrowed.has(group));
    };
    return [
      { of: { group: (at) => [law[data.set[at]][1]], set: (at) => [law[data.set[at]][0]] }, passes: inLaw },
      ...[
        ["stars", (at) => [String(data.stars[at])]],
        ["status", (at) => [statusOf(at, day)]],
        ["commune", (at) => (data.places[data.place[at]][1] ? [data.places[data.place[at]][0]] : [])],
        ["kind", (at) => (data.makers[data.maker[at]][1] ? [data.makers[data.maker[at]][1]] : [])],
        ["standard", (at) => data.standardKeys[data.standard[at]]],
      ].map(([name, of]) => ({ of: { [name]: of }, passes: passes((at, values) => of(at).some((value) => values.has(value)), chosen(name)) })),
      ...["trace", "shop"].map((name) => {
        const of = (at) => (data.flags[at] & FLAGS[name] ? ["true"] : []);
        return { of: { [name]: of }, passes: (at) => !facets[name] || of(at).length > 0 };
      }),
    ];
  };

  // ---- Finding
  let nameOrder;
  const byName = () => {
    if (!nameOrder) {
      const keys = data.names.map(order), sorted = Array.from(keys.keys()).sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
      nameOrder = new Uint32Array(data.all);
      sorted.forEach((at, rank) => (nameOrder[at] = rank));
    }
    return nameOrder;
  };
  const scored = (text) => {
    const code = coded(text);
    if (code.found.length) {
      const score = new Float32Array(data.all).fill(-1);
      for (const at of code.found) score[at] = 1e6;
      return { code, score, why: new Uint8Array(data.all), question: { stars: 0, terms: [] } };
    }
    const question = asked(text);
    let { score, why } = ranked(question, false);
    const firmly = () => score.some((value, at) => value >= 0 && why[at] < 3);
    if (question.terms.length && !firmly()) ({ score, why } = ranked(question, true));
    if (question.stars) score.forEach((value, at) => value >= 0 && data.stars[at] === question.stars && (score[at] += 1000));
    for (const at of code.begun ?? []) if (question.terms.length && score[at] < 500) score[at] = 500;
    return { code, score, why, question };
  };
  const rows = (text, { facets = {}, sort = "relevance", limit = 24, offset = 0, today } = {}) => {
    const { code, score, why, question } = scored(text), day = dayOf(today);
    const checks = facetsOf(facets, day), counts = {}, tallies = [];
    for (const { of } of checks) for (const name in of) counts[name] = {};
    const hits = [];
    for (let at = 0; at < data.all; at++) {
      if (score[at] < 0) continue;
      let lacks = 0, which = -1;
      for (let i = 0; i < checks.length && lacks < 2; i++) if (!checks[i].passes(at)) lacks++, (which = i);
      if (lacks > 1) continue;
      if (!lacks) hits.push(at);
      for (let i = 0; i < checks.length; i++)
        if (!lacks || which === i) for (const name in checks[i].of) for (const value of checks[i].of[name](at)) counts[name][value] = (counts[name][value] ?? 0) + 1;
    }
    const standing = (at) => STANDING[statusOf(at, day)] * 16 + (data.flags[at] & FLAGS.demo ? 0 : 8) + data.stars[at];
    const rank = {
      relevance: (at) => -(Math.round(score[at] * 16) * 64 + standing(at)),
      name: (at) => byName()[at],
      stars: (at) => -(data.stars[at] * 64 + standing(at)),
      newest: (at) => -data.terms[data.term[at]][0],
    }[sort];
    // One number for each: rank, then the code's place.
    const sorted = Float64Array.from(hits, (at) => rank(at) * 2 ** 20 + at).sort();
    const found = Array.from(sorted.subarray(offset, offset + limit), (value) => row(((value % 2 ** 20) + 2 ** 20) % 2 ** 20, why, day, score));
    return Object.assign(found, { total: hits.length, counts, code: hits.length ? "" : code.name, question, any: score.some((value) => value >= 0) });
  };
  const row = (at, why, day, score) => {
    const [, commune, province] = data.places[data.place[at]], before = data.befores[data.before[at]].split(", ")[0];
    const code = data.codes[at], [from, length] = data.terms[data.term[at]];
    return {
      code,
      name: data.names[at],
      producer: data.makers[data.maker[at]][0],
      place: commune || before || province,
      stars: data.stars[at],
      status: statusOf(at, day),
      until: length === undefined ? null : new Date((from + length) * DAY).toISOString().slice(0, 10),
      address: data.home + "P/" + code + "/" + (location.protocol === "file:" ? "index.html" : ""),
      picture: pictureOf(at),
      demo: !!(data.flags[at] & FLAGS.demo),
      why: FIELDS[why[at]],
      score: score[at],
    };
  };

  // The photos of a set lie in a file of their own; a product without one has its cloth.
  const pictureOf = (at) => {
    if (!(data.flags[at] & FLAGS.photo)) return data.home + "P/" + data.codes[at] + "/hoa-van.svg";
    const names = pictures.get(data.sets[data.set[at]][0]);
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

  // The nearest question that finds something: words respelt, else one left out.
  const nearest = (text, options) => {
    const found = words(text), { bare: plainly, shown, often } = vocabulary;
    const respelt = found.map((word) => {
      const one = bare(spelling(word));
      if (one.length < 3 || plainly.some((other) => other === one)) return word;
      let at = -1, least = Math.max(2, Math.floor(one.length / 3)) + 1;
      plainly.forEach((other, id) => {
        const made = other.length > 2 ? mistakes(one, other, least) : 99;
        if (made < least || (made === least && at >= 0 && often[id] > often[at])) (at = id), (least = made);
      });
      return at < 0 ? "" : shown[at];
    });
    const tries = [respelt.filter(Boolean)];
    if (found.length > 1) for (let i = found.length - 1; i >= 0; i--) tries.push(respelt.filter((word, at) => word && at !== i));
    for (const some of tries) {
      const other = some.join(" ");
      if (other && other !== found.join(" ") && rows(other, { ...options, limit: 0 }).total) return other;
    }
    return "";
  };

  OCOP.search = async (text = "", options = {}) => {
    await begin();
    const ask = () => {
      const found = rows(text, options);
      found.partial = found.question.terms.length > 0 && filesOf(found.question).length > 0;
      found.nearest = found.any || found.partial || !found.question.terms.length ? "" : nearest(text, options);
      delete found.question;
      delete found.any;
      return found;
    };
    const question = asked(text), needed = question.terms.length ? filesOf(question) : [];
    const further = needed.length && Promise.all(needed.map((at) => file("tu/" + at)));
    if (further && !options.onmore) await further;
    const first = ask();
    if (first.partial && options.onmore) further.then(() => options.onmore(Object.assign(ask(), { partial: false })));
    return first;
  };
  OCOP.places = (text) => {
    if (!data) return [];
    const terms = asked(text).terms, most = new Map();
    if (!terms.length) return [];
    const [, , , places, befores] = answers({ terms }, false);
    for (let at = 0; at < data.all; at++) {
      const [name, commune] = data.places[data.place[at]];
      if (!commune) continue;
      let sum = 0;
      for (let t = 0; t < terms.length && sum >= 0; t++) {
        const like = Math.max(places.like[t][data.place[at]], befores.like[t][data.before[at]] * 0.9);
        sum = like ? sum + like : -1;
      }
      if (sum > (most.get(name) ?? 0)) most.set(name, sum);
    }
    return [...most].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  };
  Object.defineProperty(OCOP, "ready", { get: begin });
  OCOP.words = { words, spelling, bare, typed, order };
})();
