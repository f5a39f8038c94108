// Read: everything that was said, searched and filtered, with one contribution whole beside it.

const ROW = 76;
const OVERSCAN = 8;
const PAGE_ROWS = 100;
const LONG = 800; // letters in which one has to look for what was searched
const MOST_TO_PICK = 15; // more than these are not a list to go through
const FILTERS = ["words", "state", "source", "about", "perspective", "since", "until", "mine", "left"];

// The form stays as long as the view does; what it finds is drawn anew beside it.
async function readView(app) {
  const place = app.place.read;
  if (place.mode === undefined) Object.assign(place, { mode: "list", page: 0, at: 0, filters: {}, typed: "" });
  const choices = await app.link.ask("choices");
  const found = h("div");
  const pane = h("div", { class: "cd-main-pane", "data-anchor": "pane" });
  const results = () => drawResults(app, found, pane);
  const view = h("div", { class: "cd-two cd-reading" }, h("div", { class: "cd-side" }, h("h3", { tabindex: -1 }, say("read")), searchForm(app, choices, results), nextToRead(app), found), pane);
  view.update = results;
  await results();
  return view;
}

// What to read next, and why: asked for when it is opened, because the sorter has to hear what nobody has read.
function nextToRead(app) {
  const place = app.place.read;
  const box = h("div", { role: "group", "aria-label": say("next_to_read") });
  const open = (id) => () => ((place.id = id), app.show(".cd-main-pane h3"));
  const row = (each) => h("li", null, button(short(each.text, 160), open(each.id.split(".")[0]), { class: "cd-link", "data-key": `next-${each.id}` }), h("p", { class: "cd-soft" }, each.why));
  async function fill() {
    box.replaceChildren(h("p", { class: "cd-soft" }, say("sorter_at_work")));
    const found = await app.try(() => app.link.ask("next", { n: 5 }, 600000));
    box.replaceChildren(...(!found ? [] : found.next.length ? [h("p", { class: "cd-soft" }, say("next_note")), h("ul", { class: "cd-plain" }, found.next.map(row))] : [h("p", null, say("next_none"))]));
  }
  const part = h("details", { open: place.next, ontoggle: () => part.open !== Boolean(place.next) && ((place.next = part.open), place.next && fill()) }, h("summary", { "data-key": "next-to-read" }, say("next_to_read")), box);
  if (place.next) fill();
  return part;
}

async function drawResults(app, box, pane) {
  const place = app.place.read;
  const turn = (place.turn = (place.turn || 0) + 1);
  const found = await app.link.ask("list", { ...place.filters, start: place.mode === "pages" ? place.page * PAGE_ROWS : 0 });
  if (turn !== place.turn) return; // something else is looked for by now
  if (!place.id && found.rows.length) place.id = found.rows[0].id;
  const toggle = (e) => {
    place.mode = e.target.checked ? "pages" : "list";
    app.show('[data-key="pages"]');
  };
  app.onselect = [];
  await app.drawWithin(box, [
    h("p", { class: "cd-soft", "data-found": "" }, found.total === found.all ? say("n_in_all", { n: found.all }) : say("n_found", { n: found.total, all: found.all })),
    place.mode === "pages" ? pagedList(app, found) : longList(app, found, pane),
    h("label", { class: "cd-box" }, h("input", { type: "checkbox", checked: place.mode === "pages", "data-key": "pages", onchange: toggle }), say("as_pages")),
  ]);
  app.filling = fillPane(app, pane, place.id); // the list need not wait for it
}

function searchForm(app, choices, results) {
  const place = app.place.read;
  const f = place.filters;
  const id = fresh("search");
  const inUse = () => FILTERS.filter((name) => name !== "words" && f[name]).length;
  const summary = h("summary", { "data-key": "filters" });
  const label = () => (summary.textContent = inUse() ? say("filters_n", { n: inUse() }) : say("filters"));
  const change = (name, value) => {
    if (value) f[name] = value;
    else delete f[name];
    Object.assign(place, { page: 0, at: 0, id: "", scroll: 0 });
    label();
    const shown = app.host.firstElementChild; // what is on the screen now, whatever was drawn anew since this form was made
    return app.try((shown && shown.update) || results);
  };
  const search = h("input", {
    type: "search",
    id,
    value: place.typed, // what stands in the field, not what was last looked for
    autocomplete: "off",
    "data-key": "search",
    oninput: () => {
      place.typed = search.value;
      clearTimeout(place.searching);
      place.searching = setTimeout(() => change("words", place.typed.trim()), 60);
    },
  });
  const pick = (name, label, options) =>
    h("label", { class: "cd-field" }, label, h("select", { "data-key": `by-${name}`, onchange: (e) => change(name, e.target.value) }, h("option", { value: "" }, say("all")), options.map(([value, text]) => h("option", { value, selected: f[name] === value }, text))));
  // A long list is not gone through but typed into; empty again, it filters no more.
  const typeToPick = (name, label, options) => {
    const choice = nameField(label, options.map((words) => ({ id: words, label: short(words, 70) })), { onchoose: (chosen) => change(name, chosen.id), key: `by-${name}` });
    choice.field.value = f[name] ? short(f[name], 70) : "";
    choice.field.placeholder = say("type_some_letters");
    choice.field.addEventListener("change", () => !choice.field.value.trim() && f[name] && change(name, ""));
    return choice.node;
  };
  const date = (name) => h("label", { class: "cd-field" }, say(name), h("input", { type: "date", value: f[name] || "", "data-key": `by-${name}`, onchange: (e) => change(name, e.target.value) }));
  const tick = (name) => h("label", { class: "cd-box" }, h("input", { type: "checkbox", checked: Boolean(f[name]), "data-key": `by-${name}`, onchange: (e) => change(name, e.target.checked) }), say(`only_${name}`));
  const states = ["not yet read", "part read", "placed", "set aside", "held"];
  const fields = [
    pick("state", say("where_it_stands"), states.map((state) => [state, say(`state_${state.replaceAll(" ", "_")}`)])),
    choices.sources.length > 1 && pick("source", say("came_from"), choices.sources.map((each) => [each.what, `${short(readable(each.what), 50)} (${each.many})`])),
    choices.about.length > 1 && pick("about", say("what_it_answers"), choices.about.map((each) => [each.what, `${short(readable(each.what), 50)} (${each.many})`])),
    choices.perspectives.length > MOST_TO_PICK ? typeToPick("perspective", say("perspective"), choices.perspectives) : choices.perspectives.length > 0 && pick("perspective", say("perspective"), choices.perspectives.map((words) => [words, short(words, 50)])),
    date("since"),
    date("until"),
    tick("mine"),
    tick("left"),
  ];
  const clear = () => {
    for (const name of FILTERS) if (name !== "words") delete f[name];
    form.querySelectorAll("[data-key^=by-]").forEach((each) => (each.type === "checkbox" ? (each.checked = false) : (each.value = "")));
    return change("words", place.typed.trim());
  };
  const form = h(
    "form",
    { role: "search", onsubmit: (e) => e.preventDefault() },
    h("div", { class: "cd-field" }, h("label", { for: id }, say("search")), search),
    h("details", { open: place.open || inUse() > 0, ontoggle: (e) => (place.open = e.target.open) }, summary, h("div", { class: "cd-fields" }, fields, button(say("no_filters"), clear, { "data-key": "no-filters" }))),
  );
  label();
  return form;
}

// A long list, drawn as far as it is seen; the arrows go through it, Enter goes to the words, Space selects.
function longList(app, first, pane) {
  const place = app.place.read;
  const pages = new Map([[0, first.rows]]);
  const asked = new Set([0]);
  const total = first.total;
  const pad = h("div", { role: "presentation", class: "cd-pad" });
  const list = h("div", { role: "listbox", tabindex: 0, class: "cd-list", "aria-label": say("everything_said"), "aria-multiselectable": "true", "data-key": "list", "data-scroll": "list" }, pad);
  const uid = fresh("row");
  let timer = 0;
  pad.style.height = `${total * ROW}px`;
  list.style.maxHeight = `${total * ROW + 2}px`;
  if (!total) return h("p", null, say(first.all ? "nothing_found" : "nothing_to_hear"));

  async function need(page) {
    if (asked.has(page) || page < 0 || page * PAGE_ROWS >= total) return;
    asked.add(page);
    try {
      const got = await app.link.ask("list", { ...place.filters, start: page * PAGE_ROWS });
      pages.set(page, got.rows);
      draw();
    } catch {
      asked.delete(page);
    }
  }
  const rowAt = (i) => {
    const page = Math.floor(i / PAGE_ROWS);
    need(page);
    return (pages.get(page) || [])[i % PAGE_ROWS];
  };

  const drawn = new Map(); // place in the list -> its row on the screen: what is there already is not made again

  function draw() {
    const top = Math.max(0, Math.floor(list.scrollTop / ROW) - OVERSCAN);
    const end = Math.min(total, Math.ceil((list.scrollTop + (list.clientHeight || 480)) / ROW) + OVERSCAN);
    for (const [i, option] of drawn) {
      if (i < top || i >= end) {
        option.remove();
        drawn.delete(i);
      }
    }
    for (let i = top; i < end; i += 1) {
      const row = rowAt(i);
      let option = drawn.get(i);
      if (!option || (row && option.empty)) {
        if (option) option.remove();
        option = optionOf(i, row);
        drawn.set(i, option);
        const after = [...drawn.keys()].filter((other) => other > i).sort((a, b) => a - b)[0];
        pad.insertBefore(option, after === undefined ? null : drawn.get(after)); // in the order in which they are read
      }
      option.classList.toggle("cd-active", i === place.at);
      option.setAttribute("aria-selected", String(Boolean(row && app.selected.has(row.whole))));
    }
    need(Math.floor(end / PAGE_ROWS) + 1); // one page ahead
    if (place.at >= top && place.at < end) list.setAttribute("aria-activedescendant", `${uid}-${place.at}`);
    else list.removeAttribute("aria-activedescendant");
  }

  function optionOf(i, row) {
    const option = h("div", { role: "option", id: `${uid}-${i}`, class: "cd-option", "aria-setsize": total, "aria-posinset": i + 1 });
    option.style.top = `${i * ROW}px`;
    option.empty = !row;
    option.append(...(row ? optionText(row) : ["…"]));
    return option;
  }

  function move(i) {
    place.at = Math.max(0, Math.min(total - 1, i));
    const row = rowAt(place.at);
    if (row) place.id = row.id; // at once: what is drawn anew meanwhile shows the one that was chosen
    const y = place.at * ROW;
    if (y < list.scrollTop) list.scrollTop = y;
    else if (y + ROW > list.scrollTop + list.clientHeight) list.scrollTop = y + ROW - list.clientHeight;
    draw();
    clearTimeout(timer);
    timer = setTimeout(() => openActive(false), 120);
  }

  async function openActive(go, chosen) {
    clearTimeout(timer);
    const row = rowAt(place.at);
    if (!row) return;
    place.id = row.id;
    await fillPane(app, pane, row.id);
    if (go || (chosen && isBelow(pane, list))) app.focusOn(pane.querySelector("h3"));
  }

  let drawing = false;
  list.addEventListener("scroll", () => {
    place.scroll = list.scrollTop;
    if (drawing) return;
    drawing = true;
    requestAnimationFrame(() => {
      drawing = false;
      draw();
    });
  });
  list.addEventListener("click", (e) => {
    const option = e.target.closest("[role=option]");
    if (option) {
      move(Number(option.id.slice(uid.length + 1)));
      openActive(false, true);
    }
  });
  list.addEventListener("keydown", (e) => {
    const page = Math.max(1, Math.floor(list.clientHeight / ROW));
    const to = { ArrowDown: place.at + 1, ArrowUp: place.at - 1, PageDown: place.at + page, PageUp: place.at - page, Home: 0, End: total - 1 }[e.key];
    if (to !== undefined) move(to);
    else if (e.key === "Enter") openActive(true);
    else if (e.key === " ") {
      const row = rowAt(place.at);
      if (row) app.select(row.whole, !app.selected.has(row.whole));
      draw();
    } else return;
    e.preventDefault();
    e.stopPropagation();
  });
  draw();
  requestAnimationFrame(() => {
    list.scrollTop = place.scroll || 0;
    draw();
  });
  app.onselect.push(draw);
  return [app.frame.me && severalBar(app), list];
}

// Whether the words are under the list, as on a narrow or magnified screen, rather than beside it: then one is taken there.
function isBelow(pane, list) {
  return pane.getBoundingClientRect().top >= list.getBoundingClientRect().bottom;
}

function optionText(row) {
  const text = row.state === "held" ? say("held_told") : short(row.text, 150);
  const where = row.names.length ? row.names.map(quoted).join(", ") : say(`state_${row.state.replaceAll(" ", "_")}`);
  return [h("span", { class: "cd-line", dir: "auto" }, text), h("span", { class: "cd-soft" }, where)];
}

// What can be done with all that are selected, wherever they stand in the list.
function severalBar(app) {
  const bar = h("div", { class: "cd-select", "data-anchor": "several" });
  const count = h("span", { class: "cd-soft" });
  const draw = () => {
    count.textContent = say("n_selected", { n: app.selected.size });
    bar.hidden = !app.selected.size;
  };
  const chosen = () => [...app.selected];
  bar.chosen = chosen;
  bar.append(
    h(
      "div",
      { class: "cd-row" },
      count,
      button(say("put_with"), () => putWith(app, bar, chosen(), "", () => app.selectAll([])), { class: "cd-small", "data-key": "put-several" }),
      button(say("set_aside"), () => setAside(app, bar, chosen(), "", () => app.selectAll([])), { class: "cd-small", "data-key": "aside-several" }),
      button(say("select_none"), () => app.selectAll([]), { class: "cd-small", "data-key": "none-several" }),
    ),
  );
  app.onselect.push(draw);
  draw();
  return bar;
}

// The same list as plain pages, for those who rather have it so, and for screen readers.
function pagedList(app, found) {
  const place = app.place.read;
  const turn = (by) => {
    place.page += by;
    return app.show('[data-key="page-top"]');
  };
  if (!found.total) return h("p", null, say(found.all ? "nothing_found" : "nothing_to_hear"));
  return [
    app.frame.me && severalBar(app),
    h("p", { tabindex: -1, "data-key": "page-top" }, say("page_of", { from: found.start + 1, to: found.start + found.rows.length, of: found.total })),
    h(
      "ol",
      { class: "cd-pages", start: found.start + 1 },
      found.rows.map((row) =>
        h(
          "li",
          null,
          app.frame.me && h("input", { type: "checkbox", checked: app.selected.has(row.whole), "data-passage": row.whole, "aria-label": say("select_what", { words: short(row.text, 60) }), onchange: (e) => app.select(row.whole, e.target.checked), "data-key": `tick-${row.id}` }),
          button(optionText(row), () => ((place.id = row.id), app.show(".cd-main-pane h3")), { class: "cd-pick", "aria-current": place.id === row.id ? "true" : false, "data-key": `open-${row.id}` }),
        ),
      ),
    ),
    h(
      "div",
      { class: "cd-row" },
      button(say("page_back"), () => turn(-1), { disabled: place.page === 0, "data-key": "page-back" }),
      button(say("page_on"), () => turn(1), { disabled: found.start + found.rows.length >= found.total, "data-key": "page-on" }),
    ),
  ];
}

// One contribution whole, with its thread.
async function fillPane(app, pane, id) {
  const turn = (app.place.read.shown = (app.place.read.shown || 0) + 1);
  const { item, thread, replies: many } = id ? await app.link.ask("read", { contribution: id }) : { item: null, thread: [], replies: 0 };
  if (turn !== app.place.read.shown) return; // another is to be shown by now
  if (app.sheet && pane.contains(app.sheet.node)) return;
  const step = (other) => button(short(other.text, 160), () => ((app.place.read.id = other.id), app.show(".cd-main-pane h3")), { class: "cd-link", "data-key": `thread-${other.id}` });
  const back = button(say("back_to_list"), () => app.focusKey(app.place.read.mode === "pages" ? `open-${id}` : "list"), { class: "cd-small cd-back", "data-key": "to-list" });
  await app.drawWithin(pane, !item ? [h("h3", { tabindex: -1 }, say("nothing_open"))] : [back, item.state === "held" ? heldOf(app, item) : wholeInPane(app, item, thread, many, step)].flat(9));
  app.chooseAgain(); // what was chosen in it is still shown, or is chosen no more
}

function wholeInPane(app, item, thread, many, step) {
  const answers = thread.filter((t) => t.how === "answers");
  const replies = thread.filter((t) => t.how === "reply");
  const words = app.place.read.filters.words || "";
  const text = app.words(item, "", words);
  const found = item.text.length > LONG && text.querySelector(".cd-found");
  return [
    h("h3", { tabindex: -1 }, say("one_contribution")),
    whereFrom(item),
    found && button(say("to_the_words", { words: quoted(short(words, 40)) }), () => found.scrollIntoView({ block: "center" }), { class: "cd-small", "data-key": "to-the-words" }),
    answers.length > 0 && h("p", { class: "cd-thread" }, `${say("it_answers")} `, answers.map(step)),
    text,
    replies.length > 0 && h("div", { class: "cd-thread" }, h("h4", null, say("n_replies", { n: many })), h("ul", { class: "cd-plain" }, replies.map((r) => h("li", null, step(r))))),
    actionsFor(app, item, app.frame.themes),
    didWith(app, item),
  ];
}

function heldOf(app, item) {
  return [
    h("h3", { tabindex: -1 }, say("held_heading")),
    h("p", null, say("held_by", { who: item.held_by }), item.because ? ` ${say("because_what", { why: item.because })}` : ""),
    app.frame.me ? button(say("release"), () => app.tryAct("release", { contributions: [item.id] }, say("release")), { "data-key": "release" }) : "",
  ];
}
