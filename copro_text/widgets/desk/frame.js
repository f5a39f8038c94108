// The frame round every view: what the study is, who is here and who is typing, how it stands, what was saved and what was not.

const VIEWS = ["hear", "piles", "read", "decide"];

function topOf(app) {
  const f = app.frame;
  const counts = f.counts;
  const stands = [
    say("n_not_yet_read", { n: counts.not_yet_read }),
    say("n_part_read", { n: counts.part_read }),
    say("n_placed", { n: counts.placed }),
    say("n_set_aside", { n: counts.set_aside }),
    counts.held ? say("n_held", { n: counts.held }) : "",
  ];
  return h(
    "div",
    { class: "cd-top" },
    h("div", { class: "cd-titles" }, h("h2", null, f.title || say("desk")), h("p", { class: "cd-soft" }, stands.filter(Boolean).join(" · "))),
    h(
      "div",
      { class: "cd-row" },
      button(whoText(app), () => app.togglePanel("who"), { "aria-expanded": String(app.panel === "who"), "data-key": "who", class: "cd-who" }),
      button(say("help"), () => app.togglePanel("help"), { "aria-expanded": String(app.panel === "help"), "data-key": "help" }),
      button(say("pause"), () => app.pause(true), { "data-key": "pause", title: say("pause_key") }),
    ),
  );
}

function whoText(app, { me, typed_by: typed } = app.frame) {
  if (!me) return say("who_are_you");
  return typed && typed !== me ? say("for_typed_by", { who: app.nameOf(me), by: app.nameOf(typed) }) : say("for_who", { who: app.nameOf(me) });
}

function navOf(app) {
  const of = app.frame.asks_me;
  return h(
    "nav",
    { "aria-label": say("views"), class: "cd-nav" },
    VIEWS.map((view) =>
      button([say(view), view === "decide" && of ? h("span", { class: "cd-count", "aria-label": say("n_wait_for_you", { n: of }) }, String(of)) : null], () => app.go(view), {
        "aria-current": app.view === view ? "page" : false,
        "data-key": `view-${view}`,
      }),
    ),
    h("span", { class: "cd-space" }),
    button(say("add_said"), () => app.frame.me && addNote(app, app.extra), { "data-key": "add-said", disabled: !app.frame.me }),
  );
}

// When part of the study is not here it is said above every view, so that nobody decides on half of it unknowingly.
function missingOf(app) {
  const [first, ...more] = app.frame.missing;
  if (!first) return null;
  return h("div", { class: "cd-alone", role: "note" }, h("p", null, say("not_whole", { what: first }), more.length ? say("and_n_more", { n: more.length }) : "", " ", say("not_whole_do")));
}

// When somebody works on their own it is said, and how to end it.
function aloneOf(app) {
  if (!app.frame.alone) return null;
  return h("div", { class: "cd-alone" }, h("p", null, say("alone_told")), onlyOneself(app) || button(say("share"), () => app.tryAct("share", {}, say("share")), { "data-key": "share" }));
}

// What nobody does for another: while another types, how it is done instead; nothing when one types for oneself.
function onlyOneself(app) {
  const { me, typed_by: typed } = app.frame;
  return me && typed !== me ? h("p", { class: "cd-soft" }, say("only_oneself", { who: app.nameOf(me) })) : null;
}

function whoPanel(app) {
  const f = app.frame;
  const here = f.people.filter((p) => !p.left);
  if (!f.me) {
    return h(
      "div",
      { class: "cd-panel", role: "group", "aria-label": say("who_are_you") },
      h("h3", { tabindex: -1 }, say("who_are_you")),
      h("p", { class: "cd-soft" }, say("who_note")),
      h("div", { class: "cd-row" }, here.map((p) => button(p.name, () => app.workAs(p.id, p.id, []), { class: "cd-main" }))),
      someoneNew(app),
    );
  }
  // Nothing changes while one goes through the list: somebody else's work may come to the screen.
  // What stands in both fields is what is done.
  const choose = (key, chosen) => {
    const list = h("select", { "data-key": key }, here.map((p) => h("option", { value: p.id, selected: p.id === chosen }, p.name)));
    return [h("label", { class: "cd-field" }, say(key), list), list];
  };
  const [whose, me] = choose("this_is_for", f.me);
  const [hand, typist] = choose("typed_by", f.typed_by);
  const willBe = h("p", { class: "cd-soft", "aria-live": "polite" });
  const chosen = () => (willBe.textContent = say("it_will_be", { who: whoText(app, { me: me.value, typed_by: typist.value }) }));
  for (const list of [me, typist]) list.addEventListener("change", chosen);
  chosen();
  const change = (e) => {
    e.preventDefault();
    app.workAs(me.value, typist.value, f.present);
  };
  const present = new Set(f.present);
  const boxes = here.map((p) => {
    const toggle = (e) => {
      e.target.checked ? present.add(p.id) : present.delete(p.id);
      app.workAs(f.me, f.typed_by, [...present]);
    };
    return h("label", { class: "cd-box" }, h("input", { type: "checkbox", checked: present.has(p.id), onchange: toggle, "data-key": `here-${p.id}` }), p.name);
  });
  return h(
    "div",
    { class: "cd-panel", role: "group", "aria-label": say("who_is_here") },
    h("h3", { tabindex: -1 }, say("who_is_here")),
    h("form", { class: "cd-fields", onsubmit: change }, whose, hand, h("button", { type: "submit", class: "cd-main", "data-key": "work-as" }, say("change_who")), willBe),
    h("p", { class: "cd-soft" }, say("pass_keyboard_how")),
    h("p", { class: "cd-soft" }, say("own_seen_here")),
    f.typed_by !== f.me && h("p", { class: "cd-soft" }, say("typed_for_note")),
    h("fieldset", null, h("legend", null, say("in_the_room")), h("div", { class: "cd-boxes" }, boxes), h("p", { class: "cd-soft" }, say("present_note"))),
    someoneNew(app),
    h("h4", null, say("our_rule")),
    h("p", null, f.rule),
    f.alone ? aloneOf(app) : [h("h4", null, say("on_our_own")), h("p", { class: "cd-soft" }, say("on_our_own_note")), onlyOneself(app) || button(say("on_our_own_start"), () => app.tryAct("on_our_own", {}, say("on_our_own")), { "data-key": "alone" })],
  );
}

function someoneNew(app) {
  const id = fresh("new");
  const field = h("input", { type: "text", id, autocomplete: "off", maxlength: 80, "data-key": "somebody-new" });
  const wrong = h("p", { class: "cd-wrong", role: "alert" });
  const again = h("span");
  async function join(isNew) {
    try {
      await app.join(field.value.trim(), isNew);
    } catch (error) {
      wrong.textContent = told(error);
      if (!isNew && field.value.trim()) again.replaceChildren(button(say("new_all_the_same"), () => join(true)));
    }
  }
  const form = h("form", { class: "cd-row", onsubmit: (e) => (e.preventDefault(), join(false)) }, h("label", { for: id }, say("somebody_new")), field, h("button", { type: "submit", "data-key": "join" }, say("join")), again);
  return [form, wrong];
}

function helpPanel(app) {
  const keys = [
    ["n", "b", "s"].map((key, i) => [key, say(["key_next", "key_back", "key_skip"][i])]),
    ["p", "w", "a", "m"].map((key, i) => [key, say(["put_with", "keep_word", "set_aside", "memo"][i])]),
    [
      ["1–9", say("key_recent")],
      ["u", say("undo")],
      ["r", say("redo")],
      ["/", say("search")],
      [".", say("pause")],
      ["?", say("help")],
    ],
  ].flat();
  const box = h("input", { type: "checkbox", checked: app.keys, onchange: (e) => (app.keys = e.target.checked) });
  return h(
    "div",
    { class: "cd-panel", role: "group", "aria-label": say("help") },
    h("h3", { tabindex: -1 }, say("help")),
    h("ul", null, ["help_1", "help_2", "help_3", "help_4", "help_5", "help_6"].map((key) => h("li", null, say(key)))),
    app.frame.promise && [h("h4", null, say("our_promise")), h("p", null, app.frame.promise)],
    app.frame.safety && [h("h4", null, say("our_safety")), h("p", null, app.frame.safety)],
    h("h4", null, say("keys")),
    h("dl", { class: "cd-keys" }, keys.map(([key, what]) => h("div", null, h("dt", null, h("kbd", null, key)), h("dd", null, what)))),
    h("label", { class: "cd-box" }, box, say("keys_on")),
  );
}
