  {# ---- What answers it, and how well #}
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
