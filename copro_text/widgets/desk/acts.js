// Acts: the forms that ask for what an act needs. A form stays, with all that was typed, until its act is saved.

// Opens a form under `anchor`. `fields`: [{key, label, kind, value, required, options}]; `run(values)` does it, and throws what went wrong.
function openSheet(app, anchor, { title, note, fields, submit, run }) {
  closeSheet(app);
  const kept = [title, app.view, app.place.piles.code, app.current && app.current.item.id].join("|");
  const draft = app.drafts.get(kept) || {};
  const opener = app.root.getRootNode().activeElement;
  const made = fields.map((field) => makeField(app, { ...field, value: draft[field.key] ?? field.value }));
  const wrong = h("p", { class: "cd-wrong", role: "alert" });
  const values = () => Object.fromEntries(made.map((each, i) => [fields[i].key, each.value()]));

  async function done(e) {
    e.preventDefault();
    const given = values();
    const missing = made.find((each, i) => fields[i].required && !filled(given[fields[i].key]));
    if (missing) {
      wrong.textContent = say("please_fill", { what: missing.label });
      return missing.focus();
    }
    send.disabled = true;
    try {
      await run(given);
      app.drafts.delete(kept);
      close();
    } catch (error) {
      wrong.textContent = told(error);
    } finally {
      send.disabled = false;
    }
  }

  function close() {
    if (app.sheet !== sheet) return;
    app.sheet = null;
    const active = app.root.getRootNode().activeElement;
    const had = node.contains(active) || active === app.root.ownerDocument.body;
    node.remove();
    if (had) app.focusOn(opener);
    if (app.stale) app.redraw();
  }

  const send = h("button", { type: "submit", class: "cd-main" }, submit || say("save"));
  const heading = h("h4", { id: fresh("sheet") }, title);
  const node = h(
    "form",
    { class: "cd-sheet", "aria-labelledby": heading.id, onsubmit: done, autocomplete: "off" },
    heading,
    note && h("p", { class: "cd-soft" }, note),
    made.map((each) => each.node),
    wrong,
    h("div", { class: "cd-row" }, send, button(say("leave_it"), close)),
  );
  node.addEventListener("keydown", (e) => {
    if (e.key === "Escape") {
      close();
      e.stopPropagation();
    }
  });
  node.addEventListener("input", () => app.drafts.set(kept, values()));
  const sheet = { node, close };
  app.sheet = sheet;
  anchor.append(node);
  made[0].focus();
  node.scrollIntoView({ block: "nearest" });
}

function closeSheet(app) {
  if (app.sheet) app.sheet.close();
}

function filled(value) {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== "";
}

function told(error) {
  if (!error || error.what === undefined) throw error;
  return [error.what, error.do, error.safe].filter(Boolean).join(" ");
}

function makeField(app, { key, label, kind, value, options, required, without }) {
  const shown = required ? label : say("if_you_like", { what: label });
  if (kind === "name" || kind === "new or known name") {
    const names = app.namesToChoose(without);
    const choice = nameField(label, names, { makes: kind !== "name" });
    if (value) choice.field.value = value.label || value;
    return { label, node: choice.node, value: choice.value, focus: () => choice.field.focus() };
  }
  if (kind === "names") return manyNames(app, label, value || []);
  const id = fresh("field");
  const input =
    kind === "long"
      ? h("textarea", { id, rows: 3, value: value || "" })
      : kind === "choice"
        ? h("select", { id }, options.map(([word, text]) => h("option", { value: word, selected: word === value }, text)))
        : kind === "number"
          ? h("input", { id, type: "number", min: 0, max: 999, value: value || 0 })
          : h("input", { id, type: "text", value: value || "" });
  const node = h("div", { class: "cd-field" }, h("label", { for: id }, shown), input);
  const read = () => (kind === "number" ? Math.max(0, Math.round(Number(input.value) || 0)) : input.value.trim());
  return { label, node, value: read, focus: () => input.focus() };
}

// Several names: boxes to tick.
function manyNames(app, label, chosen) {
  const boxes = app.namesToChoose().map((each) => {
    const box = h("input", { type: "checkbox", value: each.id, checked: chosen.includes(each.id) });
    return h("label", { class: "cd-box" }, box, each.label);
  });
  const node = h("fieldset", { class: "cd-field" }, h("legend", null, say("if_you_like", { what: label })), h("div", { class: "cd-boxes" }, boxes));
  const value = () => [...node.querySelectorAll("input:checked")].map((box) => box.value);
  return { label, node, value, focus: () => (node.querySelector("input") || node).focus() };
}

const BECAUSE = { key: "because", kind: "line" };

function because(required) {
  return { ...BECAUSE, label: say("because"), required };
}

// The forms, by what they are for. `passages` are ids; `quoted` the words chosen on the screen, to be sure that they are the right ones.

function putWith(app, anchor, passages, quotedWords, after) {
  openSheet(app, anchor, {
    title: passages.length > 1 ? say("put_n_with", { n: passages.length }) : quotedWords ? say("put_words_with", { words: short(quotedWords, 60) }) : say("put_with"),
    note: say("put_with_note"),
    fields: [{ key: "name", label: say("name"), kind: "new or known name", required: true }, because()],
    submit: say("put_it_there"),
    run: async ({ name, because: why }) => {
      await putThere(app, passages, name, why, quotedWords);
      if (after) after();
    },
  });
}

// Puts passages with a name; a new one is made first.
async function putThere(app, passages, name, why, quotedWords) {
  let code = name.id;
  if (!code) code = (await app.act("name", { label: name.label }, say("told_name", { label: name.label }))).code;
  await app.act("place", { passages, code, because: why || "", quoted: quotedWords || "" }, say("told_put", { n: passages.length, label: name.label }));
}

function setAside(app, anchor, passages, after) {
  openSheet(app, anchor, {
    title: say("set_aside"),
    note: say("set_aside_note"),
    fields: [because(true)],
    submit: say("set_it_aside"),
    run: async ({ because: why }) => {
      await app.act("set_aside", { passages, because: why }, say("told_aside", { because: why }));
      if (after) after();
    },
  });
}

function writeMemo(app, anchor, about, title) {
  const kinds = [
    ["ours", say("memo_ours")],
    ["for the report", say("memo_report")],
    ["mine", say("memo_mine")],
  ];
  openSheet(app, anchor, {
    title: title || say("memo"),
    fields: [
      { key: "text", label: say("memo_text"), kind: "long", required: true },
      { key: "kind", label: say("memo_for"), kind: "choice", options: kinds, value: "ours", required: true },
    ],
    run: ({ text, kind }) => app.act("memo", { about, text, kind }, text),
  });
}

function keepWord(app, about, text, quotedWords) {
  return app.act("memo", { about, text, kind: "a word to keep", quoted: quotedWords || "" }, text);
}

function hold(app, anchor, contribution) {
  openSheet(app, anchor, {
    title: say("hold"),
    note: say("hold_note"),
    fields: [because()],
    submit: say("hold_it"),
    run: ({ because: why }) => app.act("hold", { contributions: [contribution], because: why }, say("hold")),
  });
}

function newName(app, anchor) {
  openSheet(app, anchor, {
    title: say("new_name"),
    note: say("new_name_note"),
    fields: [
      { key: "label", label: say("name"), kind: "line", required: true },
      { key: "definition", label: say("what_it_means"), kind: "long" },
      because(),
    ],
    run: (given) => app.act("name", given, given.label),
  });
}

function rename(app, anchor, name) {
  openSheet(app, anchor, {
    title: name.draft ? say("give_name") : say("rename_what", { label: quoted(name.label) }),
    note: name.draft ? say("give_name_note", { label: quoted(name.label) }) : say("rename_note"),
    fields: [{ key: "label", label: say("name"), kind: "line", required: true }, because()],
    run: (given) => app.act("rename", { code: name.id, ...given }, given.label),
  });
}

function define(app, anchor, name) {
  openSheet(app, anchor, {
    title: say("define_what", { label: quoted(name.label) }),
    fields: [{ key: "definition", label: say("what_it_means"), kind: "long", value: name.definition, required: true }, because()],
    run: (given) => app.act("define", { code: name.id, ...given }, given.definition),
  });
}

function joinTo(app, anchor, name) {
  openSheet(app, anchor, {
    title: say("join_what", { label: quoted(name.label) }),
    note: say("join_note"),
    fields: [{ key: "into", label: say("join_to"), kind: "name", required: true, without: name.id }, because()],
    submit: say("join_them"),
    run: ({ into, because: why }) => app.act("join", { codes: [name.id], into: into.id, because: why }, into.label),
  });
}

function partOff(app, anchor, name, passages, after) {
  openSheet(app, anchor, {
    title: say("part_what", { n: passages.length, label: quoted(name.label) }),
    note: say("part_note"),
    fields: [{ key: "label", label: say("new_name"), kind: "line", required: true }, because()],
    submit: say("part_them"),
    run: async (given) => {
      await app.act("part", { code: name.id, passages, ...given }, given.label);
      after();
    },
  });
}

function nest(app, anchor, name) {
  openSheet(app, anchor, {
    title: say("nest_what", { label: quoted(name.label) }),
    fields: [{ key: "under", label: say("nest_under"), kind: "name", required: true, without: name.id }, because()],
    run: ({ under, because: why }) => app.act("nest", { code: name.id, under: under.id, because: why }, under.label),
  });
}

function putUnderHeading(app, anchor, name) {
  openSheet(app, anchor, {
    title: say("heading_what", { label: quoted(name.label) }),
    note: say("heading_note"),
    fields: [{ key: "heading", label: say("heading"), kind: "line", value: name.heading, required: true }, because()],
    run: (given) => app.act("heading", { code: name.id, ...given }, given.heading),
  });
}

function putAway(app, anchor, name) {
  openSheet(app, anchor, {
    title: say("put_away_what", { label: quoted(name.label) }),
    note: say("put_away_note"),
    fields: [because()],
    submit: say("put_away"),
    run: ({ because: why }) => app.act("put_away", { name: name.id, because: why }, name.label),
  });
}

function relate(app, anchor, name) {
  openSheet(app, anchor, {
    title: say("relate_what", { label: quoted(name.label) }),
    note: say("relate_note"),
    fields: [
      { key: "how", label: say("relate_how"), kind: "line", required: true },
      { key: "other", label: say("relate_other"), kind: "name", required: true, without: name.id },
      because(),
    ],
    run: ({ how, other, because: why }) => app.act("relate", { one: name.id, how, other: other.id, because: why }, how),
  });
}

function proposeTheme(app, anchor, name) {
  openSheet(app, anchor, {
    title: say("theme"),
    note: say("theme_note"),
    fields: [
      { key: "sentence", label: say("theme_sentence"), kind: "long", required: true },
      { key: "codes", label: say("theme_names"), kind: "names", value: name ? [name.id] : [] },
      because(),
    ],
    run: (given) => app.act("theme", given, given.sentence),
  });
}

function inBulk(app, anchor, name) {
  openSheet(app, anchor, {
    title: say("bulk_what", { n: name.suggested, label: quoted(name.label) }),
    note: say("bulk_note"),
    fields: [because()],
    submit: say("bulk_do"),
    run: ({ because: why }) => app.act("confirm_pile", { code: name.id, because: why }, name.label),
  });
}

function addNote(app, anchor) {
  const how = ["own words", "with support", "on behalf of", "reported by", "interpreted", "described"];
  openSheet(app, anchor, {
    title: say("add_said"),
    note: say("add_said_note"),
    fields: [
      { key: "text", label: say("add_words"), kind: "long", required: true },
      { key: "said_by", label: say("add_who"), kind: "line" },
      { key: "how", label: say("add_how"), kind: "choice", options: how.map((word) => [word, say(`how_${word.replaceAll(" ", "_")}`)]), value: "own words", required: true },
      { key: "written_down_by", label: say("add_by"), kind: "line" },
    ],
    run: (given) => app.act("note", given, given.text),
  });
}

function countHands(app, anchor, question) {
  const counts = ["yes", "live_with", "not_sure", "need_time", "no"];
  openSheet(app, anchor, {
    title: say("hands"),
    note: say("hands_note"),
    fields: counts.map((key) => ({ key, label: say(`hands_${key}`), kind: "number", value: 0, required: true })),
    run: (given) => app.act("hands", { proposal: question.id, ...given }, say("hands")),
  });
}
