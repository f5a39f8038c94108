// The desk: holds the views together. Python holds all state; here are only the place one has got to and what is being typed.

// Where one is in each view before one has gone anywhere.
const atFirst = () => ({ hear: { at: 0, of: 0, skipped: new Set(), ids: new Map() }, piles: { code: "" }, read: {}, decide: {} });

const DRAW = { hear: hearView, piles: pilesView, read: readView, decide: decideView };

function makeDesk(model, el, signal) {
  const root = h("section", { class: "copro-desk", "aria-label": say("desk"), tabindex: -1, lang: "en-GB" });
  const host = h("div", { class: "cd-view" });
  const extra = h("div", { "data-anchor": "extra" });
  const app = {
    root,
    host,
    extra,
    signal,
    frame: null,
    view: "hear",
    panel: "",
    keys: true,
    stale: false,
    sheet: null,
    chosen: null,
    undone: [],
    done: [],
    did: "",
    pressed: null,
    onselect: [],
    selected: new Set(),
    drafts: new Map(),
    place: atFirst(),
    turn: 0,
    together: "",
  };
  app.link = makeLink(model, signal, {
    news: () => app.refresh(true),
    silent: () => app.warn(say("no_answer")),
    answered: () => app.warn(""),
  });
  keysFor(app);
  drawingFor(app);
  savingFor(app);
  keepingFor(app);
  choosingFor(app);

  const { top, nav, missing, alone, panel } = app.parts;
  const paused = h("div", { class: "cd-paused", hidden: true });
  const head = h("div", null, top, nav);
  const page = h("div", null, missing, alone, panel, extra, host); // below what is said: what was not saved is never pushed out of sight
  root.append(head, app.bar, page, paused);
  el.replaceChildren(root);

  // Who is at work.

  app.nameOf = (id) => ((app.frame ? app.frame.people : []).find((p) => p.id === id) || { name: "" }).name;
  app.workAs = (person, typedBy, present) => app.try(() => arrived("work_as", { person, typed_by: typedBy, present }));
  app.join = (name, isNew) => arrived("join_study", { name, new: isNew });
  async function arrived(what, given) {
    const before = app.frame;
    if (!app.becomes(await app.link.ask(what, given))) return app.drawTop(); // only who is in the room
    app.panel = "";
    return app.comeBack(() => app.show(before.me ? null : "h3"));
  }

  // Takes in what stands round the views; whether somebody else is at work now, or another types. What one person was typing, had chosen and
  // had open is not for the next: it would be recorded as theirs. It is kept for whom it belongs to, until the keyboard comes back to them.
  // `turn` counts these changes, so that what comes late can see that it is late.
  app.becomes = (frame) => {
    const before = app.frame;
    app.frame = frame;
    if (!before || (frame.me === before.me && frame.typed_by === before.typed_by)) return false;
    app.turn += 1;
    app.first = app.asked = null;
    app.forgetActs();
    const leaves = before.me && app.setAside(before);
    app.tell([say("now_for", { who: whoText(app) }), leaves && say("half_typed_kept", { who: app.nameOf(before.me) })].filter(Boolean).join(" "));
    if (!before.me) {
      app.place.hear = atFirst().hear; // each hears in an order of their own
      return true; // what nobody typed is whoever's comes first
    }
    app.drafts.clear();
    app.stale = false; // what is under the form goes as well
    closeSheet(app);
    app.chosen = null;
    app.selected.clear();
    // Who hear together in a room go on with what is on the screen; whoever works alone goes back to where they were.
    app.together = before.present.length > 1 && !before.alone && app.place.hear.id;
    app.place = atFirst();
    if (app.together) app.place.hear.again = { id: app.together, skipped: [] };
    panel.querySelectorAll("input[type=text]").forEach((field) => (field.value = ""));
    app.clear();
    return true;
  };

  app.togglePanel = (name) => {
    app.panel = app.panel === name ? "" : name;
    app.drawTop();
    const heading = panel.querySelector("h3");
    if (heading) heading.focus();
  };

  // Names to choose from: those used last first.
  app.recent = () => app.frame.recent.map((id) => app.frame.names.find((name) => name.id === id)).filter(Boolean);
  app.namesToChoose = (without) => {
    const recent = app.recent();
    return [...recent, ...app.frame.names.filter((name) => !recent.includes(name))].filter((name) => name.id !== without);
  };

  app.go = async (view, where) => {
    if (app.view !== view) app.selected.clear();
    else if (view === "piles" && !where) app.place.piles.code = ""; // pressed again, it leads from one pile back to all of them
    app.view = view;
    Object.assign(app.place[view], where || {});
    app.panel = "";
    if (host.firstElementChild && where) host.firstElementChild.update = null; // another place in the same view
    await app.show("h3");
  };

  // Pause: one key blanks the screen. That something was not saved is still said, without the words.
  app.isPaused = () => !paused.hidden;
  app.pause = (yes) => {
    head.hidden = page.hidden = yes;
    paused.hidden = !yes;
    root.classList.toggle("cd-is-paused", yes);
    paused.replaceChildren(...(yes ? [h("p", null, say("paused")), button(say("go_on"), () => app.pause(false), { class: "cd-main" })] : []));
    app.keep();
    (yes ? paused.querySelector("button") : top.querySelector('[data-key="pause"]') || root).focus();
  };

  app.start = async () => {
    try {
      app.first = app.link.ask("hear", { at: 0 }).catch(() => null); // both are under way at once
      app.frame = await app.link.ask("frame");
      await app.comeBack(async () => {
        await app.redraw();
        app.showUnsaved();
      });
      root.dataset.ready = "1";
    } catch (error) {
      host.replaceChildren(h("p", { class: "cd-wrong" }, told(error)));
    }
  };
  return app;
}

// Choosing words in a text, and several passages at once.
function choosingFor(app) {
  const { root, host } = app;

  // What is on the screen to be acted on: {item, chosen()}, or null.
  app.current = () => {
    const bar = host.querySelector(".cd-acts");
    return bar ? bar.current : null;
  };

  // What has a content note is shown when one asks for it, and then until one leaves it.
  app.words = (item, kind, lookedFor) => {
    const node = wordsOf(item, { class: `cd-words ${kind}` }, lookedFor);
    node.item = item;
    const notes = item.memos.filter((m) => m.kind === "content note");
    if (!notes.length || app.asked === item.id) return node;
    const show = () => {
      app.asked = item.id;
      box.replaceWith(node);
      node.tabIndex = -1;
      node.focus();
    };
    const box = h("div", { class: "cd-notice", role: "note" }, notes.map((m) => h("p", null, say("content_note", { what: m.text }))), button(say("show_words"), show, { "data-key": "show-words" }));
    return box;
  };

  let looking = 0;
  const look = () => {
    for (const node of host.querySelectorAll("blockquote.cd-words")) {
      const place = selectionIn(node, node.item.text);
      if (place) app.choose(node.item, place);
    }
  };
  root.ownerDocument.addEventListener("selectionchange", () => (clearTimeout(looking), (looking = setTimeout(look, 120))), { signal: app.signal });

  app.choose = (item, place) => {
    app.chosen = place ? { ...place, id: item.id, version: item.version } : null;
    const line = host.querySelector(`[data-chosen="${item.id}"]`);
    if (!line) return;
    const keep = () => app.try(() => keepWord(app, passageId(item, place), place.text, place.text));
    const shown = () => [
      h("span", null, say("chosen", { words: quoted(short(place.text, 120)) })),
      " ",
      button(say("keep"), keep, { class: "cd-small", "data-key": "keep-chosen" }),
      " ",
      button(say("choose_none"), () => app.choose(item, null), { class: "cd-small", "data-key": "choose-none" }),
    ];
    line.replaceChildren(...(place ? shown() : []));
  };

  // After a drawing: the words chosen are shown as chosen, or are so no longer. Nothing is done with what is not seen.
  app.chooseAgain = () => {
    const current = app.current();
    const { chosen } = app;
    if (!chosen) return;
    if (current && current.item.id === chosen.id && current.item.version === chosen.version) app.choose(current.item, chosen);
    else app.chosen = null;
  };

  app.select = (id, yes) => {
    yes ? app.selected.add(id) : app.selected.delete(id);
    app.onselect.forEach((each) => each());
  };
  app.selectAll = (ids) => {
    ids.forEach((id) => app.selected.add(id));
    if (!ids.length) app.selected.clear();
    host.querySelectorAll("input[data-passage]").forEach((box) => (box.checked = app.selected.has(box.dataset.passage)));
    app.onselect.forEach((each) => each());
  };
}

function render({ model, el, signal }) {
  const ends = new AbortController();
  const either = signal ? AbortSignal.any([signal, ends.signal]) : ends.signal;
  makeDesk(model, el, either).start();
  model.send({ view: "here" }); // Python looks for news as long as somebody sees them
  return () => {
    ends.abort();
    try {
      model.send({ view: "gone" });
    } catch {
      // the line is cut already
    }
  };
}

export default { render };
