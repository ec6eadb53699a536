// What the page can do beyond being read: choose moments, move by keys, join notes to words, turn dark.
"use strict";
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const kept = {  // opened from disk some browsers keep nothing: then a choice lasts as long as the page
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* lasts as long as the page */ } },
  };

  // ---- Light and dark
  const theme = $("#theme");
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme || (prefersDark.matches ? "dark" : "light")) === "dark";
  const nameTheme = () => { theme.textContent = isDark() ? "Light page" : "Dark page"; };
  if (["light", "dark"].includes(kept.get("heard-theme"))) document.documentElement.dataset.theme = kept.get("heard-theme");
  theme.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    kept.set("heard-theme", next);
    nameTheme();
  });
  prefersDark.addEventListener("change", nameTheme);
  nameTheme();
  theme.hidden = false;

  // ---- Choosing moments. What is wanted is a set of tokens ("need:anxiety"), and stands in the address.
  const form = $("#filters");
  let wanted = new Set();
  if (form) {
    const rows = $$("#list > li").map((row) => ({ row, is: new Set(row.dataset.is.split(" ")), text: row.textContent.toLowerCase() }));
    const selects = $$("select[data-filter]", form);
    const words = $("#words");
    const spoken = {
      "recognition:-1": "denied", "recognition:0": "nothing recognised", "recognition:1": "token", "recognition:2": "specific",
      "recognition:3": "deep", "recognition:no": "nobody answered", "action:0": "no step", "action:1": "routine step",
      "action:2": "concrete help", "recognised:first": "recognised in the first reply", "recognised:late": "recognised late",
      "recognised:never": "never recognised", "process:first": "process first", "unmet:yes": "missed or repaired later", "judged:yes": "",
    };
    const number = new Intl.NumberFormat("en-GB");
    const show = () => {
      const said = words.value.trim().toLowerCase();
      let count = 0;
      for (const { row, is, text } of rows) {
        row.hidden = ![...wanted].every((token) => is.has(token)) || !text.includes(said);
        count += !row.hidden;
      }
      for (const select of selects) {
        select.value = [...wanted].find((token) => token.startsWith(`${select.dataset.filter}:`)) || "";
      }
      const further = [...wanted].map((token) => spoken[token]).filter(Boolean);
      $("#shown").textContent = `${number.format(count)} of ${number.format(rows.length)} listed moments` + (further.length ? `: ${further.join(", ")}` : "");
      $("#clear").hidden = !wanted.size && !said;
      $("#none").hidden = count > 0;
    };
    const want = (tokens) => { wanted = new Set(tokens); show(); };
    const address = () => `#moments${wanted.size ? `?${[...wanted].join("&")}` : ""}`;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      const kind = event.target.dataset.filter;
      if (!kind) return;
      want([...[...wanted].filter((token) => !token.startsWith(`${kind}:`)), event.target.value].filter(Boolean));
      try { history.replaceState(null, "", address()); } catch { /* an address that can't change is no loss */ }
    });
    words.addEventListener("input", show);
    $("#clear").addEventListener("click", () => { words.value = ""; want([]); words.focus(); });
    for (const link of $$("a[data-want]")) link.href = `#moments?${link.dataset.want.split(" ").join("&")}`;
    form.hidden = false;
    const open = () => {
      if (!location.hash.startsWith("#moments?")) return;
      words.value = "";
      want(decodeURIComponent(location.hash.slice("#moments?".length)).split("&").filter(Boolean));
      const heading = $("#moments");
      heading.scrollIntoView();
      heading.focus({ preventScroll: true });
    };
    addEventListener("hashchange", open);
    show();
    open();
  }

  // ---- A link into a closed conversation opens it
  const reveal = () => {
    const target = location.hash.length > 1 && !location.hash.includes("?") && document.getElementById(location.hash.slice(1));
    if (!target) return;
    const holder = target.closest("details");
    if (holder && !holder.open) holder.open = true;
    if (holder) target.scrollIntoView();
    if (target.matches("details")) $("summary", target).focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);
  reveal();

  // ---- The thin line from a note to its words: along the foot of the words' line, then across the gutter
  const wide = matchMedia("(min-width: 62rem)");
  const svg = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const lead = (spread) => {
    $(".leads", spread)?.remove();
    for (const note of $$(".note.led", spread)) note.classList.remove("led");
    if (!wide.matches || !spread.offsetWidth) return;
    const page = spread.getBoundingClientRect();
    const lines = svg("svg");
    lines.setAttribute("class", "leads");
    lines.setAttribute("aria-hidden", "true");
    for (const note of $$(".note[data-leads]", spread)) {
      const rects = $$(`mark[data-note="${CSS.escape(note.dataset.leads)}"]`, spread).flatMap((mark) => [...mark.getClientRects()]);
      if (!rects.length) continue;
      const line = rects.filter((rect) => Math.abs(rect.bottom - rects[0].bottom) < 4);
      const from = line.reduce((a, b) => (b.right > a.right ? b : a));  // the last marked words of the first marked line
      const to = note.getBoundingClientRect();
      const foot = Math.round(from.bottom - page.top + 1) + 0.5;
      const edge = $(".turn", spread).getBoundingClientRect().right - page.left + 8;
      const path = svg("path");
      path.setAttribute("class", note.classList.contains("need") ? "need" : "response");
      path.setAttribute("d", `M${from.right - page.left} ${foot}H${edge}L${to.left - page.left - 4} ${to.top - page.top + 10}`);
      lines.append(path);
      note.classList.add("led");
    }
    spread.append(lines);
  };
  const sized = new ResizeObserver((entries) => entries.forEach((entry) => lead(entry.target)));
  for (const spread of $$(".spread")) sized.observe(spread);

  // ---- Keys. Single letters can be in the way of speech input: they can be turned off.
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = "Keys";
  const choice = document.createElement("label");
  const keysOn = document.createElement("input");
  keysOn.type = "checkbox";
  keysOn.checked = kept.get("heard-keys") !== "off";
  keysOn.addEventListener("change", () => kept.set("heard-keys", keysOn.checked ? "on" : "off"));
  choice.append(keysOn, " Use these keys");
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, $("dl.keys").cloneNode(true), choice, close);
  document.body.append(dialog);
  const showKeys = $("#show-keys");
  showKeys.addEventListener("click", () => dialog.showModal());
  showKeys.hidden = false;

  const go = (stops, step) => {
    if (!stops.length) return;
    const here = stops.findIndex((stop) => stop.contains(document.activeElement));
    const below = stops.findIndex((stop) => stop.getBoundingClientRect().top > 4);
    const from = here >= 0 ? here + step : step > 0 ? below : below - 1;
    const stop = stops[Math.max(0, Math.min(stops.length - 1, from < 0 && step > 0 ? stops.length - 1 : from))];
    const focusable = stop.matches("details") ? $("summary", stop) : stop;
    if (stop.matches("details")) stop.open = true;
    if (!focusable.matches("summary, [tabindex]")) focusable.tabIndex = -1;
    stop.scrollIntoView({ block: "start" });
    focusable.focus({ preventScroll: true });
  };
  const moments = () => $$("article.moment, #list > li:not([hidden])");
  const conversations = () => $$("details.conversation");
  const keys = {
    j: () => go(moments(), 1),
    k: () => go(moments(), -1),
    n: () => go(conversations(), 1),
    p: () => go(conversations(), -1),
    "/": () => { const words = $("#words"); if (words) { words.scrollIntoView({ block: "center" }); words.focus({ preventScroll: true }); } },
    "?": () => dialog.showModal(),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.closest("input, select, textarea")) return;
    if (!keys[event.key] || (!keysOn.checked && event.key !== "?")) return;
    event.preventDefault();
    keys[event.key]();
  });

  // ---- Where in the contents the reader is
  const places = new Map($$("nav a").map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of places.values()) link.removeAttribute("aria-current");
      places.get(entry.target.getAttribute("aria-labelledby"))?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "0px 0px -80% 0px" });
  for (const section of $$("main > section")) seen.observe(section);
})();
