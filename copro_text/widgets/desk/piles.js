// Piles: the names, each with what people put there and, apart from it, what the sorter suggests.

async function pilesView(app) {
  const place = app.place.piles;
  const data = await app.link.ask("piles");
  const chosen = data.names.find((name) => name.id === place.code);
  const wanted = place.code === "left" ? "left" : chosen ? place.code : "";
  const detail = wanted === "left" ? await leftOver(app, data) : chosen ? await oneName(app, data, chosen) : overview(app, data);
  return h(
    "div",
    { class: "cd-two" },
    h(
      "div",
      { class: "cd-side" },
      h("h3", { tabindex: -1 }, say("names_heading", { n: data.names.length })),
      h("div", { class: "cd-row", "data-anchor": "new" }, app.frame.me && button(say("new_name"), (e) => newName(app, e.target.closest("[data-anchor]")), { "data-key": "new-name" })),
      h(
        "ul",
        { class: "cd-plain cd-names" },
        data.names.length > 0 && h("li", null, nameButton(app, "", say("all_piles"), say("all_piles_note"), wanted)),
        data.left > 0 && h("li", null, nameButton(app, "left", say(data.flat ? "without_a_pile" : "could_not_place"), say("read_first", { n: data.left }), wanted)),
        inTree(data.names).map(([name, deep]) => h("li", { class: deep ? "cd-under" : "" }, nameButton(app, name.id, name.label, countsOf(name), wanted, name))),
      ),
      data.away.length > 0 &&
        h("details", null, h("summary", null, say("put_away_n", { n: data.away.length })), h("ul", { class: "cd-plain" }, data.away.map((name) => h("li", null, name.label, " ", app.frame.me && button(say("restore"), () => app.tryAct("restore", { name: name.id }, name.label), { class: "cd-small", "data-key": `restore-${name.id}` }))))),
    ),
    h("div", { class: "cd-main-pane" }, wanted && button(say("back_to_names"), () => app.focusKey(`name-${wanted}`), { class: "cd-small cd-back", "data-key": "to-names" }), detail),
  );
}

// Names with those put under them right after; a name under one that is not here stands by itself.
function inTree(names) {
  const here = new Set(names.map((name) => name.id));
  const under = (id) => names.filter((name) => name.under === id);
  const roots = names.filter((name) => !here.has(name.under));
  const walk = (name, deep) => [[name, deep], ...under(name.id).flatMap((child) => walk(child, deep + 1))];
  return roots.flatMap((name) => walk(name, 0));
}

function countsOf(name) {
  const people = name.placed ? say("from_n_people", { n: name.people }) : say("nobody_put");
  return name.suggested ? `${people} · ${say("n_suggested", { n: name.suggested })}` : people;
}

function nameButton(app, code, label, counts, wanted, name) {
  const mark = name && name.draft ? h("span", { class: "cd-tag" }, say("draft")) : name && name.waits ? h("span", { class: "cd-tag" }, say("waits")) : null;
  return button([h("span", { class: "cd-name" }, label, " ", mark), h("span", { class: "cd-soft" }, counts)], () => openName(app, code), {
    "aria-current": wanted === code ? "true" : false,
    class: "cd-pick",
    "data-key": `name-${code || "all"}`,
  });
}

function openName(app, code) {
  Object.assign(app.place.piles, { code, placed: 0, suggested: 0, left: 0, more: false });
  app.selected.clear();
  app.panel = "";
  app.view = "piles";
  return app.show(".cd-main-pane h3");
}

const LEVELS = ["6", "coarse", "usual", "fine", "60"];
const USUAL = 2;

// How fine the piles are to be. Moving it does nothing yet: the sorter is asked by the button beside it.
function levelOf(app, data) {
  const place = app.place.piles;
  const at = () => (place.level === undefined ? (LEVELS.includes(data.level) ? LEVELS.indexOf(data.level) : USUAL) : place.level);
  const id = fresh("level");
  const told = h("span", { class: "cd-soft", "aria-hidden": "true" }); // the slider says it itself
  const slide = h("input", { type: "range", id, min: 0, max: LEVELS.length - 1, step: 1, value: at(), "data-key": "level" });
  const tell = () => {
    told.textContent = say(`level_${at()}`);
    slide.setAttribute("aria-valuetext", told.textContent);
  };
  slide.addEventListener("input", () => {
    place.level = Number(slide.value);
    tell();
  });
  tell();
  return { node: h("div", { class: "cd-field cd-level" }, h("label", { for: id }, say("how_many_piles")), slide, told), level: () => LEVELS[at()] };
}

function overview(app, data) {
  const me = app.frame.me;
  const fine = levelOf(app, data);
  const ask = () => app.tryAct("sort", { seed: 7, level: fine.level() }, say("ask_sorter"), { patience: 600000 });
  const again = (key) => me && [fine.node, h("p", { class: "cd-soft" }, say("level_note")), button(say(key), ask, { class: key === "ask_sorter" ? "cd-main" : "", "data-key": "sort" })];
  const empty = !app.frame.counts.contributions;
  const sorter = empty
    ? h("p", null, say("nothing_to_hear"))
    : data.sorted && !data.found
    ? [h("p", null, say("sorter_found_none")), again("ask_again")]
    : !data.sorted
    ? [h("p", null, say("sorter_not_asked")), again("ask_sorter")]
    : !data.drafted && data.found > 0
      ? [h("p", null, say("sorter_found", { n: data.found })), me && button(say("make_drafts"), ask, { class: "cd-main", "data-key": "sort" })]
      : [h("p", null, say("choose_a_name")), again("ask_again")];
  return h(
    "section",
    { "aria-label": say("piles"), "data-anchor": "overview" },
    h("h3", { tabindex: -1 }, say("piles")),
    sorter,
    me && data.names.some((name) => name.placed > 0 && !name.waits) && learnOf(app),
    me && data.found > 0 && !data.flat && furtherOf(app),
    themesOf(app, data),
  );
}

function learnOf(app) {
  const learn = () => app.tryAct("learn", {}, say("learn"), { patience: 600000 });
  return [h("p", { class: "cd-soft" }, say("learn_note")), button(say("learn"), learn, { "data-key": "learn" })];
}

// What is about the sorter's piles as a whole, one step further.
function furtherOf(app) {
  return h(
    "details",
    { class: "cd-more", open: app.place.piles.more, ontoggle: (e) => (app.place.piles.more = e.target.open) },
    h("summary", { "data-key": "more" }, say("more")),
    h("ul", { class: "cd-plain" }, h("li", null, button(say("half_without"), (e) => halfWithout(app, e.target.closest("[data-anchor]")), { class: "cd-link", "data-key": "half-without" }))),
  );
}

function themesOf(app, data) {
  const anchor = (e) => e.target.closest("[data-anchor]");
  return h(
    "div",
    null,
    h("h4", null, say("themes")),
    data.themes.length
      ? h("ul", { class: "cd-plain" }, data.themes.map((t) => themeOf(app, t)))
      : h("p", { class: "cd-soft" }, say("no_themes")),
    data.relations.length > 0 && h("ul", null, data.relations.map((r) => h("li", null, `${quoted(r.one)} ${r.how} ${quoted(r.other)}`))),
    app.frame.me && button(say("theme"), (e) => proposeTheme(app, anchor(e)), { "data-key": "theme" }),
  );
}

function themeOf(app, t) {
  const bar = (e) => e.target.closest("[data-anchor]");
  const rests = [
    t.names.length ? say("rests_on", { what: t.names.map(quoted).join(", ") }) : "",
    t.passages.length ? say("n_for", { n: t.passages.length }) : "",
    t.against.length ? say("n_against", { n: t.against.length }) : "",
  ];
  return h(
    "li",
    { class: "cd-card", "data-anchor": `theme-${t.id}` },
    h("p", { class: "cd-what" }, t.sentence, " ", t.state === "waiting" && h("span", { class: "cd-tag" }, say("waits"))),
    h("p", { class: "cd-soft" }, rests.filter(Boolean).join(" ")),
    app.frame.me &&
      h(
        "div",
        { class: "cd-row" },
        button(say("theme_reword"), (e) => rewordTheme(app, bar(e), t), { class: "cd-small", "data-key": `reword-${t.id}` }),
        button(say("relate"), (e) => relate(app, bar(e), { id: t.id, label: short(t.sentence, 60) }), { class: "cd-small", "data-key": `relate-${t.id}` }),
        button(say("memo"), (e) => writeMemo(app, bar(e), t.id), { class: "cd-small", "data-key": `memo-${t.id}` }),
        button(say("put_away"), (e) => putAway(app, bar(e), { id: t.id, label: short(t.sentence, 60) }), { class: "cd-small", "data-key": `away-${t.id}` }),
      ),
  );
}

async function leftOver(app, data) {
  const what = data.flat ? "without_a_pile" : "could_not_place";
  return h("section", { "aria-label": say(what), "data-anchor": "name" }, h("h3", { tabindex: -1 }, say(what)), h("p", null, say(`${what}_note`)), await passagesOf(app, "", "left"));
}

async function oneName(app, data, name) {
  const bar = h("div", { "data-anchor": "name" });
  const act = (text, does, key) => button(text, () => does(app, bar, name), { "data-key": key });
  const more = (text, does) => h("li", null, button(text, () => does(app, bar, name), { class: "cd-link", "data-key": `do-${text}` }));
  if (app.frame.me) {
    bar.append(
      h(
        "div",
        { class: "cd-row" },
        button(name.draft ? say("give_name") : say("rename"), () => rename(app, bar, name), { class: name.draft ? "cd-main" : "", "data-key": "rename" }),
        act(say("define"), define, "define"),
        act(say("join_with"), joinTo, "join-with"),
        button(say("part"), () => partSelected(app, bar, name), { "data-key": "part" }),
        h(
          "details",
          { class: "cd-more", open: app.place.piles.more, ontoggle: (e) => (app.place.piles.more = e.target.open) },
          h("summary", { "data-key": "more" }, say("more")),
          h(
            "ul",
            { class: "cd-plain" },
            more(say("nest"), nest),
            name.under && h("li", null, button(say("unnest"), () => app.tryAct("unnest", { code: name.id }, say("unnest")), { class: "cd-link", "data-key": "do-unnest" })),
            more(say("relate"), relate),
            more(say("theme"), proposeTheme),
            more(say("put_under_heading"), putUnderHeading),
            h("li", null, button(say("memo"), () => writeMemo(app, bar, name.id), { class: "cd-link", "data-key": "do-memo" })),
            name.suggested > 0 && more(say("bulk", { n: name.suggested }), inBulk),
            more(say("put_away"), putAway),
          ),
        ),
      ),
    );
  }
  return h(
    "section",
    { "aria-label": name.label },
    h("h3", { tabindex: -1 }, name.label, " ", name.draft && h("span", { class: "cd-tag" }, say("draft")), name.waits && h("span", { class: "cd-tag" }, say("waits"))),
    name.definition && h("p", null, name.definition),
    name.heading && h("p", { class: "cd-soft" }, say("under_heading", { heading: quoted(name.heading) })),
    name.waits && h("p", { class: "cd-notice" }, say("waits_note"), " ", button(say("decide"), () => app.go("decide"), { class: "cd-small" })),
    wordingsOf(name),
    bar,
    h("h4", null, say("put_here", { n: name.placed }), " ", h("span", { class: "cd-soft" }, name.placed ? say("from_n_people", { n: name.people }) : "")),
    await passagesOf(app, name.id, "placed"),
    h("h4", { class: "cd-sorter" }, say("suggested_here", { n: name.suggested })),
    name.suggested > 0 && h("p", { class: "cd-soft" }, say("suggested_note")),
    await passagesOf(app, name.id, "suggested"),
  );
}

function wordingsOf(name) {
  const others = name.wordings.filter((w) => !w.chosen && w.text !== name.label);
  if (!others.length) return null;
  return h("p", { class: "cd-soft" }, `${say("other_wordings")} ${others.map((w) => say(w.stands ? "wording_stands" : "wording_by", { text: quoted(w.text), who: w.who })).join("; ")}`);
}

// The passages of a name: those people put there, those the sorter suggests, or what it could not place.
async function passagesOf(app, code, which) {
  const start = app.place.piles[which] || 0;
  const page = await app.link.ask("pile", { code, which, start });
  if (!page.total) return which === "placed" ? h("p", { class: "cd-soft" }, say("nobody_put_yet")) : null;
  const list = h(
    "ul",
    { class: `cd-plain cd-passages cd-${which}` },
    page.rows.map((row) => passageRow(app, code, which, row)),
  );
  const turn = (to) => {
    app.place.piles[which] = to;
    return app.show(`.cd-${which} button`);
  };
  return [
    app.frame.me && selectionBar(app, which, page),
    list,
    page.total > page.rows.length &&
      h(
        "div",
        { class: "cd-row" },
        button(say("page_back"), () => turn(Math.max(0, start - page.size)), { disabled: start === 0, "data-key": `back-${which}` }),
        h("span", { class: "cd-soft" }, say("page_of", { from: start + 1, to: start + page.rows.length, of: page.total })),
        button(say("page_on"), () => turn(start + page.size), { disabled: start + page.rows.length >= page.total, "data-key": `on-${which}` }),
      ),
  ];
}

function passageRow(app, code, which, row) {
  const me = app.frame.me;
  const id = fresh("passage");
  const box = me && h("input", { type: "checkbox", id, checked: app.selected.has(row.id), "data-passage": row.id, "aria-label": say("select_what", { words: short(row.text, 60) }), onchange: (e) => app.select(row.id, e.target.checked), "data-key": `select-${which}-${row.id}` });
  const by = row.by.map((b) => (b.because ? say("put_by_because", { who: b.who, why: b.because }) : say("put_by", { who: b.who })));
  const bulk = row.by.length > 0 && row.by.every((b) => b.bulk);
  const refuse = () => app.tryAct("remove", { passages: [row.id], code }, say("no_not_there"));
  return h(
    "li",
    { class: "cd-passage", "data-anchor": `row-${row.id}`, "data-card": `${which}:${row.id}` },
    h("div", { class: "cd-row" }, box, h("blockquote", { dir: "auto", class: "cd-short", tabindex: -1, "data-beginning": "" }, row.text, row.more && " …")),
    h("p", { class: "cd-soft" }, [...by, bulk ? say("in_bulk") : "", row.part ? say("a_part") : ""].filter(Boolean).join(" · ")),
    h(
      "div",
      { class: "cd-row" },
      button(say("read_whole"), () => app.go("read", { id: row.contribution }), { class: "cd-small", "data-key": `read-${which}-${row.id}` }),
      me && which === "suggested" && button(say("yes_here"), () => app.tryAct("place", { passages: [row.id], code }, say("yes_here")), { class: "cd-small", "data-key": `yes-${row.id}` }),
      me && which !== "left" && button(which === "suggested" ? say("no_not_here") : row.by.some((b) => b.mine) ? say("take_out") : say("not_here_for_me"), refuse, { class: "cd-small", "data-key": `no-${row.id}` }),
      me && button(say("put_with"), (e) => putWith(app, e.target.closest("[data-anchor]"), [row.id]), { class: "cd-small", "data-key": `put-${which}-${row.id}` }),
    ),
  );
}

// What can be done with several at once.
function selectionBar(app, which, page) {
  const all = page.rows.map((row) => row.id);
  const bar = h("div", { class: "cd-select", "data-anchor": `select-${which}` });
  const chosen = () => all.filter((id) => app.selected.has(id));
  const done = () => app.selectAll([]);
  const count = h("span", { class: "cd-soft", "data-selected": which });
  const need = (does) => () => (chosen().length ? does() : app.tell(say("select_first")));
  app.onselect.push(() => (count.textContent = say("n_selected", { n: chosen().length })));
  count.textContent = say("n_selected", { n: chosen().length });
  bar.chosen = chosen;
  bar.append(
    h(
      "div",
      { class: "cd-row" },
      button(say("select_all"), () => app.selectAll(all), { class: "cd-small", "data-key": `all-${which}` }),
      count,
      button(say("put_with"), need(() => putWith(app, bar, chosen(), "", done)), { class: "cd-small", "data-key": `put-sel-${which}` }),
      button(say("set_aside"), need(() => setAside(app, bar, chosen(), "", done)), { class: "cd-small", "data-key": `aside-sel-${which}` }),
    ),
  );
  return bar;
}

function partSelected(app, bar, name) {
  const passages = [...app.host.querySelectorAll("input[data-passage]:checked")].map((box) => box.dataset.passage);
  if (!passages.length) return app.tell(say("part_select_first"));
  return partOff(app, bar, name, passages, () => app.selectAll([]));
}
