// Saving: an act is saved when Python says that it is on the disk. Until then it is not, and what was typed stays.

const TURN = 15; // acts that one person types for a room before the desk suggests passing the keyboard

function savingFor(app) {
  const alarm = h("div", { class: "cd-alarm", role: "alert", hidden: true });
  const wrong = h("p", { class: "cd-wrong", role: "alert" });
  const status = h("p", { role: "status", class: "cd-status", tabindex: -1 });
  const acts = h("span", { class: "cd-row" });
  app.bar = h("div", { class: "cd-bar" }, alarm, h("div", { class: "cd-said" }, wrong, h("div", { class: "cd-row" }, status, acts)));
  app.status = status;
  const sized = new ResizeObserver(() => app.root.style.setProperty("--bar", `${app.bar.offsetHeight}px`)); // how far down what is scrolled to has to stand
  sized.observe(app.bar);
  app.signal.addEventListener("abort", () => sized.disconnect());

  // What is said, and whether it is of the act that Undo would take back; if not, the button says which that is.
  let ofAct = false;
  app.tell = (text, isOfAct = false) => {
    status.textContent = text;
    ofAct = isOfAct;
    drawActs();
  };
  // What others did is said after what was saved here, never in its place.
  app.news = (text) => {
    if (!ofAct || !status.textContent) app.tell(text);
    else if (!status.textContent.endsWith(text)) status.textContent += ` ${text}`;
  };
  // One went on: that something was saved is not said of what comes next.
  app.wentOn = () => ofAct && app.tell("");

  function drawActs() {
    const one = (key, does) => button(ofAct || !app.did ? say(key) : say(`${key}_what`, { what: short(app.did, 70) }), does, { class: "cd-small", "data-key": key });
    acts.replaceChildren(...(app.undone.length ? [one("redo", () => app.redo())] : app.done.length ? [one("undo", () => app.undo())] : []));
  }
  // What went wrong stands by itself, so that no news takes its place.
  app.oops = (text) => {
    wrong.textContent = "";
    if (text) setTimeout(() => (wrong.textContent = text)); // said again also when it is the same
  };

  const open = () => unsaved(app.frame ? app.frame.study : "");
  app.warn = (text) => {
    if (open().size || alarm.textContent === text) return;
    alarm.hidden = !text;
    alarm.replaceChildren(...(text ? [h("p", null, text)] : []));
  };
  app.showUnsaved = () => {
    const parts = [...open().values()];
    alarm.hidden = !parts.length;
    alarm.replaceChildren(...(parts.length ? [h("h3", null, say("not_saved")), h("p", { class: "cd-how" }, say("not_saved_note")), ...parts.map(oneUnsaved)] : []));
  };

  // What was not saved: said loudly, whose it is and what was typed, until it is saved or let go.
  function oneUnsaved(entry) {
    const { message, told: typed, problem } = entry;
    const again = async () => {
      try {
        await send(message, typed);
      } catch (error) {
        entry.problem = told(error); // it stays here, with the reason
        open().set(message.id, entry);
        app.showUnsaved();
      }
    };
    const letGo = () => {
      open().delete(message.id);
      app.link.letGo(message.id);
      app.showUnsaved();
    };
    return h(
      "div",
      { class: "cd-row" },
      h("p", { class: "cd-typed" }, app.nameOf(message.who) ? `${app.nameOf(message.who)}: ${typed}` : typed, problem && h("span", { class: "cd-wrong" }, ` ${problem}`)),
      button(say("try_again"), again, { class: "cd-main", "data-key": `again-${message.id}` }),
      button(say("let_go"), letGo),
    );
  }

  // An act for whoever is at work when it is begun. With the same id it is done once, however often it is sent: what is under way, or was
  // not saved, and is asked for once more, is that same act. The button that was pressed for it does nothing until it is over.
  const going = new Map();
  app.act = (verb, given, typed, { patience, id, who, by } = {}) => {
    const clean = Object.fromEntries(Object.entries(given || {}).filter(([, value]) => value !== undefined && value !== "" && value !== null));
    const message = { id: id || newId(), act: verb, who: who || app.frame.me, by: by || app.frame.typed_by, ...wellFormed(clean) };
    const what = JSON.stringify({ ...message, id: "" });
    if (going.has(what)) return going.get(what);
    const left = [...open().values()].find((each) => JSON.stringify({ ...each.message, id: "" }) === what);
    if (left) message.id = left.message.id;
    const { pressed } = app;
    if (pressed) pressed.setAttribute("aria-disabled", "true");
    const act = send(message, typed, patience).finally(() => {
      going.delete(what);
      if (pressed) pressed.removeAttribute("aria-disabled");
    });
    going.set(what, act);
    return act;
  };

  async function send(message, typed, patience) {
    const late = () => {
      open().set(message.id, { message, told: typed });
      app.tell(""); // no "Saved." of what went before beside NOT SAVED
      app.showUnsaved();
    };
    if (patience) app.tell(say("sorter_at_work"));
    app.busy(1);
    app.oops("");
    app.keep(); // what was sent is half typed no more
    try {
      const saved = await app.link.act(message, late, patience);
      open().delete(message.id);
      saidSaved(message, saved);
      await Promise.race([app.refresh(), new Promise((go) => setTimeout(go, PATIENCE))]); // saved is saved, also where no more is heard
      return saved;
    } catch (error) {
      if (patience) app.tell(""); // it is at work no more
      open().delete(message.id);
      app.refresh(); // whoever is at work now, say
      throw error;
    } finally {
      app.busy(-1);
      app.showUnsaved();
    }
  }

  // An act without a form: what went wrong is said at the top. Gives null when it was not done.
  app.try = async (does) => {
    try {
      return await does();
    } catch (error) {
      app.oops(told(error));
      return null;
    }
  };
  app.tryAct = (verb, given, typed, more) => app.try(() => app.act(verb, given, typed, more));

  function saidSaved(message, saved) {
    const waits = saved.waits.flat();
    const isUndo = message.act.startsWith("undo");
    app.done = isUndo ? [] : [...saved.undo];
    app.undone = isUndo ? [...saved.entries] : [];
    app.did = saved.did.join(" ");
    app.chosen = null;
    const found = saved.found === undefined ? "" : say(saved.found ? (saved.entries.length ? "sorter_drafted" : "sorter_found") : "sorter_found_none", { n: saved.found });
    const said = found ? [found] : message.act === "learn" ? [say("learned")] : [say("saved"), ...saved.told];
    app.tell([...said, waits.length ? say("waits_for_them", { who: listed([...new Set(waits)]) }) : "", typist()].filter(Boolean).join(" "), true);
  }

  // Of what can be taken back, or done again, some or all is so no more: it was done in another window, say.
  app.forgetActs = (gone) => {
    if (gone && !gone.length) return;
    const left = (ids) => (gone ? ids.filter((id) => !gone.includes(id)) : []);
    app.done = left(app.done);
    app.undone = left(app.undone);
    if (app.done.length || app.undone.length) return drawActs();
    app.did = "";
    return ofAct ? app.tell("") : drawActs(); // that it was saved is so no more
  };

  // Whoever has typed for the room a good while is asked whether somebody else would like to.
  function typist() {
    const { typed_by: by, present } = app.frame;
    app.typed = app.typed && app.typed.by === by ? { by, acts: app.typed.acts + 1 } : { by, acts: 1 };
    if (present.length < 2 || app.typed.acts < TURN) return "";
    app.typed.acts = 0;
    return say("pass_keyboard", { who: app.nameOf(by) });
  }

  // An act may be several decisions: they are taken back, and done again, together.
  app.undo = (entry) => {
    const what = entry ? [entry] : app.done.length ? app.done : app.frame.undo.ids;
    if (what.length > 1) return app.tryAct("undo_all", { decisions: what }, say("undo"));
    return what.length ? app.tryAct("undo", { decision: what[0] }, say("undo")) : app.tell(app.frame.undo.what);
  };
  app.redo = () => {
    const what = app.undone;
    if (what.length > 1) return app.tryAct("redo_all", { undos: what }, say("redo"));
    return what.length ? app.tryAct("redo", { undo: what[0] }, say("redo")) : app.tell(say("nothing_to_redo"));
  };

  const leaving = (e) => {
    if (open().size) e.preventDefault();
  };
  window.addEventListener("beforeunload", leaving, { signal: app.signal });
}

// What was typed, without half characters: these have no place on a disk.
function wellFormed(given) {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, typeof value === "string" && value.toWellFormed ? value.toWellFormed() : value]));
}

function told(error) {
  if (!error || error.what === undefined) throw error;
  return [error.what, error.do, error.safe].filter(Boolean).join(" ");
}
