// Hear: one whole contribution at a time, in a mixed order, in large type. Hearing changes nothing.

async function hearView(app) {
  const place = app.place.hear;
  const ahead = app.first;
  app.first = null;
  if (place.again) await hearAgain(app, place);
  let data = (place.at === 0 && (await ahead)) || (await app.link.ask("hear", { at: place.at }));
  const by = place.by < 0 ? -1 : 1; // what is held, or was taken out since the order was made, is passed by in the direction one goes
  while (data.item === null && data.at + by >= 0 && data.at + by < data.of) {
    place.at += by;
    data = await app.link.ask("hear", { at: place.at });
  }
  place.of = data.of;
  place.id = data.item ? data.item.id : "";
  place.ids.set(data.at, place.id);
  const step = (by) => hearStep(app, by);
  if (!data.item) {
    const text = data.of ? say("heard_all") : say("nothing_to_hear");
    return h(
      "div",
      { class: "cd-hear" },
      h("h3", { tabindex: -1 }, say("hear")),
      h("p", { class: "cd-large" }, text),
      h("div", { class: "cd-row" }, data.of > 0 && button(say("from_the_start"), () => hearFrom(app, 0)), place.skipped.size > 0 && button(say("show_skipped", { n: place.skipped.size }), () => hearSkipped(app))),
    );
  }
  const item = data.item;
  return h(
    "article",
    { class: "cd-hear", "data-anchor": "hear" },
    h("h3", { tabindex: -1 }, say("hear_heading", { at: data.at + 1, of: data.of })),
    app.frame.safety && h("details", { class: "cd-notice", open: data.at === 0 }, h("summary", null, say("our_safety")), h("p", null, app.frame.safety)),
    h("p", { class: "cd-soft" }, say("hear_left", { n: data.left })),
    whereFrom(item),
    app.words(item, "cd-large"),
    h(
      "div",
      { class: "cd-row cd-step" },
      button(say("back"), () => step(-1), { disabled: data.at === 0, "data-key": "back" }),
      button(say("next"), () => step(1), { class: "cd-main", "data-key": "next" }),
      button(say("skip"), () => hearSkip(app), { "data-key": "skip", title: say("skip_note") }),
      button(say("whole_thread"), () => app.go("read", { id: item.id }), { "data-key": "thread" }),
    ),
    keepForm(app, item, data.kept),
    actionsFor(app, item, app.frame.themes),
    didWith(app, item),
  );
}

// Where one was before the page was loaded anew, and what was skipped: their places in the order as it is now.
async function hearAgain(app, place) {
  const { id, skipped } = place.again;
  place.again = null;
  const { at } = await app.link.ask("places", { contributions: [id, ...skipped].filter(Boolean) });
  if (id in at) place.at = at[id];
  for (const each of skipped.filter((other) => other in at)) {
    place.skipped.add(at[each]);
    place.ids.set(at[each], each);
  }
}

function hearStep(app, by) {
  const place = app.place.hear;
  let at = place.at + by;
  place.by = by;
  while (place.skipped.has(at)) at += by;
  if (at < 0) return app.tell(say("skipped_before")); // what was skipped is shown again only when somebody asks for it
  return hearFrom(app, Math.min(place.of, at));
}

function hearFrom(app, at) {
  app.place.hear.at = at;
  return app.show("h3");
}

function hearSkip(app) {
  app.place.hear.skipped.add(app.place.hear.at);
  app.keep();
  return hearStep(app, 1);
}

function hearSkipped(app) {
  const first = Math.min(...app.place.hear.skipped);
  app.place.hear.skipped.clear();
  return hearFrom(app, first);
}

// "A word you want to keep?"
function keepForm(app, item, kept) {
  const id = fresh("keep");
  const of = `keep-${item.id}`;
  const field = h("input", { type: "text", id, autocomplete: "off", maxlength: LONGEST, "data-key": of, value: app.drafts.get(of) || "" });
  field.addEventListener("input", () => (field.value ? app.drafts.set(of, field.value) : app.drafts.delete(of))); // it is there again when one comes back to the comment
  field.addEventListener("keydown", (e) => e.key === "Escape" && app.focusOn(null));
  const keep = async (e) => {
    e.preventDefault();
    const word = field.value.trim();
    if (!word) return field.focus();
    const at = item.text.indexOf(word);
    const start = at < 0 ? 0 : codePoints(item.text.slice(0, at));
    const about = at < 0 ? item.id : passageId(item, { start, end: start + codePoints(word) });
    field.value = ""; // the next word may be typed before this one is drawn
    app.drafts.delete(of);
    const { turn } = app;
    if (!(await app.tryAct("memo", { about, text: word, kind: "a word to keep", quoted: at < 0 ? "" : word }, word)) && turn === app.turn) {
      if (!app.drafts.has(of)) app.drafts.set(of, word);
      app.giveBack(of, word);
    }
  };
  return h(
    "form",
    { class: "cd-keep", onsubmit: keep },
    h("label", { for: id }, say("keep_question")),
    h("div", { class: "cd-row" }, field, h("button", { type: "submit" }, say("keep"))),
    kept.length > 0 && h("p", { class: "cd-soft" }, `${say("kept_so_far")} ${kept.map(quoted).join(", ")}`),
  );
}

// Whose words they are and how they came, as far as they allow.
function whereFrom(item) {
  const parts = [
    item.by || (item.voice === "person" ? "" : say("voice_" + item.voice.replaceAll(" ", "_"))),
    item.from.length ? say("from_perspective", { what: item.from.map(quoted).join(", ") }) : "",
    item.about && !isOfMachine(item.about) ? say("on_what", { what: quoted(item.about) }) : "",
    item.how ? say(`how_${item.how.replaceAll(" ", "_")}`) : "",
    item.written_down_by ? say("written_by", { who: item.written_down_by }) : "",
    item.when,
  ].filter(Boolean);
  const line = ([what, answer]) => `${readable(what)}: ${answer}`;
  const said = item.beside.filter(([what, answer]) => !isOfMachine(what) && !/^(-?\d|true|false)$/i.test(answer)).map(line);
  const more = item.beside.map(line).filter((each) => !said.includes(each));
  return [
    parts.length > 0 && h("p", { class: "cd-soft cd-where" }, parts.join(" · ")),
    said.length > 0 && h("p", { class: "cd-soft" }, said.join(" · ")),
    more.length > 0 && h("details", { class: "cd-soft" }, h("summary", { "data-key": "beside" }, say("beside_it")), h("p", null, more.join(" · "))),
    !item.use && h("p", { class: "cd-notice" }, say("not_to_use")),
  ];
}

// Whether a column is called as programs call them, such as "comment-body", rather than by a question that people were asked.
function isOfMachine(name) {
  return /^[a-z0-9]+([-_.][a-z0-9]+)+$/i.test(name);
}

function readable(name) {
  return isOfMachine(name) ? name.replace(/[-_.]+/g, " ") : name;
}

// What can be done with a contribution, or with the words chosen in it.
function actionsFor(app, item, themes) {
  if (!app.frame.me || !item.use) return null;
  const bar = h("div", { class: "cd-acts", "data-anchor": "acts" });
  const chosen = () => {
    const place = app.chosen && app.chosen.id === item.id && app.chosen.version === item.version ? app.chosen : null;
    return place ? { passages: [passageId(item, place)], words: place.text } : { passages: [wholeOf(item)], words: "" };
  };
  bar.current = { item, chosen };
  const memoAbout = () => (chosen().words ? chosen().passages[0] : item.id);
  bar.append(
    h(
      "div",
      { class: "cd-row" },
      button(say("put_with"), () => putWith(app, bar, chosen().passages, chosen().words), { class: "cd-main", "data-key": "put" }),
      button(say("set_aside"), () => setAside(app, bar, chosen().passages, chosen().words), { "data-key": "aside" }),
      button(say("memo"), () => writeMemo(app, bar, memoAbout(), chosen().words), { "data-key": "memo" }),
      button(say("choose_words"), () => chooseWords(app, bar, item), { "data-key": "choose" }),
      button(say("hold"), () => hold(app, bar, item.id), { "data-key": "hold" }),
      themes && themes.length > 0 ? button(say("bears_on"), () => bearsOn(app, bar, chosen().passages[0], themes), { "data-key": "bears" }) : "",
    ),
    recentOf(app, () => chosen()) || "",
    h("p", { class: "cd-chosen", "data-chosen": item.id }),
  );
  return bar;
}

function wholeOf(item) {
  return `${item.id}.${item.version}.0.${item.length}`;
}

// The names used last, each with its number key.
function recentOf(app, chosen) {
  const names = app.recent();
  if (!names.length) return null;
  return h(
    "div",
    { class: "cd-row cd-recent", role: "group", "aria-label": say("recent_names") },
    names.map((name, i) =>
      button([h("kbd", { "aria-hidden": "true" }, String(i + 1)), " ", name.label], () => putChosen(app, chosen(), name), { "data-key": `recent-${name.id}`, "aria-keyshortcuts": String(i + 1) }),
    ),
  );
}

function putChosen(app, { passages, words }, name) {
  return app.try(() => putThere(app, passages, name, "", words));
}

// For those who cannot select with a mouse: the same words in a field, where Shift and the arrows select, and its sentences as buttons.
function chooseWords(app, anchor, item) {
  closeSheet(app);
  // Not "readonly": in such a field Chromium moves no caret, and nothing can be selected by keyboard. What is typed is not taken instead.
  const field = h("textarea", { "aria-readonly": "true", rows: 6, value: item.text, id: fresh("choose"), class: "cd-words", onbeforeinput: (e) => e.preventDefault(), oninput: () => (field.value = item.text) });
  const sentences = item.sentences.map(([start, end]) => slice(item.text, start, end));
  const close = () => {
    node.remove();
    app.sheet = null;
    return app.stale && app.redraw();
  };
  const take = async (place) => {
    await close();
    await app.filling;
    app.choose(item, place);
    app.focusKey("put");
  };
  const node = h(
    "div",
    { class: "cd-sheet", role: "group", "aria-label": say("choose_words") },
    h("h4", null, say("choose_words")),
    h("label", { for: field.id }, say("choose_note")),
    field,
    h(
      "div",
      { class: "cd-row" },
      button(say("use_these_words"), () => {
        const place = selectionInField(field, item.text);
        if (place) take(place);
      }, { class: "cd-main" }),
      button(say("leave_it"), () => take(null)),
    ),
    sentences.length > 1 && h("p", null, say("or_a_sentence")),
    sentences.length > 1 && h("ul", { class: "cd-plain" }, sentences.map((text, i) => h("li", null, button(short(text, 120), () => take({ start: item.sentences[i][0], end: item.sentences[i][1], text }), { class: "cd-link" })))),
  );
  node.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    take(null);
    e.stopPropagation();
  });
  app.sheet = { node, close };
  anchor.append(node);
  field.focus();
  field.setSelectionRange(0, 0);
}

// What people did with a contribution: who put it where, kept apart from what the sorter suggests.
function didWith(app, item) {
  const readings = item.passages.flatMap((passage) => passage.readings.map((r) => ({ ...r, passage })));
  const lines = readings.map((r) =>
    h(
      "li",
      null,
      h("span", { class: r.belongs ? "cd-person" : "cd-not" }, say(r.belongs ? "who_put" : "who_refused", { who: r.who, label: quoted(r.label) })),
      !r.passage.whole && h("q", { class: "cd-soft" }, short(slice(item.text, r.passage.start, r.passage.end), 80)),
      r.bulk && h("span", { class: "cd-soft" }, say("in_bulk")),
      r.because && h("span", { class: "cd-soft" }, say("because_what", { why: r.because })),
      r.mine
        ? button(say("take_back"), () => app.undo(r.entry), { class: "cd-small", "data-key": `undo-${r.entry}` })
        : r.belongs && app.frame.me && !readings.some((o) => o.mine && o.code === r.code && !o.belongs && o.passage.id === r.passage.id) &&
          button(say("i_see_it_differently"), () => differently(app, r), { class: "cd-small", "data-key": `differ-${r.entry}` }),
    ),
  );
  const changed = item.changed.map((r) => h("li", null, say("changed_since", { who: r.who, label: quoted(r.label) })));
  const aside = item.aside.map((a) => h("li", null, say("who_set_aside", { who: a.who, why: a.because })));
  const memos = item.memos.map((m) => h("li", null, m.kind === "a word to keep" ? say("who_kept", { who: m.who, word: quoted(m.text) }) : say("who_memo", { who: m.who, text: m.text })));
  const suggested = item.suggested.map((s) =>
    h(
      "li",
      { class: "cd-suggested" },
      say("sorter_suggests", { label: quoted(s.label) }),
      app.frame.me && item.use && button(say("yes_there"), () => app.try(() => putThere(app, [wholeOf(item)], { id: s.code, label: s.label })), { class: "cd-small", "data-key": `yes-${s.code}` }),
      app.frame.me && item.use && button(say("no_not_there"), () => app.tryAct("remove", { passages: [wholeOf(item)], code: s.code }, say("no_not_there")), { class: "cd-small", "data-key": `no-${s.code}` }),
    ),
  );
  const people = [...lines, ...changed, ...aside, ...memos];
  if (item.aside.length && app.frame.me) {
    people.push(h("li", null, button(say("bring_back"), () => app.tryAct("bring_back", { passages: [wholeOf(item)] }, say("bring_back")), { class: "cd-small", "data-key": "bring-back" })));
  }
  if (!people.length && !suggested.length) return null;
  return h(
    "section",
    { class: "cd-did", "aria-label": say("what_people_did"), "data-anchor": "did" },
    people.length > 0 && [h("h4", null, say("what_people_did")), h("ul", { class: "cd-plain" }, people)],
    suggested.length > 0 && [h("h4", null, say("what_sorter_suggests")), h("ul", { class: "cd-plain" }, suggested)],
  );
}

function differently(app, reading) {
  const anchor = app.host.querySelector('[data-anchor="did"]') || app.host;
  openSheet(app, anchor, {
    title: say("i_see_it_differently"),
    about: reading.entry,
    note: say("differently_note", { label: quoted(reading.label) }),
    fields: [{ key: "name", label: say("rather_with"), kind: "new or known name" }, because()],
    run: ({ name, because: why }, more) =>
      app.act(
        "differently",
        { passages: [reading.passage.id], code: reading.code, because: why, instead: name && name.id, label: name && !name.id ? name.label : "" },
        say("told_differently", { label: reading.label }),
        more,
      ),
  });
}
