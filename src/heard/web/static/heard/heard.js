// What pages can do beyond being read: move by keys, join notes to words, turn dark, take dropped files. All reads without.
"use strict";
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const kept = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* lasts as long as the page */ } },
  };
  for (const part of $$("[data-scripted]")) part.hidden = false;
  $("[data-focus]")?.focus();  // what has to be put right in a form

  // ---- Light and dark. The cookie tells the server, so that the next page comes in its colours.
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme || (prefersDark.matches ? "dark" : "light")) === "dark";
  const toggles = $$("[data-theme-toggle]");
  const nameTheme = () => { for (const toggle of toggles) toggle.textContent = isDark() ? toggle.dataset.light : toggle.dataset.dark; };
  for (const toggle of toggles) {
    toggle.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      const secure = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `heard_theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${secure}`;
      nameTheme();
    });
  }
  prefersDark.addEventListener("change", nameTheme);
  nameTheme();

  // ---- The thin line from a note to its words: along the foot of the words' line, then across the gutter
  const svg = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const lead = (spread) => {
    $(".leads", spread)?.remove();
    for (const note of $$(".note.led", spread)) note.classList.remove("led");
    const notes = $(".notes", spread);
    if (!notes || getComputedStyle(notes).gridColumnStart !== "2" || root.dir === "rtl") return;
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
  const watch = (within) => { for (const spread of $$(".spread", within)) sized.observe(spread); };
  watch(document);
  document.addEventListener("htmx:load", (event) => watch(event.target));

  // ---- Files dropped on their field
  for (const area of $$("[data-drop]")) {
    const input = area.matches("input") ? area : $("input[type=file]", area);
    for (const kind of ["dragover", "dragleave", "drop"]) {
      area.addEventListener(kind, (event) => {
        event.preventDefault();
        area.classList.toggle("over", kind === "dragover");
        if (kind !== "drop" || !event.dataTransfer.files.length) return;
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }
  }

  // ---- Keys
  const dialog = $("#keys");
  const keysOn = $("[data-keys-on]");
  keysOn.checked = kept.get("heard-keys") !== "off";
  keysOn.addEventListener("change", () => kept.set("heard-keys", keysOn.checked ? "on" : "off"));
  for (const opener of $$("[data-opens=keys]")) opener.addEventListener("click", () => dialog.showModal());
  const go = (step) => {
    const stops = $$("[data-moment]");
    if (!stops.length) return;
    const here = stops.findIndex((stop) => stop.contains(document.activeElement));
    const below = stops.findIndex((stop) => stop.getBoundingClientRect().top > 4);
    const next = here >= 0 ? here + step : step > 0 ? below : (below < 0 ? stops.length : below) - 1;
    const stop = stops[Math.max(0, Math.min(stops.length - 1, next < 0 && step > 0 ? stops.length - 1 : next))];
    stop.scrollIntoView({ block: "center" });
    stop.focus({ preventScroll: true });
  };
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    n: () => $("a[rel~=next]")?.click(),
    p: () => $("a[rel~=prev]")?.click(),
    "/": () => $("#search")?.focus(),
    "?": () => dialog.showModal(),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    if (!Object.hasOwn(keys, event.key) || (!keysOn.checked && event.key !== "?")) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
