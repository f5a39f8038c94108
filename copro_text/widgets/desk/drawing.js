// Drawing: views are made anew from what Python says. What people are at stays: the focus, what is typed, what is unfolded.

function drawingFor(app) {
  const { root, host } = app;
  const parts = { top: h("div"), nav: h("div"), missing: h("div"), alone: h("div"), panel: h("div") };
  app.parts = parts;
  let drawing = 0;

  // What has not changed stays as it is, so that nobody presses a button that is just being replaced.
  const drawnAs = new Map();
  function drawPart(part, from, draw) {
    const now = JSON.stringify(from);
    if (drawnAs.get(part) === now) return;
    drawnAs.set(part, now);
    keepingAll(part, () => part.replaceChildren(...[draw()].flat(9).filter(Boolean)));
  }

  app.drawTop = () => {
    const f = app.frame;
    const panel = f.me ? app.panel : "who";
    const who = [f.me, f.typed_by, f.people];
    drawPart(parts.top, [f.title, f.counts, who, app.panel], () => topOf(app));
    drawPart(parts.nav, [app.view, f.asks_me, f.me], () => navOf(app));
    drawPart(parts.missing, [f.missing], () => missingOf(app));
    drawPart(parts.alone, [f.alone && panel !== "who", who], () => (f.alone && panel !== "who" ? aloneOf(app) : []));
    drawPart(parts.panel, [panel, who, f.present, f.rule, f.alone, f.promise, f.safety], () => (panel === "who" ? whoPanel(app) : panel === "help" ? helpPanel(app) : []));
    root.setAttribute("aria-label", f.title ? say("desk_of", { title: f.title }) : say("desk"));
  };

  // While a button is held down nothing is drawn anew: the press would be lost.
  let held = false;
  let ups = [];
  const released = () => (held ? new Promise((go) => ups.push(go)) : null);
  const up = () =>
    setTimeout(() => {
      held = false;
      ups.forEach((go) => go());
      ups = [];
    });
  root.addEventListener("pointerdown", () => (held = true));
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, up, { signal: app.signal });

  // Whether something can be seen, so that the focus can go there: not what is folded away.
  const seen = (node) => !node.checkVisibility || node.checkVisibility();

  // Where something stands in a part: by its key, else by its place, as long as it is the same kind of thing there.
  const keyed = (part, key) => [...part.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key && !each.disabled);
  function place(part, node) {
    if (node.dataset.key) return { key: node.dataset.key };
    const steps = [];
    for (let each = node; each !== part; each = each.parentNode) steps.unshift([...each.parentNode.children].indexOf(each));
    return { steps, tag: node.tagName, text: node.tagName === "BUTTON" ? node.textContent : "" };
  }
  function at(part, where) {
    if (where.key) return keyed(part, where.key);
    const node = where.steps.reduce((each, i) => each && each.children[i], part);
    return node && node.tagName === where.tag && (!where.text || node.textContent === where.text) && !node.disabled ? node : null;
  }

  let putAt = null; // where a drawing put the focus last, rather than a person
  const focused = () => root.getRootNode().activeElement;

  // Draws a part anew and keeps what people are at: what they unfolded, what they typed, and the focus: on the same thing; where that is gone,
  // on the beginning of the next card, to be read, and never on a button that does something with what nobody has read; else on the heading.
  function keepingAll(part, draw) {
    const unfolded = [...part.querySelectorAll("details")].filter((each) => each.open).map((each) => place(part, each));
    const typed = [...part.querySelectorAll("input[type=text], textarea:not([aria-readonly]), select")]
      .filter((field) => field.value !== field.drawn)
      .map((field) => [place(part, field), field.value]);
    const active = focused();
    const had = part.contains(active);
    const where = had && active !== part ? place(part, active) : null;
    const card = had && active.closest("[data-card]");
    const following = card ? cardsAfter(part, card) : [];
    const pane = had && active.closest(".cd-main-pane");
    const ends = had && active.selectionStart;
    draw();
    app.changed = performance.now();
    part.querySelectorAll("input[type=text], textarea, select").forEach((field) => (field.drawn = field.value));
    for (const each of app.elsewhere && part === host ? [] : unfolded) {
      const details = at(part, each);
      if (details) details.open = true;
    }
    // A word to keep is for one contribution: typed while one was on the way to where one is already, it stays.
    for (const [each, value] of app.elsewhere && part === host ? typed.filter(([each]) => each.key && each.key.startsWith("keep-")) : typed) {
      const field = at(part, each);
      if (field) field.value = value;
    }
    if (!had) return;
    const there = where && at(part, where);
    const same = there && seen(there) ? there : null;
    const heading = (pane && part.querySelector(".cd-main-pane h3")) || part.querySelector("h3") || root;
    const next = same || beginningOf(following.map((id) => part.querySelector(`[data-card="${id}"]`)).find(Boolean)) || heading;
    next.focus({ preventScroll: Boolean(same) });
    putAt = next;
    if (same && typeof ends === "number" && same.setSelectionRange && /^(text|search)$/.test(same.type)) same.setSelectionRange(ends, ends);
  }

  // The cards of the same kind after one, then those before it: their ids.
  function cardsAfter(part, card) {
    const kind = card.dataset.card.split(":")[0];
    const ids = [...part.querySelectorAll(`[data-card^="${kind}:"]`)].map((each) => each.dataset.card);
    const at = ids.indexOf(card.dataset.card);
    return [...ids.slice(at + 1), ...ids.slice(0, at).reverse()];
  }
  const beginningOf = (card) => card && (card.querySelector("[data-beginning]") || card);

  // The focus never falls out of the desk: where it was on something that is gone it goes to what was said, or to the heading.
  let lastIn = null;
  const away = (e) => {
    if (!root.contains(e.target)) lastIn = null;
  };
  const doc = root.ownerDocument;
  doc.addEventListener("focusin", away, { signal: app.signal });
  doc.addEventListener("pointerdown", away, { signal: app.signal });
  root.addEventListener("focusin", (e) => {
    lastIn = e.target;
    requestAnimationFrame(() => uncover(e.target));
  });
  const watch = new MutationObserver(() => {
    const active = focused();
    if (!lastIn || lastIn.isConnected || (active && active !== doc.body)) return;
    lastIn = null;
    if (app.isPaused()) return;
    app.status.textContent ? app.status.focus({ preventScroll: true }) : app.focusOn(null);
  });
  watch.observe(root, { childList: true, subtree: true });
  app.signal.addEventListener("abort", () => watch.disconnect());

  // What has the focus is not under what was said, which stays at the top.
  function uncover(node) {
    if (!node.isConnected || app.bar.contains(node)) return;
    const bar = app.bar.getBoundingClientRect();
    const box = node.getBoundingClientRect();
    if (box.top < bar.bottom && box.bottom > bar.top) node.scrollIntoView({ block: "nearest" });
  }

  app.focusOn = (node) => {
    const key = node && node.dataset && node.dataset.key;
    const there = node && root.contains(node) && !node.disabled ? node : (key && keyed(host, key)) || host.querySelector("h3") || root;
    there.focus();
    // On a narrow or magnified screen what was chosen is under the list, rather than beside it: it comes to the top, so that it is seen.
    const pane = there.tagName === "H3" && there.closest(".cd-main-pane");
    if (pane && pane.previousElementSibling && pane.offsetTop > pane.previousElementSibling.offsetTop) pane.scrollIntoView({ block: "start" });
  };
  // Puts words that were refused back into their field, unless somebody types something else there by now, or somebody else is at work.
  app.giveBack = (key, words, turn = app.turn) => {
    const field = turn === app.turn && keyed(host, key);
    if (field && !field.value) field.value = words;
  };
  app.focusKey = (key) => app.focusOn(keyed(host, key));

  // Shows the view at its place; `focus` says where the focus goes: nowhere new when it is null, or when somebody has gone on themselves.
  app.show = async (focus) => {
    closeSheet(app);
    if (focus) app.wentOn();
    const from = focused();
    app.elsewhere = Boolean(focus); // one goes somewhere else: nothing of what was there is to be kept
    await app.redraw();
    if (focus) await app.filling;
    const now = focused();
    const wentOn = now !== from && now !== putAt && root.contains(now); // what they do there is not to land elsewhere
    if (focus && !wentOn && !app.sheet) app.focusOn(host.querySelector(focus) || host.querySelector("h3"));
  };

  // Nothing is left of the view, nor comes of a drawing that is under way.
  app.clear = () => {
    drawing += 1;
    host.replaceChildren();
  };

  app.redraw = async () => {
    app.busy(1);
    try {
      await drawOnce();
    } finally {
      app.busy(-1);
    }
  };

  async function drawOnce() {
    const mine = (drawing += 1);
    const shown = host.firstElementChild;
    app.stale = false;
    if (shown && shown.update && root.dataset.view === app.view) {
      await shown.update(); // the view keeps its form, and draws only what it found
      if (mine === drawing) finish(mine);
      return;
    }
    const listeners = app.onselect;
    app.onselect = [];
    let view;
    try {
      view = await DRAW[app.view](app);
    } catch (error) {
      view = h("div", null, h("h3", { tabindex: -1 }, say(app.view)), h("p", { class: "cd-wrong" }, told(error)));
    }
    await released();
    if (mine !== drawing) return; // something newer is being drawn
    if (app.sheet && host.contains(app.sheet.node)) {
      app.stale = true; // a form was opened meanwhile: it stays, and this is drawn when it closes
      app.onselect = listeners;
      return;
    }
    keepingAll(host, () => host.replaceChildren(view));
    app.elsewhere = false;
    finish(mine);
  }

  function finish(mine) {
    app.drawTop();
    root.dataset.view = app.view;
    root.dataset.drawn = String(mine);
    app.keep();
    if (app.view !== "read") app.chooseAgain(); // there it is done when the words are drawn
  }

  // Draws a part of the view anew by itself.
  app.drawWithin = async (part, children) => {
    await released();
    if (app.sheet && part.contains(app.sheet.node)) closeSheet(app); // what it was about goes from the screen; what was typed is kept for next time
    keepingAll(part, () => part.replaceChildren(...children.flat(9).filter(Boolean)));
  };

  // Takes in what is new, from here or from others. While a form is open, what is under it stays as it is; it is drawn anew when the form closes.
  let asking = false;
  let asked = false;
  app.refresh = async (fromOthers) => {
    if (asking) {
      asked = true;
      return;
    }
    asking = true;
    try {
      const before = app.frame && app.frame.asks_me;
      const frame = await app.link.ask("frame", { acts: [...app.done, ...app.undone] });
      const isAnother = app.becomes(frame);
      app.forgetActs(frame.gone);
      await released();
      app.drawTop();
      if (fromOthers && !isAnother) app.news(app.frame.asks_me > before ? say("others_ask", { n: app.frame.asks_me }) : say("others_did"));
      if (isAnother) await app.comeBack(app.redraw);
      else if (app.sheet && host.firstElementChild) app.stale = true;
      else await app.redraw();
    } catch (error) {
      app.oops(told(error));
    } finally {
      asking = false;
      if (asked) {
        asked = false;
        await app.refresh();
      }
    }
  };
}
