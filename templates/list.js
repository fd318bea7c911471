// A list of one's own: codes of products, kept on this device and nowhere else.
(() => {
  const PLACE = "ocop-danh-sach", OCOP = (window.OCOP ||= {});
  let told = []; // where the browser keeps nothing, the list lasts as long as the page

  const all = () => {
    try {
      told = JSON.parse(localStorage.getItem(PLACE)) ?? [];
    } catch {}
    return codes(told);
  };
  const codes = (list) => [...new Set([list].flat().map(String).filter((code) => /^[0-9A-Z-]{1,40}$/.test(code)))];

  const put = (list) => {
    told = codes(list);
    try {
      localStorage.setItem(PLACE, JSON.stringify(told));
    } catch {}
    show();
    dispatchEvent(new Event("ocop-list"));
  };
  const turn = (code) => put(all().includes(code) ? all().filter((one) => one !== code) : [...all(), code]);

  const show = (where = document) => {
    const list = all();
    for (const box of where.querySelectorAll(".kept")) box.hidden = false;
    for (const button of where.querySelectorAll("[data-keep]")) button.setAttribute("aria-pressed", list.includes(button.dataset.keep));
    for (const count of where.querySelectorAll("[data-kept]")) count.textContent = list.length;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keep]");
    if (button) turn(button.dataset.keep);
  });
  addEventListener("storage", (event) => event.key === PLACE && put(all())); // another window of this site
  addEventListener("pageshow", (event) => event.persisted && put(all()));

  // The first photo, or the cloth woven for the product.
  const picture = (image, { picture }) => {
    if (!picture || image.src === picture) return;
    image.classList.toggle("cloth", picture.endsWith(".svg"));
    image.src = picture;
  };

  const LANG = document.documentElement.lang;
  // The name and the page of a product, in the language of this page: the template's link leads to that home. What
  // has a name in it stands beside the one on the label.
  const name = (row, { code, name, twin, address }) => {
    const link = row.querySelector("a"), label = row.querySelector(".label"), own = label?.dataset.twins && twin;
    link.dataset.home ??= link.getAttribute("href");
    link.href = new URL(`P/${code}/${/html$/.test(address) ? "index.html" : ""}`, new URL(link.dataset.home, location.href));
    link.textContent = own || name;
    if (label) {
      label.dataset.mark ??= label.textContent;
      link.lang = own ? LANG : "vi";
      Object.assign(label, own ? { lang: "vi", textContent: own === name ? "" : name } : { lang: LANG, textContent: label.dataset.mark });
    }
    return link.textContent;
  };
  const day = (iso) => (LANG === "vi" ? iso.split("-").reverse().join("/") : new Date(iso).toLocaleDateString(LANG === "en" ? "en-GB" : LANG, { dateStyle: "long", timeZone: "UTC" }));

  OCOP.list = { all, put, codes, show, picture, name, day };
  show();
})();
