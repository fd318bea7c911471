// Checks on this device, when asked, that what stands here is what the office signed. All words are in the page.
(() => {
  const box = document.getElementById("chu-ky"), about = box.dataset, button = box.querySelector("button");
  const FORM = /^OCOP release (\d+)\nsite \S+\ndate (\d{4})-(\d\d)-(\d\d)\nkey (\S+)\nlog (\d+) ([0-9a-f]{64})\nprevious (-|[0-9a-f]{64})\n(?:next (\S+)\n|lost (\S+)\n)?$/;
  const LANG = document.documentElement.lang;
  const told = (year, month, day) => LANG === "vi" ? `${day}/${month}/${year}` : new Date(`${year}-${month}-${day}`).toLocaleDateString(LANG === "en" ? "en-GB" : LANG, { dateStyle: "long", timeZone: "UTC" });
  const encoded = new TextEncoder(), decoded = new TextDecoder();
  const say = (what) => {
    for (const words of box.querySelectorAll("[data-say]")) words.hidden = words.dataset.say !== what;
  };
  const bytes = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const digest = async (content) =>
    Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", content)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const load = async (address) => {
    const answer = await fetch(address, { cache: "no-cache" });
    if (!answer.ok) throw new Error(address);
    return new Uint8Array(await answer.arrayBuffer());
  };

  // Every release in turn: its key, its signature, the one before it, the log so far (generator/signed/chain.py).
  const history = async (releases, log) => {
    const givenUp = new Set();
    let before = "-", day = "", length = 0, count = 0, signer, last, lost = 0;
    for (const block of releases.replace(/\n$/, "").split("\n\n")) {
      const text = block + "\n", end = text.lastIndexOf("signature ");
      const found = FORM.exec(text.slice(0, end));
      if (!found) return null;
      const [, number, year, month, date, by, size, sum, previous, next, gone] = found, dated = year + month + date;
      count++;
      if (gone && signer === gone) {
        givenUp.add(signer);
        lost = count;
      } else if (gone || by !== (signer ?? by)) return null;
      if (next) givenUp.add(by);
      signer = next || by;
      if (givenUp.has(signer)) return null;
      const key = await crypto.subtle.importKey("raw", bytes(by), { name: "Ed25519" }, false, ["verify"]);
      const signature = bytes(text.slice(end + 10).trim());
      const holds = await crypto.subtle.verify({ name: "Ed25519" }, key, signature, encoded.encode(text.slice(0, end)));
      if (!holds || +number !== count || previous !== before || dated < day || +size < length || +size > log.length) return null;
      if (sum !== (await digest(log.slice(0, size)))) return null;
      [before, day, length] = [await digest(encoded.encode(text)), dated, +size];
      last = { number, lost, day: told(year, month, date), key: by, log: decoded.decode(log.slice(0, size)) };
    }
    return last;
  };

  const check = async () => {
    if (!globalThis.crypto?.subtle || !location.protocol.startsWith("http")) return "unable";
    try {
      await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
    } catch {
      return "unable";
    }
    const [releases, log] = [await load(about.releases), await load(about.log)];
    const last = await history(decoded.decode(releases), log).catch(() => null); // what cannot be read is not signed
    if (!last) return "broken";
    for (const place of box.querySelectorAll("[data-fill]")) place.textContent = last[place.dataset.fill];
    const good = last.lost ? "lost" : "good";
    if (!about.record) return good;
    const line = last.log.split("\n").filter((one) => one.endsWith(" " + about.name)).pop();
    if (!line || line.startsWith("- ")) return "unsigned";
    return line.startsWith(await digest(await load(about.record))) ? good : "other";
  };

  button.hidden = false;
  button.addEventListener("click", async () => {
    say("checking");
    say(await check().catch(() => "failed"));
  });
})();
