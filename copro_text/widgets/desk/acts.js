// Acts: what each needs to be asked for, and what is then done.

function because(required) {
  return { key: "because", kind: "line", label: say("because"), required };
}

// By what they are about. `passages` are ids; `words` those chosen on the screen, to be sure that they are the right ones.

function putWith(app, anchor, passages, words, after) {
  openSheet(app, anchor, {
    title: passages.length > 1 ? say("put_n_with", { n: passages.length }) : words ? say("put_words_with", { words: short(words, 60) }) : say("put_with"),
    about: passages.join(),
    note: say("put_with_note"),
    fields: [{ key: "name", label: say("name"), kind: "new or known name", required: true }, because()],
    submit: say("put_it_there"),
    run: async ({ name, because: why }, more) => {
      await putThere(app, passages, name, why, words, more);
      if (after) after();
    },
  });
}

// Puts passages with a name, which may be new: then it is made first.
function putThere(app, passages, name, why, words, more) {
  const put = { passages, because: why || "", quoted: words || "" };
  const typed = say("told_put", { label: name.label });
  return name.id ? app.act("place", { ...put, code: name.id }, typed, more) : app.act("put_new", { ...put, label: name.label }, typed, more);
}

function setAside(app, anchor, passages, words, after) {
  openSheet(app, anchor, {
    title: words ? say("set_words_aside", { words: short(words, 60) }) : say("set_aside"),
    about: passages.join(),
    note: say("set_aside_note"),
    fields: [because(true)],
    submit: say("set_it_aside"),
    run: async ({ because: why }, more) => {
      await app.act("set_aside", { passages, because: why, quoted: words || "" }, say("told_aside", { because: why }), more);
      if (after) after();
    },
  });
}

function writeMemo(app, anchor, about, words) {
  const kinds = [
    ["ours", say("memo_ours")],
    ["for the report", say("memo_report")],
    ...(words ? [] : [["content note", say("memo_content")]]),
  ];
  openSheet(app, anchor, {
    title: words ? say("memo_about", { words: short(words, 60) }) : say("memo"),
    about,
    fields: [
      { key: "text", label: say("memo_text"), kind: "long", required: true },
      { key: "kind", label: say("memo_for"), kind: "choice", options: kinds, value: "ours", required: true },
    ],
    run: ({ text, kind }, more) => app.act("memo", { about, text, kind, quoted: words || "" }, text, more),
  });
}

function keepWord(app, about, text, words) {
  return app.act("memo", { about, text, kind: "a word to keep", quoted: words || "" }, text);
}

function hold(app, anchor, contribution) {
  openSheet(app, anchor, {
    title: say("hold"),
    about: contribution,
    note: say("hold_note"),
    fields: [because()],
    submit: say("hold_it"),
    run: ({ because: why }, more) => app.act("hold", { contributions: [contribution], because: why }, say("hold_it"), more),
  });
}

// What bears on a sentence that people stand behind: it is offered again with this passage for it, or against it.
function bearsOn(app, anchor, passage, themes) {
  const sides = [
    ["passages", say("speaks_for")],
    ["against", say("speaks_against")],
  ];
  openSheet(app, anchor, {
    title: say("bears_on"),
    about: passage,
    note: say("bears_on_note"),
    fields: [
      { key: "theme", label: say("theme_which"), kind: "choice", options: themes.map((t) => [t.id, short(t.sentence, 90)]), value: themes[0].id, required: true },
      { key: "side", label: say("theme_side"), kind: "choice", options: sides, value: "passages", required: true },
      because(),
    ],
    run: ({ theme, side, because: why }, more) => {
      const t = themes.find((each) => each.id === theme);
      const rests = { passages: t.passages, against: t.against, [side]: [...new Set([...t[side], passage])] };
      return app.act("theme", { sentence: t.sentence, codes: t.codes, ...rests, instead_of: t.id, because: why }, t.sentence, more);
    },
  });
}

function rewordTheme(app, anchor, t) {
  openSheet(app, anchor, {
    title: say("theme_reword"),
    about: t.id,
    note: say("rename_note"),
    fields: [
      { key: "sentence", label: say("theme_sentence"), kind: "long", value: t.sentence, required: true },
      { key: "codes", label: say("theme_names"), kind: "names", value: t.codes },
      because(),
    ],
    run: (given, more) => app.act("theme", { ...given, passages: t.passages, against: t.against, instead_of: t.id }, given.sentence, more),
  });
}

// A form about one name: what it is called on the screen, its fields, and the act.
function aboutName(title, { note, fields, submit }, verb, given, typed) {
  return (app, anchor, name) =>
    openSheet(app, anchor, {
      title: title(name),
      about: name.id,
      note: note && note(name),
      fields: [...fields(name), because()],
      submit: submit && say(submit),
      run: (values, more) => app.act(verb, given(name, values), typed(values, name), more),
    });
}

const called = (key) => (name) => say(key, { label: quoted(name.label), n: name.suggested });
const none = () => [];

const rename = aboutName(
  (name) => (name.draft ? say("give_name") : say("rename_what", { label: quoted(name.label) })),
  { note: (name) => (name.draft ? say("give_name_note", { label: quoted(name.label) }) : say("rename_note")), fields: () => [{ key: "label", label: say("name"), kind: "line", required: true }] },
  "rename",
  (name, values) => ({ code: name.id, ...values }),
  (values) => values.label,
);
const define = aboutName(
  called("define_what"),
  { fields: (name) => [{ key: "definition", label: say("what_it_means"), kind: "long", value: name.definition, required: true }] },
  "define",
  (name, values) => ({ code: name.id, ...values }),
  (values) => values.definition,
);
const joinTo = aboutName(
  called("join_what"),
  { note: () => say("join_note"), fields: (name) => [{ key: "into", label: say("join_to"), kind: "name", required: true, without: name.id }], submit: "join_them" },
  "join",
  (name, values) => ({ codes: [name.id], into: values.into.id, because: values.because }),
  (values) => values.into.label,
);
const nest = aboutName(
  called("nest_what"),
  { fields: (name) => [{ key: "under", label: say("nest_under"), kind: "name", required: true, without: name.id }] },
  "nest",
  (name, values) => ({ code: name.id, under: values.under.id, because: values.because }),
  (values) => values.under.label,
);
const putUnderHeading = aboutName(
  called("heading_what"),
  { note: () => say("heading_note"), fields: (name) => [{ key: "heading", label: say("heading"), kind: "line", value: name.heading, required: true }] },
  "heading",
  (name, values) => ({ code: name.id, ...values }),
  (values) => values.heading,
);
const putAway = aboutName(called("put_away_what"), { note: () => say("put_away_note"), fields: none, submit: "put_away" }, "put_away", (name, values) => ({ name: name.id, ...values }), (_, name) => name.label);
const inBulk = aboutName(called("bulk_what"), { note: () => say("bulk_note"), fields: none, submit: "bulk_do" }, "confirm_pile", (name, values) => ({ code: name.id, ...values }), (_, name) => name.label);
const relate = aboutName(
  called("relate_what"),
  {
    note: () => say("relate_note"),
    fields: (name) => [
      { key: "how", label: say("relate_how"), kind: "line", required: true },
      { key: "other", label: say("relate_other"), kind: "name", required: true, without: name.id },
    ],
  },
  "relate",
  (name, values) => ({ one: name.id, how: values.how, other: values.other.id, because: values.because }),
  (values) => values.how,
);

function partOff(app, anchor, name, passages, after) {
  openSheet(app, anchor, {
    title: say("part_what", { n: passages.length, label: quoted(name.label) }),
    about: [name.id, ...passages].join(),
    note: say("part_note"),
    fields: [{ key: "label", label: say("new_name"), kind: "line", required: true }, because()],
    submit: say("part_them"),
    run: async (given, more) => {
      await app.act("part", { code: name.id, passages, ...given }, given.label, more);
      after();
    },
  });
}

function newName(app, anchor) {
  openSheet(app, anchor, {
    title: say("new_name"),
    about: "",
    note: [say("new_name_note"), app.frame.kept.length ? `${say("kept_so_far")} ${app.frame.kept.map(quoted).join(", ")}` : ""].filter(Boolean).join(" "),
    fields: [{ key: "label", label: say("name"), kind: "line", required: true }, { key: "definition", label: say("what_it_means"), kind: "long" }, because()],
    run: (given, more) => app.act("name", given, given.label, more),
  });
}

function proposeTheme(app, anchor, name) {
  openSheet(app, anchor, {
    title: say("theme"),
    about: name ? name.id : "",
    note: say("theme_note"),
    fields: [
      { key: "sentence", label: say("theme_sentence"), kind: "long", required: true },
      { key: "codes", label: say("theme_names"), kind: "names", value: name ? [name.id] : [] },
      because(),
    ],
    run: (given, more) => app.act("theme", given, given.sentence, more),
  });
}

function halfWithout(app, anchor) {
  openSheet(app, anchor, {
    title: say("half_without"),
    about: "",
    note: say("half_without_note"),
    fields: [because()],
    submit: say("half_without_do"),
    run: (given, more) => app.act("half_without_piles", given, say("half_without_do"), more),
  });
}

function addNote(app, anchor) {
  const how = ["own words", "with support", "on behalf of", "reported by", "interpreted", "described"];
  openSheet(app, anchor, {
    title: say("add_said"),
    about: "",
    note: say("add_said_note"),
    fields: [
      { key: "text", label: say("add_words"), kind: "long", required: true },
      { key: "said_by", label: say("add_who"), kind: "line" },
      { key: "how", label: say("add_how"), kind: "choice", options: how.map((word) => [word, say(`how_${word.replaceAll(" ", "_")}`)]), value: "own words", required: true },
      { key: "written_down_by", label: say("add_by"), kind: "line" },
    ],
    run: (given, more) => app.act("note", given, given.text, more),
  });
}

function countHands(app, anchor, question) {
  const counts = ["yes", "live_with", "not_sure", "need_time", "no"];
  openSheet(app, anchor, {
    title: say("hands"),
    about: question.id,
    note: say("hands_note"),
    fields: counts.map((key) => ({ key, label: say(`hands_${key}`), kind: "number", value: 0, required: true })),
    run: (given, more) => app.act("hands", { proposal: question.id, ...given }, say("hands"), more),
  });
}
