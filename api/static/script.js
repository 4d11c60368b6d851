// What the pages do more when there is script; everything works without.
"use strict";

document.documentElement.classList.add("scripted");

const BOUNDS = ["west", "south", "east", "north"];

/** The search form: a box drawn on the map, facets that apply at once, addresses without empty parts. */
function enhanceSearch(form) {
  const map = form.querySelector(".world[data-editable]");
  const inputs = BOUNDS.map((name) => form.elements.namedItem(name));

  const submit = () => form.requestSubmit();
  form.addEventListener("submit", () => {
    for (const field of form.querySelectorAll("input[name], select[name]")) {
      field.disabled = !field.value && field.type !== "checkbox";
    }
    const values = inputs.map((input) => input.value);
    if (values.every(Boolean)) {
      const box = document.createElement("input");
      Object.assign(box, { type: "hidden", name: "bbox", value: values.join(",") });
      form.append(box);
      for (const input of inputs) input.disabled = true;
    }
    if (form.elements.sort && form.elements.sort.value === "relevance") form.elements.sort.disabled = true;
  });
  // a page that comes back from the browser's memory has its fields again
  window.addEventListener("pageshow", () => {
    for (const field of form.querySelectorAll("[disabled]")) field.disabled = false;
    for (const field of form.querySelectorAll("input[name=bbox]")) field.remove();
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], [data-submits]")) submit();
    else if (inputs.includes(event.target)) draw();
  });
  form.querySelector("[data-clear]").addEventListener("click", () => {
    for (const input of inputs) input.value = "";
    draw();
    inputs[0].focus();
  });
  const filters = form.querySelector("[data-filters]");
  if (window.matchMedia("(max-width: 60rem)").matches && !form.querySelector("[role=alert]")) filters.open = false;

  function rectangle(west, south, east, north) {
    const shape = document.createElementNS(map.namespaceURI, "rect");
    shape.setAttribute("class", "chosen");
    const [width, height] = [Math.max(east - west, 5), Math.max(north - south, 5)];
    const size = { x: (west + east - width) / 2, y: -(south + north + height) / 2, width, height };
    for (const [name, value] of Object.entries(size)) shape.setAttribute(name, value);
    map.append(shape);
  }

  const clear = form.querySelector("[data-clear]");

  function draw() {
    clear.hidden = inputs.every((input) => input.value === "");
    for (const old of map.querySelectorAll(".chosen")) old.remove();
    const [west, south, east, north] = inputs.map((input) => (input.value === "" ? NaN : Number(input.value)));
    if (![west, south, east, north].every(Number.isFinite)) return;
    if (west <= east) rectangle(west, south, east, north);
    else {
      rectangle(west, south, 180, north);
      rectangle(-180, south, east, north);
    }
  }

  let start = null;
  const place = (event) => {
    const frame = map.getBoundingClientRect();
    const within = (value, bound) => Math.round(Math.max(-bound, Math.min(bound, value)) * 10) / 10;
    return [
      within(((event.clientX - frame.left) / frame.width) * 360 - 180, 180),
      within(90 - ((event.clientY - frame.top) / frame.height) * 180, 90),
    ];
  };
  map.addEventListener("pointerdown", (event) => {
    // a finger on the map scrolls the page
    if (event.button !== 0 || event.pointerType === "touch") return;
    event.preventDefault();
    map.setPointerCapture(event.pointerId);
    start = place(event);
  });
  map.addEventListener("pointermove", (event) => {
    if (!start) return;
    const [x, y] = place(event);
    const box = [Math.min(start[0], x), Math.min(start[1], y), Math.max(start[0], x), Math.max(start[1], y)];
    inputs.forEach((input, i) => (input.value = box[i]));
    draw();
  });
  const stop = () => (start = null);
  map.addEventListener("pointerup", stop);
  map.addEventListener("pointercancel", stop);
  draw();
}

/** The form for queries: the answer below it, SELECT as a table. */
function enhanceSparql(form) {
  const answer = document.getElementById("answer");
  const say = (tag, text, parent = answer) => {
    const element = document.createElement(tag);
    element.textContent = text;
    parent.append(element);
    return element;
  };

  function cell(row, term) {
    const data = say("td", "", row);
    if (!term) return;
    if (term.type === "uri" && /^https?:\/\//.test(term.value)) {
      const own = term.value.startsWith(`${form.dataset.base}/`);
      const link = say("a", own ? term.value.slice(form.dataset.base.length + 1) : term.value, data);
      link.href = own ? term.value.slice(form.dataset.base.length) : term.value;
      if (!own) link.rel = "noopener nofollow";
    } else {
      data.textContent = term.value;
      const language = term["xml:lang"];
      if (language) {
        data.append(" ");
        say("span", language, data).className = "tag";
      }
    }
  }

  function table(result) {
    const rows = result.results.bindings;
    say("h2", `${rows.length.toLocaleString(document.documentElement.lang)} ${form.dataset.rows}`);
    const frame = say("div", "");
    frame.className = "scroll";
    frame.tabIndex = 0;
    const body = say("table", "", frame);
    const head = say("tr", "", say("thead", "", body));
    for (const name of result.head.vars) say("th", name, head).scope = "col";
    const lines = say("tbody", "", body);
    for (const row of rows) {
      const line = say("tr", "", lines);
      for (const name of result.head.vars) cell(line, row[name]);
    }
  }

  async function run() {
    answer.replaceChildren();
    say("p", form.dataset.running);
    const accept = "application/sparql-results+json, text/turtle;q=0.8, application/problem+json;q=0.5";
    try {
      const body = new URLSearchParams({ query: form.elements.query.value });
      const response = await fetch(form.action, { method: "POST", headers: { Accept: accept }, body });
      const type = response.headers.get("content-type") || "";
      const content = type.includes("json") ? await response.json() : await response.text();
      answer.replaceChildren();
      if (!response.ok) {
        const message = say("div", `${form.dataset.failed} ${content.detail || response.status}`);
        message.className = "message violation";
        message.setAttribute("role", "alert");
      } else if (content.results) table(content);
      else say("pre", typeof content === "string" ? content : JSON.stringify(content.boolean ?? content, null, 2));
    } catch (error) {
      answer.replaceChildren();
      say("p", `${form.dataset.failed} ${error.message}`).className = "message violation";
    }
    answer.focus();
  }

  form.querySelector("[data-run]").addEventListener("click", run);
  form.elements.query.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
}

/** The form for suggestions: what there is already, as one types. */
function enhanceProposal(form) {
  const list = document.querySelector("[data-duplicates]");
  const nothing = document.querySelector("[data-nothing]");
  const names = ["label_en", "label_fr"].map((name) => form.elements.namedItem(name));
  const vocabulary = form.elements.namedItem("vocabulary");
  let latest = 0;
  let waiting = 0;

  function show(found) {
    const items = found.map((one) => {
      const item = document.createElement("li");
      const name = document.createElement(one.href ? "a" : "span");
      name.textContent = one.label;
      if (one.href) name.href = one.href;
      const note = document.createElement("span");
      note.className = "note";
      note.textContent = [form.dataset[one.likeness], one.vocabulary].filter(Boolean).join(" · ");
      item.append(name, " ", note);
      return item;
    });
    list.replaceChildren(...items);
    nothing.hidden = items.length > 0;
  }

  async function look() {
    const asked = ++latest;
    const found = new Map();
    for (const name of names) {
      if (!name.value.trim()) continue;
      const query = new URLSearchParams({ label: name.value, vocabulary: vocabulary.value });
      query.set("lang", document.documentElement.lang);
      const response = await fetch(`${form.dataset.proposal}?${query}`).catch(() => null);
      if (!response || !response.ok) continue;
      for (const one of (await response.json()).duplicates) found.set(one.uri || `${one.id} ${one.label}`, one);
    }
    if (asked === latest) show([...found.values()]);
  }

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 250);
  };
  for (const name of names) name.addEventListener("input", soon);
  vocabulary.addEventListener("change", soon);
  if (!list.children.length) soon();
}

/** A tree of links: branches open in place, arrows move through it (WAI-ARIA tree pattern). */
function enhanceTree(root) {
  let groups = 0;
  const link = (entry) => entry.querySelector(":scope > .node, :scope > [data-more]");
  const items = () => [...root.querySelectorAll("[role=treeitem]")].filter((item) => !item.closest("[hidden]"));

  function adopt(entries) {
    for (const entry of entries) {
      entry.setAttribute("role", "none");
      const item = link(entry);
      item.setAttribute("role", "treeitem");
      item.tabIndex = -1;
      const toggle = entry.querySelector(":scope > .toggle");
      if (toggle) {
        item.setAttribute("aria-expanded", "false");
        toggle.setAttribute("aria-hidden", "true");
        toggle.tabIndex = -1;
      }
    }
  }

  function focus(item) {
    for (const other of root.querySelectorAll("[role=treeitem][tabindex='0']")) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  }

  async function fetched(href) {
    const response = await fetch(href, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const entries = [...(page.querySelector("[data-tree]")?.children ?? [])].map((entry) => document.adoptNode(entry));
    adopt(entries);
    return entries;
  }

  function remark(parent, text) {
    const waiting = document.createElement("li");
    waiting.setAttribute("role", "none");
    waiting.className = "waits";
    waiting.textContent = text;
    parent.append(waiting);
    return waiting;
  }

  async function open(entry) {
    const item = link(entry);
    let group = entry.querySelector(":scope > ul");
    if (!group) {
      group = document.createElement("ul");
      group.setAttribute("role", "group");
      group.id = `${root.id || "tree"}-${++groups}`;
      entry.append(group);
      item.setAttribute("aria-owns", group.id);
      item.setAttribute("aria-busy", "true");
      const waiting = remark(group, root.dataset.loading);
      try {
        const entries = await fetched(entry.querySelector(":scope > .toggle").href);
        waiting.remove();
        group.append(...entries);
      } catch {
        waiting.textContent = root.dataset.failed;
      }
      item.removeAttribute("aria-busy");
    }
    group.hidden = false;
    item.setAttribute("aria-expanded", "true");
    entry.classList.add("open");
  }

  function close(entry) {
    entry.querySelector(":scope > ul").hidden = true;
    link(entry).setAttribute("aria-expanded", "false");
    entry.classList.remove("open");
  }

  async function more(entry) {
    const item = link(entry);
    if (item.getAttribute("aria-busy")) return;
    item.setAttribute("aria-busy", "true");
    try {
      const entries = await fetched(item.href);
      const focused = document.activeElement === item;
      entry.replaceWith(...entries);
      if (focused && entries.length) focus(link(entries[0]));
    } catch {
      item.removeAttribute("aria-busy");
      item.textContent = root.dataset.failed;
    }
  }

  root.setAttribute("role", "tree");
  adopt(root.children);
  const first = items()[0];
  if (first) first.tabIndex = 0;
  // what begins with one concept begins below it
  if (root.children.length === 1 && first.hasAttribute("aria-expanded")) open(root.children[0]);

  root.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const clicked = event.target.closest(".toggle, [data-more]");
    if (!clicked) return;
    event.preventDefault();
    const entry = clicked.closest("li");
    if (clicked.matches("[data-more]")) more(entry);
    else if (entry.classList.contains("open")) close(entry);
    else open(entry);
  });
  root.addEventListener("focusin", (event) => {
    if (!event.target.matches("[role=treeitem]") || event.target.tabIndex === 0) return;
    for (const other of root.querySelectorAll("[role=treeitem][tabindex='0']")) other.tabIndex = -1;
    event.target.tabIndex = 0;
  });
  root.addEventListener("keydown", (event) => {
    const item = event.target.closest("[role=treeitem]");
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    const entry = item.closest("li");
    const all = items();
    const at = all.indexOf(item);
    const expanded = item.getAttribute("aria-expanded");
    const above = entry.parentElement === root ? null : link(entry.parentElement.closest("li"));
    const keys = {
      ArrowDown: () => at + 1 < all.length && focus(all[at + 1]),
      ArrowUp: () => at > 0 && focus(all[at - 1]),
      Home: () => focus(all[0]),
      End: () => focus(all.at(-1)),
      ArrowRight: () => (expanded === "false" ? open(entry) : expanded === "true" && at + 1 < all.length && focus(all[at + 1])),
      ArrowLeft: () => (expanded === "true" ? close(entry) : above && focus(above)),
      " ": () => (expanded === "true" ? close(entry) : expanded === "false" ? open(entry) : item.click()),
    };
    if (event.key in keys) {
      event.preventDefault();
      keys[event.key]();
    } else if (event.key.length === 1) {
      const letter = event.key.toLocaleLowerCase();
      const next = [...all.slice(at + 1), ...all.slice(0, at)];
      const found = next.find((other) => other.textContent.trim().toLocaleLowerCase().startsWith(letter));
      if (found) focus(found);
    }
  });
}

/** A search field that offers concepts as one types, from the vocabulary API (WAI-ARIA combobox pattern). */
function enhanceSuggestions(form) {
  const input = form.elements.namedItem("q");
  const list = document.createElement("ul");
  let asked = 0;
  let timer = 0;
  Object.assign(list, { id: "options", className: "options", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  input.parentElement.append(list);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": "options", "aria-expanded": "false" };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  const chosen = () => list.querySelector("[aria-selected=true]");
  const show = (visible) => {
    list.hidden = !visible;
    input.setAttribute("aria-expanded", String(visible));
    if (!visible) input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const go = (option) => location.assign(`/concept?${new URLSearchParams({ uri: option.dataset.uri })}`);

  async function hits(pattern) {
    const { suggest: vocab, language: labellang } = form.dataset;
    const given = new URLSearchParams({ vocab, query: pattern, labellang, unique: "true", maxhits: "12" });
    const response = await fetch(`/rest/v1/search?${given}`, { headers: { Accept: "application/json" } });
    return response.ok ? (await response.json()).results : [];
  }

  async function suggest() {
    const text = input.value.replaceAll("*", " ").trim();
    const mine = ++asked;
    if (!text) return show(false);
    let found = await hits(`${text}*`);
    if (!found.length && text.length > 2) found = await hits(`*${text}*`);
    if (mine !== asked) return;
    list.replaceChildren(
      ...found.map((hit, number) => {
        const option = document.createElement("li");
        option.id = `option-${number}`;
        option.dataset.uri = hit.uri;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = hit.prefLabel || hit.localname;
        const other = hit.altLabel || hit.hiddenLabel || hit.matchedPrefLabel;
        if (other && other.toLowerCase() !== option.textContent.toLowerCase()) {
          const note = document.createElement("span");
          note.className = "note";
          note.textContent = ` ${form.dataset.also} ${other}`;
          option.append(note);
        }
        return option;
      }),
    );
    show(found.length > 0);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 120);
  });
  input.addEventListener("blur", () => show(false));
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  input.addEventListener("keydown", (event) => {
    const options = [...list.children];
    if (event.key === "Escape" && !list.hidden) show(false);
    else if (event.key === "Enter" && !list.hidden && chosen()) go(chosen());
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = options.indexOf(chosen());
      choose(options.at(at < 0 ? (step > 0 ? 0 : -1) : (at + step) % options.length));
    } else return;
    event.preventDefault();
  });
}

/** A button that copies a text. */
function enhanceCopy(button) {
  const said = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = said), 2000);
  });
  // the clipboard is only there over https, and on this machine
  button.hidden = !navigator.clipboard;
}

for (const form of document.querySelectorAll("form[data-search]")) enhanceSearch(form);
for (const form of document.querySelectorAll("form[data-sparql]")) enhanceSparql(form);
for (const tree of document.querySelectorAll("[data-tree]")) enhanceTree(tree);
for (const form of document.querySelectorAll("form[data-suggest]")) enhanceSuggestions(form);
for (const button of document.querySelectorAll("[data-copy]")) enhanceCopy(button);
for (const form of document.querySelectorAll("form[data-proposal]")) enhanceProposal(form);
