// Decide: what waits for answers, what others typed for you, and what people read differently.

const ANSWERS = ["yes", "can live with it", "not sure", "need time", "don't understand", "no"];

// What each answer does, which depends on our rule; of what is in force already none but a no changes anything.
function effectOf(q, answer) {
  if (q.kind === "overtaken") return say("does_nothing");
  const rule = q.kind !== "waits" ? "keep" : q.says === "so many" ? "so_many" : q.says === "nobody says no" ? "no_no" : "all";
  return say(`does_${rule}_${answer.replaceAll(" ", "_").replace("'", "")}`);
}

// What a question is about: the names, how much is with each, and some of the passages.
function aboutOf(app, q) {
  return q.about.map((each) =>
    h(
      "div",
      { class: "cd-about" },
      h(
        "p",
        null,
        each.side ? say(`about_${each.side}`, { n: each.many }) : say("about_name", { label: quoted(each.label), n: each.many }),
        each.suggested > 0 && ` · ${say("n_suggested", { n: each.suggested })}`,
        " ",
        each.code && button(say("to_the_pile"), () => openName(app, each.code), { class: "cd-small", "aria-label": say("to_the_pile_of", { label: quoted(each.label) }), "data-key": `pile-${q.id}-${each.code}` }),
      ),
      each.passages.length > 0 &&
        h(
          "ul",
          { class: "cd-plain" },
          each.passages.map((row) =>
            h("li", null, h("blockquote", { class: "cd-short", dir: "auto" }, short(row.text, 200)), button(say("read_whole"), () => app.go("read", { id: row.contribution }), { class: "cd-link", "aria-label": say("read_whole_of", { words: short(row.text, 40) }), "data-key": `about-${q.id}-${each.code}-${row.id}` })),
          ),
        ),
      each.many > each.passages.length && h("p", { class: "cd-soft" }, say("and_n_passages", { n: each.many - each.passages.length })),
    ),
  );
}

async function decideView(app) {
  const place = app.place.decide;
  const data = await app.link.ask("decide", { start: place.start || 0 });
  const mine = data.questions.filter((q) => q.asks_me);
  const others = data.questions.filter((q) => !q.asks_me && q.kind !== "overtaken");
  const over = data.questions.filter((q) => q.kind === "overtaken");
  return h(
    "div",
    { class: "cd-decide" },
    h("h3", { tabindex: -1 }, say("decide")),
    h("p", { class: "cd-soft" }, `${say("our_rule")}: ${data.rule}`),
    !data.questions.length && !data.for_me.length && h("p", null, say("nothing_waits")),
    mine.length > 0 && [h("h4", null, say("waits_for_you", { n: mine.length })), mine.map((q) => questionCard(app, q))],
    data.for_me.length > 0 && typedForMe(app, data.for_me),
    others.length > 0 && [h("h4", null, say("waits_for_others", { n: others.length })), others.map((q) => questionCard(app, q))],
    over.length > 0 && [h("h4", null, say("kind_over")), over.map((q) => questionCard(app, q))],
    h("h4", null, say("read_differently", { n: data.different })),
    data.different ? h("p", { class: "cd-soft" }, say("read_differently_note")) : h("p", { class: "cd-soft" }, say("nothing_different")),
    h("ul", { class: "cd-plain" }, data.rows.map((row) => readingCard(app, row))),
    data.different > data.rows.length &&
      h(
        "div",
        { class: "cd-row" },
        button(say("page_back"), () => ((place.start = Math.max(0, data.start - data.size)), app.show("h3")), { disabled: !data.start, "data-key": "back" }),
        button(say("page_on"), () => ((place.start = data.start + data.size), app.show("h3")), { disabled: data.start + data.rows.length >= data.different, "data-key": "next" }),
      ),
  );
}

function withEffect(node, effect) {
  const told = h("span", { class: "cd-soft", id: fresh("does") }, effect);
  node.setAttribute("aria-describedby", told.id);
  return h("div", { class: "cd-answer" }, node, told);
}

function questionCard(app, q) {
  const id = fresh("why");
  const field = h("input", { type: "text", id, autocomplete: "off", maxlength: LONGEST, "data-key": `why-${q.id}` });
  const wrong = h("p", { class: "cd-wrong", role: "alert" });
  const what = h("h5", { class: "cd-what", id: fresh("what"), tabindex: -1, "data-beginning": "" }, q.what);
  const answer = async (word) => {
    const why = field.value.trim();
    if (word === "no" && !why) {
      wrong.textContent = say("no_needs_because");
      field.setAttribute("aria-invalid", "true");
      return field.focus();
    }
    field.value = "";
    const { turn } = app;
    if (!(await app.tryAct("answer", { proposal: q.id, answer: word, because: why }, `${word}: ${why}`))) app.giveBack(field.dataset.key, why, turn);
    return null;
  };
  const me = app.frame.me;
  const keeps = q.kind === "keep or reopen?";
  const word = (each) => (each === "yes" && keeps ? say("keep_it") : each === "no" ? say("no_because") : say(`answer_${each.replaceAll(" ", "_").replace("'", "")}`));
  const form = me && [
    h("div", { class: "cd-field" }, h("label", { for: id }, say("because")), field),
    wrong,
    h(
      "div",
      { class: "cd-answers", role: "group", "aria-label": say("your_answer") },
      ANSWERS.map((each) => withEffect(button(word(each), () => answer(each), { "data-key": `${each}-${q.id}` }), effectOf(q, each))),
      keeps && q.may_reopen && withEffect(button(say("reopen"), () => app.tryAct("reopen", { decision: q.id, because: field.value.trim() }, say("reopen")), { "data-key": `reopen-${q.id}` }), say("does_reopen")),
    ),
    h(
      "div",
      { class: "cd-row" },
      button(say("hands"), (e) => countHands(app, e.target.closest("[data-anchor]"), q), { class: "cd-small", "data-key": `hands-${q.id}` }),
      button(say("memo"), (e) => writeMemo(app, e.target.closest("[data-anchor]"), q.id), { class: "cd-small", "data-key": `memo-${q.id}` }),
      q.by_me && (q.kind === "waits" || q.kind === "overtaken") && button(say("take_back"), () => app.undo(q.id), { class: "cd-small", "data-key": `undo-${q.id}` }),
    ),
  ];
  return h(
    "article",
    { class: "cd-card", "aria-labelledby": what.id, "data-anchor": `q-${q.id}`, "data-question": q.id, "data-card": `${q.asks_me ? "asked" : "open"}:${q.id}` },
    h("p", { class: "cd-tag" }, q.kind === "waits" ? say("kind_waits") : q.kind === "overtaken" ? say("kind_over") : q.kind === "opened again" ? say("kind_again") : say("kind_keep")),
    what,
    h("p", { class: "cd-soft" }, keeps ? say("keep_why", { by: q.by, who: q.waits_for }) : [q.waits_for ? say("waits_for", { who: q.waits_for }) : "", q.why].filter(Boolean).join(": ")),
    aboutOf(app, q),
    q.beside.length > 0 && h("p", { class: "cd-notice" }, say("beside_it", { what: q.beside.join(" ") })),
    q.again && me && h("div", { class: "cd-row" }, button(say("ask_again_of"), () => app.tryAct(q.again.act, q.again.given, say("ask_again_of")), { class: "cd-main", "data-key": `once-more-${q.id}` })),
    q.said && h("p", { class: "cd-soft" }, `${say("said_so_far")} ${q.said}`),
    q.hands && h("p", { class: "cd-soft" }, `${say("hands")}: ${q.hands}`),
    q.mine && h("p", null, say("you_said", { answer: q.mine })),
    me && (q.asks_me ? form : h("details", null, h("summary", { "data-key": `more-${q.id}` }, say("say_something")), form)),
  );
}

function typedForMe(app, entries) {
  const another = onlyOneself(app);
  return [
    h("h4", null, say("typed_for_you", { n: entries.length })),
    h("p", { class: "cd-soft" }, say("typed_for_you_note")),
    another,
    h(
      "ul",
      { class: "cd-plain" },
      entries.map((e) =>
        h(
          "li",
          { class: "cd-card", "data-card": `typed:${e.id}` },
          h("p", { tabindex: -1, "data-beginning": "" }, e.what),
          e.text && h("blockquote", { class: "cd-short", dir: "auto" }, short(e.text, 300)),
          !another && h("div", { class: "cd-row" }, button(say("it_is_mine"), () => app.tryAct("own", { entries: [e.id] }, say("it_is_mine")), { class: "cd-main", "data-key": `own-${e.id}` }), button(say("strike"), () => app.tryAct("strike", { entry: e.id }, say("strike")), { "data-key": `strike-${e.id}` })),
        ),
      ),
    ),
  ];
}

// What a passage turns on: two names, a name or set aside, or whether one name fits.
function turnsOn(turn) {
  const names = turn.names.map(quoted);
  if (turn.aside) names.push(say("set_aside_instead"));
  return names.length > 1 ? names.join(` ${say("or")} `) : say("turns_whether", { label: names[0] });
}

function readingCard(app, row) {
  const lines = row.readings.map((r) => {
    const put = r.put.map((p) => say(p.whole ? "reading_put_whole" : "reading_put", { label: quoted(p.label), why: p.because ? ` (${p.because})` : "" }));
    const not = r.refused.map((p) => say("reading_not", { label: quoted(p.label), why: p.because ? ` (${p.because})` : "" }));
    const aside = r.aside.map((why) => say("reading_aside", { why: why ? ` (${why})` : "" }));
    return h("li", null, h("strong", null, r.who), `: ${[...put, ...not, ...aside].join("; ")}`);
  });
  return h(
    "li",
    { class: "cd-card", "data-anchor": `r-${row.id}` },
    h("blockquote", { class: "cd-short", dir: "auto" }, row.text, row.more && " …"),
    h("ul", null, lines),
    h("p", { class: "cd-soft" }, [say("turns_on", { what: row.turns.map(turnsOn).join("; ") }), row.others > 0 && say("turns_others", { n: row.others })].filter(Boolean).join(" ")),
    h(
      "div",
      { class: "cd-row" },
      button(say("read_whole"), () => app.go("read", { id: row.contribution }), { class: "cd-small", "data-key": `read-${row.id}` }),
      app.frame.me && button(say("put_with"), (e) => putWith(app, e.target.closest("[data-anchor]"), [row.id]), { class: "cd-small", "data-key": `put-${row.id}` }),
      app.frame.me && button(say("memo"), (e) => writeMemo(app, e.target.closest("[data-anchor]"), row.id), { class: "cd-small", "data-key": `memo-${row.id}` }),
    ),
  );
}
