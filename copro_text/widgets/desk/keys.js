// Keys: one letter for each common act, inside the desk alone and never while somebody types.

const KEYS = "nbspamwur/.?123456789";
const SOON = 500; // milliseconds in which nobody reads what has just come
const OPENS = "pamw/"; // keys that open a form or a field

function keysFor(app) {
  const { root, host } = app;
  const doc = root.ownerDocument;
  // On a page of its own nothing else wants the keys: they work also before anything has the focus.
  const ofNobody = (e) => !root.contains(e.target) && !e.target.closest("a, button, input, textarea, select") && pressed(e);
  if (doc.body.dataset.voila) doc.addEventListener("keydown", ofNobody, { signal: app.signal });
  root.addEventListener("keydown", pressed);

  function pressed(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    e.stopPropagation(); // what is typed here is not for the notebook
    const typing = e.target.closest("input:not([type=checkbox]), textarea, select");
    if (typing || !app.keys || !app.frame || e.isComposing) return;
    if (app.isPaused()) {
      if (e.key === "." || e.key === "Escape") app.pause(false), e.preventDefault();
      return;
    }
    if (!KEYS.includes(e.key)) return;
    e.preventDefault();
    if (e.repeat && !"nb".includes(e.key)) return; // held down, it acts once
    if (waits.some((key) => OPENS.includes(key))) return; // a form is about to open: what is typed now was meant for it
    if (e.key === ".") return void app.pause(true); // at once, whatever is under way
    waits.push(e.key);
    if (waits.length === 1) takeKeys();
  }

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
  app.busy = (by) => {
    working += by;
    if (working) return;
    rest.forEach((go) => go());
    rest = [];
  };

  // The second half of a double click is not for what has just come under the mouse; and a button whose act is under way does nothing more.
  const last = { at: -SOON, what: "", x: 0, y: 0 };
  app.changed = -SOON;
  const named = (button) => button.dataset.key || button.textContent;
  const hasty = (e, button) =>
    e.detail > 0 && named(button) !== last.what && Math.hypot(e.clientX - last.x, e.clientY - last.y) < 12 && performance.now() - Math.max(last.at, app.changed) < SOON;
  root.addEventListener("mousedown", (e) => {
    const button = e.target.closest("button");
    if (button && hasty(e, button)) e.preventDefault(); // nor does the focus go there
  });
  const clicked = (e) => {
    const button = e.target.closest("button");
    if (!button) return;
    if (hasty(e, button) || button.getAttribute("aria-disabled") === "true") {
      e.preventDefault();
      e.stopImmediatePropagation();
      return;
    }
    if (e.detail > 0) Object.assign(last, { at: performance.now(), what: named(button), x: e.clientX, y: e.clientY });
    app.pressed = button;
    setTimeout(() => (app.pressed = null));
  };
  root.addEventListener("click", clicked, { capture: true });

  const found = (key) => [...host.querySelectorAll(`[data-key="${key}"]`)].find((each) => !each.disabled);
  const click = (key) => found(key) && (() => found(key).click());

  function keyOf(key) {
    const bar = [...host.querySelectorAll(".cd-select")].find((each) => each.chosen && each.chosen().length);
    if (/^[1-9]$/.test(key)) {
      const name = app.recent()[Number(key) - 1];
      const current = app.current();
      const chosen = bar ? { passages: bar.chosen(), words: "" } : current && current.chosen();
      return name && chosen && (async () => (await putChosen(app, chosen, name)) && bar && app.selectAll([]));
    }
    const several = (which) => bar && (() => bar.querySelector(`[data-key^="${which}-se"]`).click());
    const search = () => app.focusKey("search");
    return {
      n: click("next"),
      b: click("back"),
      s: click("skip"),
      p: several("put") || click("put"),
      a: several("aside") || click("aside"),
      m: click("memo"),
      w: click("keep-chosen") || (host.querySelector(".cd-keep input") && (() => host.querySelector(".cd-keep input").focus())),
      u: () => app.undo(),
      r: () => app.redo(),
      "/": app.view === "read" ? search : async () => (await app.go("read"), search()),
      "?": () => app.togglePanel("help"),
    }[key];
  }
}
