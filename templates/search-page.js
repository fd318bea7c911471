//# allFunctionsCalledOnLoad
{# The line above must be the first: the browser then compiles while the data are still on their way. #}
{% include "search.js" %}
{% include "list.js" %}
{# The search page: the form holds what is asked, the address holds the form, `OCOP.search` finds. #}
(() => {
  const FACETS = { nhom: "group", bo: "set", sao: "stars", "hieu-luc": "status", xa: "commune", "chu-the": "kind", "tieu-chuan": "standard" };
  const FLAGS = { "truy-xuat": "trace", "cua-hang": "shop" };
  const ORDERS = { "": "relevance", ten: "name", sao: "stars", moi: "newest" };
  const STEP = 24, COMMUNES = 8;

  const $ = (id) => document.getElementById(id);
  const form = $("search"), box = form.q, order = $("order"), place = $("place"), facets = $("facets"), say = $("words").dataset;
  const wide = matchMedia("(min-width: 64em)"); // filters stand beside the results
  const plain = document.title;
  {# `toLocaleString` would start the browser's library of languages, which takes as long as the whole search. #}
  const number = (count) => String(count).replace(/\B(?=(...)+$)/g, say.thousands);
  const made = (id) => $(id).content.firstElementChild.cloneNode(true);
  const fill = (words, value) => words.replace("#", () => value);
  const boxes = () => [...facets.querySelectorAll(".choice input")];
  const chosen = () => [...facets.querySelectorAll(".choice :checked")];
  const label = (input) => input.parentNode.querySelector("span").textContent.trim();
  const text = () => box.value.trim();
  const write = (where, words) => where.textContent === words || (where.textContent = words);

  let known, last = [], shown = STEP, turn = 0;
  const labels = (name) => known?.labels[name] ?? [];

  const asked = (inputs = chosen()) => {
    const told = {};
    for (const { name, value } of inputs) FLAGS[name] ? (told[FLAGS[name]] = true) : (told[FACETS[name]] ??= []).push(value);
    return told;
  };

  {# ---- The address. Typing is one step back, however many letters; each choice is one. #}
  let typing = false, waiting;
  const note = (further) => {
    clearTimeout(waiting);
    const told = new URLSearchParams();
    if (text()) told.append("q", text());
    for (const { name, value } of chosen()) told.append(name, value);
    if (order.value) told.append("xep", order.value);
    const address = location.pathname + (String(told) && "?" + told);
    try {
      history[further && address !== location.pathname + location.search ? "pushState" : "replaceState"]({ shown }, "", address);
    } catch {} // from a folder, some browsers refuse
    document.title = text() ? `${text()} – ${plain}` : plain;
  };
  const settle = () => {
    if (typing) note(typing === "begun");
    typing = false;
  };
  const read = () => {
    const told = new URLSearchParams(location.search);
    clearTimeout(waiting);
    typing = false;
    box.value = told.get("q") ?? "";
    order.value = told.get("xep") ?? "";
    if (order.selectedIndex < 0) order.value = "";
    for (const name of ["xa", "tieu-chuan"]) offer(name, told.getAll(name));
    for (const input of boxes()) input.checked = told.getAll(input.name).includes(input.value);
    shown = history.state?.shown ?? STEP;
    document.title = text() ? `${text()} – ${plain}` : plain;
  };

  {# ---- What the list can be narrowed by #}
  const offer = (name, values) => {
    const list = $(name).querySelector("ul"), ticked = [...list.querySelectorAll(":checked")].map((one) => one.value);
    const wanted = [...new Set([...ticked, ...values])], there = new Map([...list.children].map((row) => [row.querySelector("input").value, row]));
    const names = new Map(wanted.length ? labels(FACETS[name]) : []);
    const rows = wanted.map((value) => {
      const row = there.get(value) ?? made("option");
      Object.assign(row.querySelector("input"), { name, value });
      row.querySelector("span").textContent = names.get(value) ?? value;
      return row;
    });
    for (const [value, row] of there) if (!wanted.includes(value)) row.remove();
    rows.forEach((row, at) => list.children[at] !== row && list.insertBefore(row, list.children[at] ?? null));
  };
  const communes = (counts = {}) => {
    const typed = place.value.trim(), found = typed ? OCOP.places(typed) : Object.keys(counts).sort((a, b) => counts[b] - counts[a]);
    offer("xa", found.slice(0, COMMUNES));
    $("xa").querySelector(".rest").hidden = !!typed || found.length <= COMMUNES;
    $("xa").querySelector(".nothing").hidden = !typed || found.length > 0;
  };
  const open = () => facets.classList.contains("open") || wide.matches;
  const tally = () => {
    const { counts = {} } = last;
    $("chosen-count").textContent = chosen().length ? `(${chosen().length})` : "";
    $("see").textContent = fill(say.see, number(last.total ?? 0));
    if (!open()) return;
    communes(counts.commune);
    offer("tieu-chuan", labels("standard").map(([key]) => key).filter((key) => counts.standard?.[key]));
    for (const input of boxes()) {
      const count = counts[FLAGS[input.name] ?? FACETS[input.name]]?.[FLAGS[input.name] ? "true" : input.value] ?? 0;
      write(input.parentNode.querySelector(".count"), number(count));
      input.parentNode.classList.toggle("zero", !count && !input.checked);
    }
    $("tieu-chuan").hidden = !$("tieu-chuan").querySelector("input");
    $("chu-the").hidden = !$("chu-the").querySelector("input");
  };

  const chip = (words, drop, count) => {
    const row = made("chip"), button = row.firstElementChild;
    button.querySelector("span").textContent = words;
    button.querySelector(".count").textContent = count ? fill(count === 1 ? say.result : say.results, number(count)) : "";
    if (drop.length === 1 && !count) button.setAttribute("aria-label", fill(button.dataset.drop, words));
    button.onclick = () => {
      for (const input of drop) input.checked = false;
      changed();
      $("found").focus();
    };
    return row;
  };
  const chips = () => {
    const inputs = chosen(), rows = inputs.map((input) => chip(label(input), [input]));
    if (rows.length > 1) rows.push(chip(say.clear, inputs));
    $("chosen").replaceChildren(...rows);
    $("chosen").hidden = !rows.length;
  };

  {# ---- The products. A card stays where it is and is written anew: that costs a third of a new one. #}
  const list = $("cards"), cards = [], star = $("star").getAttribute("d").replace(/^M[0-9]+/, "");
  const stars = (from, to) => Array.from({ length: to - from }, (_, at) => `M${10 + 20 * (from + at)}${star}`).join("");
  {# A card without what is not so of some products, for each kind of them once. #}
  const shapes = new Map();
  const shape = ({ why, status, demo }) => {
    const key = [why, status, demo].join();
    if (!shapes.has(key)) {
      const row = made("card");
      for (const reason of row.querySelectorAll(".why")) if (reason.dataset.why !== why) reason.remove();
      for (const badge of row.querySelectorAll(".badge")) if (badge.dataset.now !== status) badge.remove();
      if (!demo) row.querySelector(".tag").remove();
      shapes.set(key, row);
    }
    return shapes.get(key);
  };
  const card = (model) => {
    const row = model.cloneNode(true), at = (part) => row.querySelector(part), [got, missed] = row.querySelectorAll(".stars path");
    const parts = { image: at("img"), name: at(".name"), label: at(".label"), got, missed, stars: at(".stars span"), place: at(".place"), producer: at("[data-why=producer]"), keep: at(".keep") };
    return { row, model, parts, words: parts.keep.getAttribute("aria-label") };
  };
  const stand = (at, product, kept) => {
    const model = shape(product), there = cards[at], same = there?.model === model;
    if (same && !there.row.isConnected) list.append(there.row);
    if (same && there.product.code === product.code) return;
    const one = same ? there : card(model), { image, name, label, got, missed, stars: grade, place, producer, keep } = one.parts;
    let called = product.name;
    if (label) called = OCOP.list.name(one.row, product);
    else {
      name.href = product.address;
      write(name, called);
    }
    if (one.product?.stars !== product.stars) {
      got.setAttribute("d", stars(0, product.stars));
      missed.setAttribute("d", stars(product.stars, 5));
      write(grade, fill(say.stars, product.stars));
    }
    write(place, product.place ?? "");
    if (producer) write(producer, product.producer ?? "");
    keep.dataset.keep = product.code;
    keep.setAttribute("aria-label", fill(one.words, called));
    if (keep.getAttribute("aria-pressed") !== String(kept.includes(product.code))) keep.setAttribute("aria-pressed", kept.includes(product.code));
    if (one.product) image.removeAttribute("src");
    one.product = product;
    if (same) return;
    there?.row.isConnected ? there.row.replaceWith(one.row) : list.append(one.row);
    cards[at] = one;
  };
  const lay = (found, count) => {
    const kept = OCOP.list.all(), some = found.slice(0, count);
    for (const { row } of cards.slice(some.length)) row.remove();
    some.forEach((product, at) => stand(at, product, kept));
  };

  let painted, furnishing, saying, below = false;
  addEventListener("scroll", () => (below = scrollY > 200), { passive: true }); // asked while drawing, it would lay out twice
  const draw = (found) => {
    const { total, partial } = found, words = text(), narrowed = facets.querySelector(".choice :checked");
    last = found;
    $("found").textContent = total ? fill(words || narrowed ? (total === 1 ? say.one : say.many) : say.all, number(total)) : partial ? $("partial").textContent : words ? fill(say.none, words) : say.nobody;
    $("partial").hidden = !partial || !total;
    $("none").hidden = total > 0 || !!partial;
    $("no-code").hidden = total > 0 || !found.code;
    $("advice").hidden = !$("no-code").hidden;
    order.hidden = order.previousElementSibling.hidden = !total;
    {# Before the products, which would jump where these came later. #}
    if ((total || partial) && (narrowed || !$("chosen").hidden)) chips();
    $("more").hidden = total <= found.length;
    if (!$("more").hidden) write($("more"), fill(say.more, number(total - found.length)));
    {# What is on the screen comes first; the rest, pictures and filters when that is painted and typing rests. #}
    lay(found, below || shown > STEP ? shown : wide.matches ? 8 : 4);
    cancelAnimationFrame(painted);
    clearTimeout(furnishing);
    painted = requestAnimationFrame(() => (furnishing = setTimeout(furnish, typing ? 150 : 0, found)));
  };
  const furnish = (found) => {
    lay(found, found.length);
    tally();
    if (!found.total && !found.partial) {
      chips();
      nothing(found);
    }
    OCOP.pictures(found).then(() => found === last && found.forEach((product, at) => OCOP.list.picture(cards[at].parts.image, product)));
    clearTimeout(saying);
    saying = setTimeout(() => ($("said").textContent = [$("found").textContent, ...chosen().map(label)].join(", ")), 700);
  };

  {# Nothing found: the nearest spelling, and the filters that stand in the way. #}
  const nothing = async ({ nearest }) => {
    const mine = turn, link = $("nearest").querySelector("a"), inputs = chosen();
    $("nearest").hidden = !nearest;
    link.textContent = nearest ?? "";
    link.href = "?q=" + encodeURIComponent(nearest ?? "");
    link.onclick = () => {
      box.value = nearest;
      changed();
      $("found").focus();
      return false;
    };
    $("drop").hidden = true;
    const ways = [...inputs.map((input) => [input]), ...(inputs.length > 1 ? [inputs] : [])];
    const totals = await Promise.all(ways.map(async (drop) => {
      const left = asked(inputs.filter((input) => !drop.includes(input)));
      return (await OCOP.search(text(), { facets: left, limit: 0 })).total;
    }));
    if (mine !== turn) return;
    const rows = ways.flatMap((drop, at) => (totals[at] ? [chip(drop.length > 1 ? say.clear : fill(say.without, label(drop[0])), drop, totals[at])] : []));
    $("drop").querySelector("ul").replaceChildren(...rows);
    $("drop").hidden = !rows.length;
    $("chosen").hidden = rows.length > 0 || !inputs.length;
  };

  const find = async () => {
    const mine = ++turn, show = (found) => mine === turn && draw(found);
    try {
      show(await OCOP.search(text(), { facets: asked(), sort: ORDERS[order.value], limit: shown, onmore: show }));
    } catch (wrong) {
      $("failed").hidden = false;
      throw wrong;
    }
  };
  const changed = () => {
    settle();
    shown = STEP;
    note(true);
    return find();
  };

  {# The first letter is looked for at once; those that come before the answer is painted are one question. #}
  let frame, behind = false;
  const follow = () => {
    if (frame) return void (behind = true);
    find();
    frame = requestAnimationFrame(() => {
      frame = 0;
      if (behind) follow((behind = false));
    });
  };
  box.oninput = () => {
    typing ||= "begun";
    shown = STEP;
    follow();
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      note(typing === "begun");
      typing = "noted";
    }, 250);
  };
  box.onchange = settle;
  form.onsubmit = () => {
    settle();
    $("found").focus();
    return false;
  };
  order.onchange = changed;
  place.oninput = tally;
  facets.onchange = ({ target }) => {
    if (target === place) return;
    if (target.name === "nhom" && !target.checked)
      for (const inside of target.closest("li").querySelectorAll("ul input")) inside.checked = false;
    changed();
  };
  const narrow = (wide) => {
    $("narrow").setAttribute("aria-expanded", wide);
    facets.classList.toggle("open", wide);
    tally();
  };
  $("narrow").onclick = () => narrow(!facets.classList.contains("open"));
  wide.onchange = tally;
  $("see").onclick = () => {
    narrow(false);
    $("found").focus();
  };
  $("more").onclick = async () => {
    const before = list.children.length;
    shown += STEP;
    note(false);
    await find();
    list.children[before]?.querySelector("a").focus({ preventScroll: true });
  };
  addEventListener("popstate", () => {
    read();
    find();
  });

  $("finder").hidden = false;
  const early = box.value; // typed before this script came: that counts, not what the address asks for
  read();
  OCOP.ready.then((here) => {
    known = here;
    for (const name of ["xa", "tieu-chuan"]) offer(name, []); // what the address chose can be named now
  });
  if (early) {
    box.value = early;
    box.oninput();
  } else find();
})();
