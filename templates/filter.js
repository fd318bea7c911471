// Filters the list of all products as one types. The words it shows are in the page; the products come when first needed.
(() => {
  const $ = (id) => document.getElementById(id);
  const box = $("filter"), say = box.dataset, hits = $("matches"), model = $("match");
  const MOST = 200;
  let rows, asked;
  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  const plain = (text) => text.normalize("NFC").toLowerCase();

  const load = () => {
    if (asked) return;
    asked = document.createElement("script");
    asked.src = say.products;
    asked.onload = () => {
      rows = window.OCOP_PRODUCTS.map((row) => [fold([0, 1, 2, 3, 7].map((i) => row[i]).join(" ")), row]);
      show();
    };
    asked.onerror = () => {
      asked = asked.remove();
      $("failed").hidden = false;
    };
    document.head.append(asked);
  };

  const item = ([code, name, producer, place, stars, path, demo]) => {
    const made = model.content.cloneNode(true), put = (part, text) => (made.querySelector(part).textContent = text);
    made.querySelector("a").href = new URL(path, new URL(say.home, document.baseURI));
    put("a", name);
    put(".who", [producer, place].filter(Boolean).join(" · "));
    put(".code", code);
    put(".how", say.stars.replace("#", stars));
    if (!demo) made.querySelector(".tag").remove();
    return made;
  };

  const show = () => {
    const typed = box.value.trim(), words = fold(typed).split(/\s+/), exact = plain(typed);
    $("paged").hidden = !!(typed && rows);
    $("found").textContent = "";
    $("none").hidden = $("more").hidden = $("failed").hidden = true;
    hits.replaceChildren();
    if (!typed) return;
    if (!rows) return load();
    const found = rows.filter(([text]) => words.every((word) => text.includes(word))).map(([, row]) => row);
    const rank = (row) => +plain(row[1] + row[0]).includes(exact);
    found.sort((a, b) => rank(b) - rank(a));
    const count = found.length;
    $("none").hidden = count > 0;
    $("more").hidden = count <= MOST;
    if (count) $("found").textContent = (count > 1 ? say.many : say.one).replace("#", count);
    hits.append(...found.slice(0, MOST).map(item));
  };

  const typed = () => {
    show();
    const q = box.value.trim();
    try {
      history.replaceState(null, "", location.pathname + (q && "?q=" + encodeURIComponent(q)));
    } catch {} // from a folder some browsers refuse
  };

  box.addEventListener("focus", load);
  box.addEventListener("input", typed);
  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    typed();
  });
  box.value = new URLSearchParams(location.search).get("q") || box.value;
  show();
})();
