// The search page: the form holds what is asked, the address holds the form, `OCOP.search` finds.
(() => {
  const FACETS = { nhom: "group", bo: "set", sao: "stars", "hieu-luc": "status", xa: "commune", "chu-the": "kind", "tieu-chuan": "standard" };
  const FLAGS = { "truy-xuat": "trace", "cua-hang": "shop" };
  const ORDERS = { "": "relevance", ten: "name", sao: "stars", moi: "newest" };
  const STEP = 24, MOST_COMMUNES = 8;

  const $ = (id) => document.getElementById(id);
  const form = $("search"), box = form.q, order = $("order"), place = $("place"), say = $("words").dataset;
  const language = document.documentElement.lang;
  const number = (count) => count.toLocaleString(language);
  const boxes = () => [...document.querySelectorAll(".choice input")];
  const label = (input) => input.parentNode.querySelector("span").textContent.trim();
  const inner = (id, part) => $(id).querySelector(part);
  const made = (id) => $(id).content.firstElementChild.cloneNode(true);

  const plain = document.title;
  let labels = {}, counts = {}, shown = STEP, settled = true, turn = 0, saying;

  const text = () => box.value.trim();
  const asked = () => {
    const facets = {};
    for (const { name, value, checked } of boxes())
      if (checked) FLAGS[name] ? (facets[FLAGS[name]] = true) : (facets[FACETS[name]] ??= []).push(value);
    return facets;
  };

  // The address
  const address = () => {
    const told = new URLSearchParams();
    if (box.value.trim()) told.append("q", box.value.trim());
    for (const { name, value, checked } of boxes()) if (checked) told.append(name, value);
    if (order.value) told.append("xep", order.value);
    return location.pathname + (String(told) && "?" + told);
  };
  const note = (further) => {
    try {
      history[further ? "pushState" : "replaceState"]({ shown }, "", address());
    } catch {} // from a folder, some browsers refuse
  };
  const read = () => {
    const told = new URLSearchParams(location.search);
    box.value = told.get("q") ?? "";
    order.value = told.get("xep") ?? "";
    if (order.selectedIndex < 0) order.value = "";
    for (const name of ["xa", "tieu-chuan"]) options(name, told.getAll(name), told.getAll(name));
    for (const input of boxes()) input.checked = told.getAll(input.name).includes(input.value);
    shown = history.state?.shown ?? STEP;
    settled = true;
  };

  // Choices that only the data knows: communes, standards.
  const options = (name, values, checked = boxes().filter((one) => one.name === name && one.checked).map((one) => one.value)) => {
    const names = new Map(labels[FACETS[name]]), list = inner(name, "ul");
    const focused = list.contains(document.activeElement) && document.activeElement.value;
    list.replaceChildren(
      ...[...new Set([...checked, ...values])].map((value) => {
        const row = made("option"), input = row.querySelector("input");
        Object.assign(input, { name, value, checked: checked.includes(value) });
        row.querySelector("span").textContent = names.get(value) ?? value;
        if (value === focused) queueMicrotask(() => input.focus());
        return row;
      })
    );
  };
  const communes = () => {
    const here = counts.commune ?? {}, typed = place.value.trim();
    const found = typed && OCOP.places ? OCOP.places(typed) : Object.keys(here);
    const most = found.filter((key) => typed || here[key]).sort((a, b) => (here[b] ?? 0) - (here[a] ?? 0));
    options("xa", most.slice(0, MOST_COMMUNES));
    inner("xa", ".rest").hidden = !!typed || most.length <= MOST_COMMUNES;
    inner("xa", ".nothing").hidden = !typed || most.length > 0;
  };

  const tally = () => {
    communes();
    options("tieu-chuan", (labels.standard ?? []).map(([key]) => key).filter((key) => counts.standard?.[key]));
    for (const input of boxes()) {
      const told = counts[FLAGS[input.name] ?? FACETS[input.name]] ?? {};
      const count = (FLAGS[input.name] ? told.true : told[input.value]) ?? 0;
      input.parentNode.querySelector(".count").textContent = number(count);
      input.parentNode.classList.toggle("zero", !count && !input.checked);
    }
    for (const id of ["chu-the", "tieu-chuan", "xa"]) $(id).hidden = !inner(id, "input[type=checkbox]:checked, .choice:not(.zero)") && !place.value;
  };

  // The products
  const cards = new Map();
  const card = (product) => {
    const { code, name, address, producer, stars, status, demo, why } = product;
    const row = made("card"), at = (part) => row.querySelector(part);
    at("a").href = address;
    at("a").textContent = name;
    at("use").setAttribute("href", "#stars-" + stars);
    at(".stars span").textContent = say.stars.replace("#", stars);
    at(".place").textContent = product.place ?? "";
    at(".why[data-why=producer]").textContent = producer ?? "";
    for (const reason of row.querySelectorAll(".why")) if (reason.dataset.why !== why) reason.remove();
    for (const badge of row.querySelectorAll(".badge")) if (badge.dataset.now !== status) badge.remove();
    if (!demo) at(".tag").remove();
    at(".keep").dataset.keep = code;
    at(".keep").setAttribute("aria-label", at(".keep").getAttribute("aria-label").replace("#", name));
    return row;
  };
  const cardOf = (product) => {
    const key = [product.code, product.why, product.status].join();
    if (cards.size > 500) cards.clear();
    if (!cards.has(key)) cards.set(key, card(product));
    return cards.get(key);
  };

  const draw = (found) => {
    const { total } = found, words = text(), chosen = boxes().filter((one) => one.checked);
    counts = found.counts ?? {};
    tally();
    const heading = total ? (words || chosen.length ? (total === 1 ? say.one : say.many) : say.all) : words ? say.none : say.nobody;
    $("found").textContent = heading.replace("#", () => (total ? number(total) : words));
    const old = $("cards").children, rows = found.map(cardOf);
    if (rows.length !== old.length || rows.some((row, at) => row !== old[at])) $("cards").replaceChildren(...rows);
    OCOP.list.show($("cards"));
    OCOP.pictures(found).then(() => found.forEach((product, at) => OCOP.list.picture(rows[at].querySelector("img"), product)));
    $("more").hidden = total <= found.length;
    $("more").textContent = say.more.replace("#", number(total - found.length));
    $("partial").hidden = !found.partial;
    $("see").textContent = say.see.replace("#", number(total));
    $("none").hidden = total > 0 || !!found.partial;
    $("no-code").hidden = !found.code || total > 0;
    $("advice").hidden = !$("no-code").hidden;
    document.querySelector(".tools label").hidden = order.hidden = !total;
    if (!$("none").hidden) nothing(found, words, chosen);
    chips(chosen);
    document.title = words ? `${words} – ${plain}` : plain;
    clearTimeout(saying);
    saying = setTimeout(() => ($("said").textContent = [$("found").textContent, ...chosen.map(label)].join(", ")), 700);
  };

  const chip = (words, drop, count) => {
    const row = made("chip"), button = row.firstElementChild;
    button.querySelector("span").textContent = words;
    button.querySelector(".count").textContent = count ? number(count) : "";
    button.setAttribute("aria-label", button.dataset.drop.replace("#", () => words));
    button.onclick = drop;
    return row;
  };
  const without = (inputs) => () => {
    for (const input of inputs) input.checked = false;
    changed(true);
    $("found").focus();
  };
  const chips = (chosen) => {
    const rows = chosen.map((input) => chip(label(input), without([input])));
    if (rows.length > 1) {
      const all = chip(say.clear, without(chosen));
      all.firstElementChild.removeAttribute("aria-label");
      rows.push(all);
    }
    $("chosen").replaceChildren(...rows);
    $("chosen").hidden = !rows.length;
    $("chosen-count").textContent = chosen.length ? `(${chosen.length})` : "";
  };

  // Nothing found: the nearest spelling, and the filters that stand in the way.
  const nothing = async (found, words, chosen) => {
    const mine = turn, link = inner("nearest", "a");
    $("nearest").hidden = !found.nearest;
    link.textContent = found.nearest ?? "";
    link.onclick = () => {
      box.value = found.nearest;
      changed(true);
      box.focus();
      return false;
    };
    $("drop").hidden = true;
    const ways = [...chosen.map((input) => [input]), ...(chosen.length > 1 ? [chosen] : [])];
    const tried = await Promise.all(ways.map(async (inputs) => {
      for (const input of inputs) input.checked = false;
      const facets = asked();
      for (const input of inputs) input.checked = true;
      return [(await OCOP.search(words, { facets, limit: 0 })).total, inputs];
    }));
    if (mine !== turn) return;
    const open = tried.filter(([total]) => total);
    $("drop").hidden = !open.length;
    inner("drop", "ul").replaceChildren(
      ...open.map(([total, inputs]) => chip(inputs.length > 1 ? say.clear : label(inputs[0]), without(inputs), total))
    );
  };

  const find = async () => {
    const mine = ++turn, show = (found) => mine === turn && draw(found);
    try {
      await OCOP.ready;
      show(await OCOP.search(text(), { facets: asked(), sort: ORDERS[order.value], limit: shown, onmore: show }));
    } catch (wrong) {
      $("failed").hidden = false;
      throw wrong;
    }
  };
  let soon;
  const changed = (further) => {
    shown = STEP;
    note(further);
    settled = !!further;
    clearTimeout(soon);
    if (further) find();
    else soon = setTimeout(find); // keys pressed while the last search ran are one search
  };

  box.oninput = () => {
    note(settled);
    settled = false;
    changed(false);
  };
  box.onchange = () => (settled = true);
  form.onsubmit = () => {
    settled = true;
    $("found").focus();
    return false;
  };
  order.onchange = () => changed(true);
  place.oninput = tally;
  $("facets").onchange = ({ target }) => {
    if (target === place) return;
    if (target.name === "nhom" && !target.checked)
      for (const inside of target.closest("li").querySelectorAll("ul input")) inside.checked = false;
    changed(true);
  };
  const narrow = (open) => {
    $("narrow").setAttribute("aria-expanded", open);
    $("facets").classList.toggle("open", open);
  };
  $("narrow").onclick = () => narrow($("narrow").getAttribute("aria-expanded") !== "true");
  $("see").onclick = () => {
    narrow(false);
    $("found").focus();
  };
  $("more").onclick = async () => {
    const before = $("cards").children.length;
    shown += STEP;
    note(false);
    await find();
    $("cards").children[before]?.querySelector("a").focus({ preventScroll: true });
  };
  addEventListener("popstate", () => {
    read();
    find();
  });

  $("finder").hidden = false;
  read();
  OCOP.ready.then((known) => {
    labels = known.labels;
    read();
  });
  find();
})();
