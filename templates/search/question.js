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
