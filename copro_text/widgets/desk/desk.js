// The desk: holds the views together. Python holds all state; here are only the place one has got to and what is being typed.

const KEYS = "nbspamwur/.?123456789";
const OPENS = "pamw/"; // keys that open a form or a field
const TURN = 15; // acts that one person types for a room before the desk suggests passing the keyboard
const DRAW = { hear: hearView, piles: pilesView, read: readView, decide: decideView };

function makeDesk(model, el, signal) {
  const root = h("section", { class: "copro-desk", "aria-label": say("desk"), tabindex: -1, lang: "en-GB" });
  const host = h("div", { class: "cd-view" });
  const top = h("div");
  const nav = h("div");
  const aloneHost = h("div");
  const missingHost = h("div");
  const panelHost = h("div");
  const extra = h("div", { "data-anchor": "extra" });
  const alarm = h("div", { class: "cd-alarm", role: "alert", hidden: true });
  const status = h("p", { role: "status", class: "cd-status" });
  const statusActs = h("span", { class: "cd-row" });
  const paused = h("div", { class: "cd-paused", hidden: true });
  const page = h("div", { class: "cd-page" }, top, nav, missingHost, aloneHost, panelHost, alarm, h("div", { class: "cd-row cd-said" }, status, statusActs), extra, host);
  root.append(page, paused);
  el.replaceChildren(root);

  let drawing = 0;
  let again = false;
  const app = {
    root,
    host,
    extra,
    frame: null,
    view: "hear",
    panel: "",
    keys: true,
    stale: false,
    sheet: null,
    chosen: null,
    current: null,
    undone: [],
    done: [],
    onselect: [],
    selected: new Set(),
    drafts: new Map(),
    place: { hear: { at: 0, of: 0, skipped: new Set() }, piles: { code: "" }, read: {}, decide: {} },
  };

  const link = makeLink(model, signal, {
    news: () => app.refresh(true),
    silent: () => warn(say("no_answer")),
    answered: () => warn(""),
  });
  app.link = link;

  function warn(text) {
    if (unsaved(app.frame ? app.frame.study : "").size) return;
    if (alarm.textContent === text) return;
    alarm.hidden = !text;
    alarm.replaceChildren(...(text ? [h("p", null, text)] : []));
  }

  app.tell = (text) => {
    status.textContent = text;
  };

  app.showUnsaved = () => {
    const parts = unsavedOf(app);
    alarm.hidden = !parts.length;
    alarm.replaceChildren(...parts);
  };

  // Doing things. Every act is acknowledged once it is on the disk; without that it is NOT SAVED, and what was typed stays.

  app.act = (verb, given, typed, patience) => {
    const clean = Object.fromEntries(Object.entries(given || {}).filter(([, value]) => value !== undefined && value !== "" && value !== null));
    return app.again({ id: newId(), act: verb, who: app.frame.me, ...clean }, typed, patience);
  };

  app.again = async (message, typed, patience) => {
    const open = unsaved(app.frame.study);
    const late = () => {
      open.set(message.id, { message, told: typed });
      app.showUnsaved();
    };
    if (patience) app.tell(say("sorter_at_work"));
    busy(1);
    try {
      const saved = await link.act(message, late, patience);
      open.delete(message.id);
      saidSaved(message, saved);
      await app.refresh();
      return saved;
    } catch (error) {
      open.delete(message.id);
      throw error;
    } finally {
      busy(-1);
      app.showUnsaved();
    }
  };

  // An act without a form: what went wrong is said at the top.
  app.try = async (does) => {
    try {
      return await does();
    } catch (error) {
      app.tell(told(error));
      return null;
    }
  };
  app.tryAct = (verb, given, typed, patience) => app.try(() => app.act(verb, given, typed, patience));

  function saidSaved(message, saved) {
    const waits = saved.waits.flat();
    app.done = message.act === "undo" ? [] : [...saved.undo];
    app.undone = message.act === "undo" ? [...saved.entries] : [];
    app.chosen = null;
    const passOn = typist();
    status.textContent = [say("saved"), ...saved.told, waits.length ? say("waits_for_them", { who: listed(waits) }) : "", passOn].filter(Boolean).join(" ");
    statusActs.replaceChildren(
      ...(app.undone.length ? [button(say("redo"), () => app.redo(), { class: "cd-small", "data-key": "redo" })] : app.done.length ? [button(say("undo"), () => app.undo(), { class: "cd-small", "data-key": "undo" })] : []),
    );
  }

  // Whoever has typed for the room a good while is asked whether somebody else would like to.
  function typist() {
    const { typed_by: by, present, people } = app.frame;
    app.typed = app.typed && app.typed.by === by ? { by, acts: app.typed.acts + 1 } : { by, acts: 1 };
    if (present.length < 2 || app.typed.acts < TURN) return "";
    app.typed.acts = 0;
    return say("pass_keyboard", { who: (people.find((p) => p.id === by) || { name: "" }).name });
  }

  app.undo = (entry) => {
    const what = entry || app.done[app.done.length - 1] || (app.frame.undo && app.frame.undo.id);
    return what ? app.tryAct("undo", { decision: what }, say("undo")) : app.tell(say("nothing_to_undo"));
  };
  app.redo = () => {
    const what = app.undone[0];
    return what ? app.tryAct("redo", { undo: what }, say("redo")) : app.tell(say("nothing_to_redo"));
  };

  // Who is at work.

  app.workAs = (person, typedBy, present) => app.try(() => arrived("work_as", { person, typed_by: typedBy, present }));
  app.join = (name, isNew) => arrived("join_study", { name, new: isNew });
  async function arrived(what, given) {
    const first = !app.frame.me;
    app.frame = await link.ask(what, given);
    if (first) app.panel = "";
    app.done = [];
    app.undone = [];
    app.drafts.clear(); // what one person was typing is not for the next
    statusActs.replaceChildren();
    app.place.hear.at = first ? 0 : app.place.hear.at;
    app.tell(say("now_for", { who: whoText(app) }));
    await app.show(first ? "h3" : null);
  }

  app.togglePanel = (name) => {
    app.panel = app.panel === name ? "" : name;
    drawTop();
    const heading = panelHost.querySelector("h3");
    if (heading) heading.focus();
  };

  // Names to choose from: those used last first.
  app.recent = () => app.frame.recent.map((id) => app.frame.names.find((name) => name.id === id)).filter(Boolean);
  app.namesToChoose = (without) => {
    const recent = app.recent();
    return [...recent, ...app.frame.names.filter((name) => !recent.includes(name))].filter((name) => name.id !== without);
  };

  // Choosing words in a text.

  app.words = (item, kind) => {
    const node = wordsOf(item, { class: `cd-words ${kind}` });
    node.item = item;
    return node;
  };

  let looking = 0;
  root.ownerDocument.addEventListener(
    "selectionchange",
    () => {
      clearTimeout(looking);
      looking = setTimeout(() => {
        for (const node of host.querySelectorAll("blockquote.cd-words")) {
          const place = selectionIn(node, node.item.text);
          if (place) app.choose(node.item, place);
        }
      }, 120);
    },
    { signal },
  );

  app.choose = (item, place) => {
    app.chosen = place ? { id: item.id, ...place } : null;
    const told_ = host.querySelector(`[data-chosen="${item.id}"]`);
    if (!told_) return;
    told_.replaceChildren(...(place ? [h("span", null, say("chosen", { words: quoted(short(place.text, 120)) })), " ", button(say("keep"), () => app.try(() => keepWord(app, passageId(item, place), place.text, place.text)), { class: "cd-small", "data-key": "keep-chosen" }), " ", button(say("choose_none"), () => app.choose(item, null), { class: "cd-small", "data-key": "choose-none" })] : []));
  };

  // Several at once.

  app.select = (id, yes) => {
    yes ? app.selected.add(id) : app.selected.delete(id);
    app.onselect.forEach((each) => each());
  };
  app.selectAll = (ids) => {
    ids.forEach((id) => app.selected.add(id));
    if (!ids.length) app.selected.clear();
    host.querySelectorAll('input[type="checkbox"][data-key^="select-"], input[type="checkbox"][data-key^="tick-"]').forEach((box) => {
      box.checked = [...app.selected].some((id) => box.dataset.key.endsWith(id));
    });
    app.onselect.forEach((each) => each());
  };

  // Drawing.

  // What has not changed stays as it is, so that nobody presses a button that is just being replaced.
  const drawnAs = new Map();
  function drawPart(part, from, draw) {
    const now = JSON.stringify(from);
    if (drawnAs.get(part) === now) return;
    drawnAs.set(part, now);
    keepingFocus(part, () => part.replaceChildren(...[draw()].flat().filter(Boolean)));
  }

  function drawTop() {
    const f = app.frame;
    const panel = f.me ? app.panel : "who";
    const who = [f.me, f.typed_by, f.people];
    drawPart(top, [f.title, f.counts, who, app.panel], () => topOf(app));
    drawPart(nav, [app.view, f.asks_me, f.me], () => navOf(app));
    drawPart(missingHost, [f.missing], () => missingOf(app));
    drawPart(aloneHost, [f.alone && panel !== "who", who], () => (f.alone && panel !== "who" ? aloneOf(app) : []));
    drawPart(panelHost, [panel, who, f.present, f.rule, f.alone, f.promise], () => (panel === "who" ? whoPanel(app) : panel === "help" ? helpPanel(app) : []));
    root.setAttribute("aria-label", f.title ? say("desk_of", { title: f.title }) : say("desk"));
  }

  // While a button is held down nothing is drawn anew: the press would be lost.
  let held = false;
  let ups = [];
  const released = () => (held ? new Promise((go) => ups.push(go)) : null);
  root.addEventListener("pointerdown", () => (held = true));
  for (const end of ["pointerup", "pointercancel"]) {
    window.addEventListener(
      end,
      () =>
        setTimeout(() => {
          held = false;
          ups.forEach((go) => go());
          ups = [];
        }),
      { signal },
    );
  }

  // Draws a part anew and gives the focus back: to the same thing, to the next of its kind, or to the heading; never to the notebook.
  function keepingFocus(part, draw) {
    const active = root.getRootNode().activeElement;
    const key = part.contains(active) ? active.dataset.key || "" : null;
    const kind = key && key.split("-")[0];
    const alike = () => [...part.querySelectorAll("[data-key]")].filter((each) => each.dataset.key.split("-")[0] === kind && !each.disabled);
    const place = key ? alike().indexOf(active) : 0;
    const ends = active && active.selectionStart;
    draw();
    if (key === null) return;
    const same = [...part.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key && !each.disabled);
    const next = same || (key && alike()[Math.min(place, alike().length - 1)]) || part.querySelector("h3") || root;
    next.focus({ preventScroll: Boolean(same) });
    if (same && typeof ends === "number" && same.setSelectionRange && /^(text|search)$/.test(same.type)) same.setSelectionRange(ends, ends);
  }

  app.focusOn = (node) => {
    const there = node && root.contains(node) && !node.disabled ? node : (node && node.dataset && node.dataset.key && host.querySelector(`[data-key="${CSS.escape(node.dataset.key)}"]`)) || host.querySelector("h3") || root;
    there.focus();
  };
  app.focusKey = (key) => app.focusOn(host.querySelector(`[data-key="${CSS.escape(key)}"]`));

  // Shows the view at its place; `focus` says where the focus goes: nowhere new when it is null.
  app.show = async (focus) => {
    closeSheet(app);
    await drawView();
    if (focus) await app.filling;
    if (focus && !app.sheet) app.focusOn(host.querySelector(focus) || host.querySelector("h3"));
  };

  async function drawView() {
    busy(1);
    try {
      await drawOnce();
    } finally {
      busy(-1);
    }
  }

  async function drawOnce() {
    const mine = (drawing += 1);
    app.onselect = [];
    app.current = null;
    app.stale = false;
    let view;
    try {
      view = await DRAW[app.view](app);
    } catch (error) {
      view = h("div", null, h("h3", { tabindex: -1 }, say(app.view)), h("p", { class: "cd-wrong" }, told(error)));
    }
    await released();
    if (mine !== drawing) return; // something newer is being drawn
    if (app.sheet && host.contains(app.sheet.node)) return void (app.stale = true); // a form was opened meanwhile: it stays, and this is drawn when it closes
    drawTop();
    keepingFocus(host, () => host.replaceChildren(view));
    root.dataset.view = app.view;
    root.dataset.drawn = String(mine);
    if (app.chosen && app.current && app.current.item && app.current.item.id === app.chosen.id) app.choose(app.current.item, app.chosen);
  }

  app.redraw = drawView;

  app.go = async (view, where) => {
    if (app.view !== view) app.selected.clear();
    app.view = view;
    Object.assign(app.place[view], where || {});
    if (view === "piles" && !where) app.place.piles.code = app.place.piles.code || "";
    app.panel = "";
    await app.show("h3");
  };

  // Takes in what is new, from here or from others. While a form is open, what is under it stays as it is; it is drawn anew when the form closes.
  app.refresh = async (fromOthers) => {
    if (fromOthers && again) return;
    again = Boolean(fromOthers);
    try {
      const before = app.frame && app.frame.asks_me;
      app.frame = await link.ask("frame");
      await released();
      drawTop();
      if (fromOthers) app.tell(app.frame.asks_me > before ? say("others_ask", { n: app.frame.asks_me }) : say("others_did"));
      if (app.sheet) app.stale = true;
      else await drawView();
    } catch (error) {
      app.tell(told(error));
    } finally {
      again = false;
    }
  };

  // Pause: one key blanks the screen.
  app.pause = (yes) => {
    page.hidden = yes;
    paused.hidden = !yes;
    paused.replaceChildren(...(yes ? [h("p", null, say("paused")), button(say("go_on"), () => app.pause(false), { class: "cd-main" })] : []));
    (yes ? paused.querySelector("button") : top.querySelector('[data-key="pause"]') || root).focus();
  };

  // Keys. What is typed here is not for the notebook, so it goes no further.
  root.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    e.stopPropagation();
    const typing = e.target.closest("input:not([type=checkbox]), textarea, select, [role=listbox]");
    if (typing || !app.keys || !app.frame || e.isComposing) return;
    if (paused.hidden === false) {
      if (e.key === "." || e.key === "Escape") app.pause(false), e.preventDefault();
      return;
    }
    if (!KEYS.includes(e.key)) return;
    e.preventDefault();
    if (waits.some((key) => OPENS.includes(key))) return; // a form is about to open: what is typed now was meant for it
    waits.push(e.key);
    if (waits.length === 1) takeKeys();
  });

  // Keys wait until what went before is done and drawn, so that "next" and "1" typed quickly mean the next one.
  const waits = [];
  async function takeKeys() {
    while (waits.length) {
      await idle();
      const does = keyOf(waits[0]);
      if (does) does();
      waits.shift();
    }
  }

  let working = 0;
  let rest = [];
  const idle = () => (working ? new Promise((go) => rest.push(go)) : null);
  function busy(by) {
    working += by;
    if (!working) {
      rest.forEach((go) => go());
      rest = [];
    }
  }

  const click = (key) => {
    const found = [...host.querySelectorAll(`[data-key="${key}"]`)].find((each) => !each.disabled);
    return found ? () => found.click() : null;
  };
  function keyOf(key) {
    if (/^[1-9]$/.test(key)) {
      const name = app.recent()[Number(key) - 1];
      const several = app.selected.size ? { passages: [...app.selected], words: "" } : null;
      const chosen = several || (app.current && app.current.chosen && app.current.chosen());
      return name && chosen ? () => putChosen(app, chosen, name).then(() => app.selected.clear()) : null;
    }
    const bar = [...host.querySelectorAll(".cd-select")].find((each) => each.chosen && each.chosen().length);
    const several = (which) => bar && (() => bar.querySelector(`[data-key^="${which}-se"]`).click());
    const search = () => app.focusKey("search");
    const keep = host.querySelector('[data-key="keep-chosen"]') ? click("keep-chosen") : host.querySelector('[data-key="keep"]') && (() => app.focusKey("keep"));
    return {
      n: click("next"),
      b: click("back"),
      s: click("skip"),
      p: several("put") || click("put"),
      a: several("aside") || click("aside"),
      m: click("memo"),
      w: keep,
      u: () => app.undo(),
      r: () => app.redo(),
      "/": app.view === "read" ? search : async () => (await app.go("read"), search()),
      ".": () => app.pause(true),
      "?": () => app.togglePanel("help"),
    }[key];
  }

  const leaving = (e) => {
    if (app.frame && unsaved(app.frame.study).size) e.preventDefault();
  };
  window.addEventListener("beforeunload", leaving, { signal });

  app.start = async () => {
    try {
      app.first = link.ask("hear", { at: 0 }); // both are under way at once
      app.frame = await link.ask("frame");
      await drawView();
      app.showUnsaved();
      root.dataset.ready = "1";
    } catch (error) {
      host.replaceChildren(h("p", { class: "cd-wrong" }, told(error)));
    }
  };
  return app;
}

function render({ model, el, signal }) {
  const ends = new AbortController();
  const either = signal ? AbortSignal.any([signal, ends.signal]) : ends.signal;
  makeDesk(model, el, either).start();
  return () => ends.abort();
}

export default { render };
