// Says how each certificate stands on the day the page is read, in Vietnam. All words are in the page.
(() => {
  if (location.protocol.startsWith("http") && location.pathname.endsWith("/index.html"))
    history.replaceState(null, "", location.pathname.slice(0, -10) + location.search + location.hash);

  const today = new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10);
  for (const box of document.querySelectorAll("[data-until]:not([data-revoked])")) {
    const { issued = "", updated = "", until, expires = until } = box.dataset;
    if (today < issued || today < updated) continue; // this device's clock is wrong
    const now = today > until ? "expired" : today > expires ? "extended" : "valid";
    box.dataset.now = now;
    for (const words of box.querySelectorAll("[data-say]")) words.hidden = !words.dataset.say.split(" ").includes(now);
  }
})();
