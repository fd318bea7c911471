{% include "list.js" %}
// Shows the list of one's own, or the one whose codes stand behind the address's #: the part that no server sees.
(() => {
  const $ = (id) => document.getElementById(id);
  const say = $("list").dataset, home = new URL(say.home, location.href), { list } = OCOP, { day } = list;
  const own = document.title;
  let codes = [], sent = false, products = new Map();

  const row = (code) => {
    const product = products.get(code), made = $(product ? "row" : "unknown").content.firstElementChild.cloneNode(true);
    const at = (part) => made.querySelector(part);
    at(".code").textContent = code;
    at(".keep").dataset.keep = code;
    const called = product ? list.name(made, product) : code;
    at(".keep").setAttribute("aria-label", at(".keep").getAttribute("aria-label").replace("#", () => called));
    if (!product) return made;
    const { producer, stars, status, until, demo } = product;
    list.picture(at("img"), product);
    at("use").setAttribute("href", "#stars-" + stars);
    at(".stars span").textContent = say.stars.replace("#", stars);
    for (const badge of made.querySelectorAll(".badge")) if (badge.dataset.now !== status) badge.remove();
    if (until && at("time")) {
      at("time").dateTime = until;
      at("time").textContent = day(until);
    } else at(".until")?.remove();
    if (!demo) at(".tag").remove();
    at(".about").textContent = [producer, product.place].filter(Boolean).join(" · ");
    at(".qr").src = new URL(`P/${code}/qr.svg`, home);
    return made;
  };

  const kept = () => (sent ? codes : list.all());
  const show = () => {
    const mine = list.all(), chosen = kept();
    $("mine").hidden = sent;
    $("sent").hidden = !sent;
    $("title").textContent = sent ? say.sent : own.split(" – ")[0];
    $("empty").hidden = codes.length > 0;
    $("full").hidden = !codes.length;
    $("count").textContent = codes.length ? (chosen.length === 1 ? say.one : say.many).replace("#", chosen.length) : "";
    $("take").hidden = !sent || codes.every((code) => mine.includes(code));
    $("ending").hidden = sent;
    $("clear").hidden = !chosen.length;
    $("restore").hidden = chosen.length === codes.length;
    $("print").parentNode.hidden = $("send").parentNode.hidden = !chosen.length;
    // The list on the web can be opened by others; a copy in a folder cannot.
    $("link").value = (location.protocol.startsWith("http") ? location.href.split("#")[0] : say.link) + "#" + chosen.join();
    for (const line of $("rows").children) line.classList.toggle("gone", !chosen.includes(line.querySelector("[data-keep]").dataset.keep));
    list.show();
  };

  const open = async () => {
    const asked = list.codes(location.hash.slice(1).toUpperCase().split(/,|%2C/));
    sent = asked.length > 0;
    codes = sent ? asked : list.all();
    try {
      products = new Map((await OCOP.pictures(await OCOP.products(codes))).map((one) => [one.code, one]));
    } catch (wrong) {
      $("failed").hidden = false;
      $("count").textContent = "";
      throw wrong;
    }
    $("rows").replaceChildren(...codes.map(row));
    show();
  };

  $("take").onclick = () => list.put([...list.all(), ...codes]);
  $("clear").onclick = () => (list.put([]), $("restore").focus());
  $("restore").onclick = () => (list.put(codes), $("clear").focus());
  $("print").onclick = () => print();
  $("send").onclick = async () => {
    const sending = $("sending"), url = $("link").value;
    $("send").setAttribute("aria-expanded", sending.hidden);
    sending.hidden = !sending.hidden;
    if (sending.hidden) return;
    $("copied").firstElementChild.hidden = true;
    $("link").select();
    if (navigator.share && matchMedia("(pointer: coarse)").matches) await navigator.share({ title: own, url }).catch(() => {});
  };
  $("copy").onclick = async () => {
    $("link").select();
    await (navigator.clipboard?.writeText($("link").value) ?? Promise.reject()).catch(() => document.execCommand("copy"));
    $("copied").firstElementChild.hidden = false;
  };
  addEventListener("hashchange", open);
  addEventListener("ocop-list", () => (!sent && list.all().some((code) => !codes.includes(code)) ? open() : show()));

  $("day").textContent = day(new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10));
  $("list").hidden = false;
  open();
})();
