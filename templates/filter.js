// Filters the list of all products as one types. All words are in the page; the products come when first needed.
(() => {
  const $ = (id) => document.getElementById(id);
  const box = $("filter"), say = box.dataset, MOST = 200;
  let rows, script;
  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/[^\p{L}\p{N}]+/gu, " ");
  const plain = (text) => text.normalize("NFC").toLowerCase();

  const load = () => {
    if (script) return;
    script = document.createElement("script");
    script.src = say.products;
    script.onload = () => {
      rows = OCOP_PRODUCTS.map((row) => [" " + fold([0, 1, 2, 3, 7].map((i) => row[i]).join(" ")), row]);
      show();
    };
    script.onerror = () => {
      script = script.remove();
      $("failed").hidden = false;
    };
    document.head.append(script);
  };

  const item = ([code, name, producer, place, stars, path, demo]) => {
    const made = $("match").content.cloneNode(true), at = (part) => made.querySelector(part);
    at("a").href = new URL(path, new URL(say.home, document.baseURI));
    at("a").textContent = name;
    at(".about").textContent = [say.stars.replace("#", stars), code, producer, place].filter(Boolean).join(" · ");
    if (!demo) at(".tag").remove();
    return made;
  };

  const show = () => {
    const typed = box.value.trim(), words = fold(typed).split(" ");
    if (typed && !rows) return load();
    const found = typed ? rows.filter(([text]) => words.every((word) => text.includes(" " + word))).map(([, row]) => row) : [];
    const rank = (row) => plain(row[0] + row[1]).includes(plain(typed));
    const count = found.sort((a, b) => rank(b) - rank(a)).length;
    $("paged").hidden = !!typed;
    $("none").hidden = !typed || count > 0;
    $("more").hidden = count <= MOST;
    $("failed").hidden = true;
    $("found").textContent = count && (count > 1 ? say.many : say.one).replace("#", count) || "";
    $("matches").replaceChildren(...found.slice(0, MOST).map(item));
  };

  const typed = () => {
    show();
    try {
      history.replaceState(null, "", location.pathname + (box.value.trim() && "?q=" + encodeURIComponent(box.value.trim())));
    } catch {} // from a folder, some browsers refuse
  };

  box.onfocus = load;
  box.oninput = typed;
  box.form.onsubmit = () => (typed(), false);
  box.value = new URLSearchParams(location.search).get("q") || box.value;
  show();
})();
