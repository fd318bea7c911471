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
