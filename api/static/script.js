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
function enhanceSuggest(form) {
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
      const response = await fetch(`${form.dataset.suggest}?${query}`).catch(() => null);
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

for (const form of document.querySelectorAll("form[data-search]")) enhanceSearch(form);
for (const form of document.querySelectorAll("form[data-suggest]")) enhanceSuggest(form);
for (const form of document.querySelectorAll("form[data-sparql]")) enhanceSparql(form);
