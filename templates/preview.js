// Only in the preview of `ocop serve`: shows the page anew when something was saved, or what is wrong with it.
(() => {
  const events = new EventSource("/_preview/events?after=PREVIEW_NUMBER");
  events.onmessage = (event) => {
    const news = JSON.parse(event.data);
    document.getElementById("preview-problems")?.remove();
    if (!news.problems.length) return location.reload();
    const box = document.createElement("section");
    box.id = "preview-problems";
    box.setAttribute("role", "alert");
    box.style.cssText =
      "position:fixed;inset:auto 0 0;z-index:9;max-height:60vh;overflow:auto;padding:1rem 1.25rem;" +
      "background:#fff4f0;color:#2b1a16;border-top:4px solid #a3241c;font:1rem/1.5 system-ui,sans-serif";
    const heading = document.createElement("strong");
    heading.textContent = news.heading;
    const lines = document.createElement("ul");
    lines.style.cssText = "margin:.5rem 0 0;padding-left:1.25rem";
    for (const problem of news.problems) {
      const line = document.createElement("li");
      line.textContent = problem;
      lines.append(line);
    }
    box.append(heading, lines);
    document.body.append(box);
  };
  addEventListener("pagehide", () => events.close());
})();
