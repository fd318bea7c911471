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
