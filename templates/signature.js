// Checks on this device, when asked, that what stands here is what the office signed. All words are in the page.
(() => {
  const box = document.getElementById("chu-ky"), about = box.dataset, button = box.querySelector("button");
  const FORM = /^OCOP release (\d+)\nsite \S+\ndate (\d{4})-(\d\d)-(\d\d)\nkey (\S+)\nlog (\d+) ([0-9a-f]{64})\nprevious (-|[0-9a-f]{64})\n$/;
  const LANG = document.documentElement.lang;
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

  // Every release in turn: its signature, the one before it, and the log so far (generator/signed/releases.py).
  const history = async (releases, log) => {
    let before = "-", key, last;
    for (const block of releases.replace(/\n$/, "").split("\n\n")) {
      const text = block + "\n", end = text.lastIndexOf("signature ");
      const found = FORM.exec(text.slice(0, end));
      if (!found) return null;
      const [, number, year, month, day, by, length, sum, previous] = found;
      key ??= { text: by, made: await crypto.subtle.importKey("raw", bytes(by), { name: "Ed25519" }, false, ["verify"]) };
      const signature = bytes(text.slice(end + 10).trim());
      const holds = await crypto.subtle.verify({ name: "Ed25519" }, key.made, signature, encoded.encode(text.slice(0, end)));
      if (!holds || by !== key.text || previous !== before || sum !== (await digest(log.slice(0, length)))) return null;
      before = await digest(encoded.encode(text));
      last = { number, day: LANG === "vi" ? `${day}/${month}/${year}` : new Date(`${year}-${month}-${day}`).toLocaleDateString(LANG === "en" ? "en-GB" : LANG, { dateStyle: "long", timeZone: "UTC" }), key: by, log: decoded.decode(log.slice(0, length)) };
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
    const last = await history(decoded.decode(await load(about.releases)), await load(about.log));
    if (!last) return "broken";
    for (const place of box.querySelectorAll("[data-fill]")) place.textContent = last[place.dataset.fill];
    if (!about.record) return "good";
    const line = last.log.split("\n").filter((one) => one.endsWith(" " + about.name)).pop();
    if (!line || line.startsWith("- ")) return "unsigned";
    return line.startsWith(await digest(await load(about.record))) ? "good" : "other";
  };

  button.hidden = false;
  button.addEventListener("click", async () => {
    say("checking");
    say(await check().catch(() => "failed"));
  });
})();
