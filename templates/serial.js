// Tells whether the number after # was issued for this lot. It stays on this device: only one of many small lists of
// fingerprints is loaded, which a lot of other numbers share. All words are in the page.
(() => {
  const box = document.getElementById("so-tem"), about = box.dataset;
  const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", LENGTH = 18, ROUNDS = 128, SIZE = 14;
  const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  // SHA-256 (FIPS 180-4) by hand: browsers keep theirs from pages that are opened from a folder or without TLS.
  const K = [], START = [];
  const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
  for (let n = 2; K.length < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (START.length < 8) START.push(fraction(Math.sqrt(n)));
    K.push(fraction(Math.cbrt(n)));
  }
  const W = new Int32Array(64);
  const turned = (x, by) => (x >>> by) | (x << (32 - by));
  const block = (state, words) => {
    W.set(words);
    for (let i = 16; i < 64; i++) {
      const a = W[i - 15], b = W[i - 2];
      W[i] = W[i - 16] + (turned(a, 7) ^ turned(a, 18) ^ (a >>> 3)) + W[i - 7] + (turned(b, 17) ^ turned(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
  };
  // What is hashed here is short: one block that is there already, and at most one more.
  const words = (text, behind) => {
    const bytes = [...text].map((char) => char.charCodeAt(0)).concat(behind, 128), made = new Int32Array(16);
    bytes.forEach((byte, i) => (made[i >> 2] |= byte << (24 - 8 * (i & 3))));
    made[15] = 8 * (64 + bytes.length - 1);
    return made;
  };
  const digested = (eight) => Int32Array.from([...eight, 1 << 31, 0, 0, 0, 0, 0, 0, 8 * 96]);

  // PBKDF2 (RFC 8018) of HMAC with SHA-256, as generator/serials/fingerprint.py works it out.
  const fingerprint = (serial) => {
    const key = new Int32Array(16);
    [...serial].forEach((char, i) => (key[i >> 2] |= char.charCodeAt(0) << (24 - 8 * (i & 3))));
    const inner = block(START, key.map((word) => word ^ 0x36363636)), outer = block(START, key.map((word) => word ^ 0x5c5c5c5c));
    const hashed = (message) => block(outer, digested(block(inner, message)));
    let one = hashed(words(`ocop:${about.product}/${about.lot}`, [0, 0, 0, 1]));
    const made = one.slice();
    for (let round = 1; round < ROUNDS; round++) {
      one = hashed(digested(one));
      one.forEach((word, i) => (made[i] ^= word));
    }
    const bits = made.map((word) => (word >>> 0).toString(2).padStart(32, "0")).join("");
    const number = (from, count) => parseInt(bits.slice(from, from + count), 2);
    let text = "";
    for (let i = 0; i < 3; i++) text += number(4 * i, 4).toString(16);
    for (let i = 0; i < SIZE - 3; i++) text += BASE64[number(12 + 6 * i, 6)];
    return text;
  };

  const read = (written) => {
    const text = written.trim().toUpperCase().replace(/[ \u2010\u2011\u2013-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    let rest = 0;
    for (const letter of text) {
      rest <<= 1;
      rest = (rest > 31 ? rest ^ 37 : rest) ^ LETTERS.indexOf(letter);
    }
    return text.length === LENGTH && [...text].every((letter) => LETTERS.includes(letter)) && rest === 0 ? text : null;
  };

  const lists = {};
  window.ocopSerials = (list) => {
    if (list.product === about.product && list.lot === about.lot) lists[list.bucket] = list;
  };
  const trusted = window.trustedTypes ? trustedTypes.createPolicy("ocop", {createScriptURL: (url) => url}) : {createScriptURL: (url) => url};
  const load = (bucket, then) => {
    if (lists[bucket]) return then(lists[bucket]);
    const script = document.createElement("script");
    script.src = trusted.createScriptURL(about.lists.replace("#", bucket || "tat-ca"));
    script.onload = script.onerror = () => (script.remove(), then(lists[bucket]));
    document.head.append(script);
  };

  const LANG = document.documentElement.lang;
  const day = (written) => (LANG === "vi" || !written ? written.split("-").reverse().join("/") : new Date(written).toLocaleDateString(LANG === "en" ? "en-GB" : LANG, { dateStyle: "long", timeZone: "UTC" }));
  const say = (state, serial, [, issued = "", voided] = []) => {
    box.dataset.state = state;
    for (const words of box.querySelectorAll("[data-say]")) words.hidden = !words.dataset.say.split(" ").includes(state);
    const values = {serial: serial ? serial.match(/.{6}/g).join("-") : "", issued: day(issued), voided: day(voided || "")};
    for (const place of box.querySelectorAll("[data-fill]")) place.textContent = values[place.dataset.fill];
    if (state !== "idle") box.hidden = false;
  };

  let asked = 0;
  const check = () => {
    const turn = ++asked;
    let written = location.hash.slice(1);
    try {
      written = decodeURIComponent(written);
    } catch {} // it is malformed, and told so
    if (written && document.getElementById(written)) return; // a place on this page
    if (!written) return say("idle");
    const serial = read(written);
    if (!serial) return say("malformed");
    if (!about.depth) return say("unknown", serial);
    const wanted = fingerprint(serial), bucket = wanted.slice(0, about.depth);
    say("checking", serial);
    load(bucket, (list) => {
      if (turn !== asked) return;
      if (!list) return say("unchecked", serial);
      const rest = wanted.slice(bucket.length), step = SIZE - bucket.length;
      const run = list.runs.find(([, , , rests]) => {
        for (let at = 0; at < rests.length; at += step) if (rests.startsWith(rest, at)) return true;
      });
      say(!run ? "unknown" : run[2] ? "voided" : list.recalled ? "recalled" : "genuine", serial, run);
    });
  };

  const form = box.querySelector("form");
  form.hidden = false;
  form.onsubmit = () => {
    const hash = "#" + encodeURIComponent(form.elements[0].value.trim());
    if (location.hash === hash) check();
    else location.hash = hash;
    return false;
  };
  window.addEventListener("hashchange", check);
  check();
})();
