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
