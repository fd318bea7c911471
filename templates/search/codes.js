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
