// Keeping: where one has got to and what is half typed is kept by the tab until it closes: for when the page is loaded anew, and for when the
// keyboard comes back to them.
//
// It is kept for whoever it belongs to and whoever typed it, sealed with a key that Python gives for this study and this person: what a browser
// may leave on the disk nobody reads without the study.

function keepingFor(app) {
  const { root } = app;
  let timer = 0;
  let written = Promise.resolve(); // one after the other, in the order in which they were begun
  let coming = false; // whoever is at work now is not back yet where they were: what is on the screen is not theirs to keep
  const keys = new Map();

  const place = ({ study, me, typed_by: typed }) => `copro-desk ${study} ${me} ${typed}`;
  const here = new Map(); // where a tab may keep nothing: until the page closes
  const store = () => {
    try {
      return root.ownerDocument.defaultView.sessionStorage;
    } catch {
      return { getItem: (name) => here.get(name), setItem: (name, value) => here.set(name, value), removeItem: (name) => here.delete(name) };
    }
  };
  function sealing({ seal }) {
    if (!keys.has(seal)) {
      const bytes = Uint8Array.from(seal.match(/../g), (pair) => parseInt(pair, 16));
      keys.set(seal, crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]));
    }
    return keys.get(seal);
  }

  // Everything that is typed and not sent: by the key of its field. Words to keep are drafts of their own, each for one contribution.
  const typed = () =>
    Object.fromEntries([...app.host.querySelectorAll("input[type=text][data-key]")].filter((field) => field.value && field.value !== field.drawn && !field.closest(".cd-sheet, .cd-choose")).map((field) => [field.dataset.key, field.value]));

  function now() {
    const { hear, piles, read } = app.place;
    const { mode, page, at, id, filters, typed: looked } = read;
    return {
      view: app.view,
      paused: app.isPaused(),
      hear: { id: hear.id, skipped: [...hear.skipped].map((at) => hear.ids.get(at)).filter(Boolean) },
      piles: { code: piles.code },
      read: mode === undefined ? {} : { mode, page, at, id, filters, typed: looked },
      typed: typed(),
      words: [...app.drafts].filter(([, draft]) => typeof draft === "string"),
      selected: [...app.selected],
      chosen: app.chosen,
      sheet: app.sheet && app.sheet.kept ? { kept: app.sheet.kept, opener: app.sheet.opener, draft: app.drafts.get(app.sheet.kept) || null } : null,
    };
  }

  app.keep = () => {
    clearTimeout(timer);
    timer = setTimeout(() => app.signal.aborted || keepNow(app.frame, now()), 100);
  };
  function keepNow(frame, what) {
    clearTimeout(timer);
    if (coming || !frame || !frame.me || !crypto.subtle) return;
    written = written.then(() => write(frame, JSON.stringify(what)));
  }
  async function write(frame, what) {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await sealing(frame), new TextEncoder().encode(what));
    try {
      store().setItem(place(frame), btoa(String.fromCharCode(...nonce, ...new Uint8Array(sealed))));
    } catch {
      store().removeItem(place(frame)); // more than a tab keeps
    }
  }

  // Keeps what somebody was at, `frame` says who, as somebody else takes over; whether they had something half typed.
  app.setAside = (frame) => {
    const what = now(); // at once: what comes after may be the next one's
    keepNow(frame, what);
    coming = true;
    const isForm = what.sheet && what.sheet.draft && !app.sheet.isSent();
    return Boolean(crypto.subtle) && (Object.keys(what.typed).length > 0 || what.words.length > 0 || Boolean(isForm));
  };
  // The form that somebody had sent before another took over was saved: it does not come back with them.
  app.letGoOf = (frame, form) => {
    written = written.then(async () => {
      const left = await opened(frame);
      if (left && left.sheet && left.sheet.kept === form) await write(frame, JSON.stringify({ ...left, sheet: null }));
    });
  };

  // Goes to where whoever is at work had got to, draws it by `show`, and gives back what they had half typed.
  app.comeBack = async (show) => {
    const { turn } = app;
    coming = true;
    try {
      const kept = await goBack();
      await show();
      if (kept && turn === app.turn) await typeAgain(kept);
    } finally {
      if (turn === app.turn) coming = false;
    }
    app.keep();
  };

  // Returns what was kept, or null when there is nothing, or it is none of ours: then it is forgotten.
  async function goBack() {
    await written;
    const { frame, turn } = app;
    const kept = await opened(frame);
    if (!kept || turn !== app.turn) return null;
    if (unsaved(frame.study).size) kept.sheet = null; // what the form had is under NOT SAVED then, to be tried again
    try {
      goTo(kept);
      return kept;
    } catch {
      store().removeItem(place(frame));
      return null;
    }
  }
  async function opened(frame) {
    const found = frame.me && crypto.subtle && store().getItem(place(frame));
    if (!found) return null;
    try {
      const bytes = Uint8Array.from(atob(found), (letter) => letter.charCodeAt(0));
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12) }, await sealing(frame), bytes.slice(12))));
    } catch {
      store().removeItem(place(frame));
      return null;
    }
  }

  function goTo({ view, hear, piles, read, selected, chosen, sheet, words }) {
    const [ids, drafts] = [[...selected], new Map(words)]; // throws when it is none of ours, before anything is done with it
    app.view = DRAW[view] ? view : "hear";
    if (!app.together) app.place.hear.again = { id: hear.id, skipped: [...hear.skipped] };
    Object.assign(app.place.piles, piles);
    Object.assign(app.place.read, read);
    ids.forEach((id) => app.selected.add(id));
    drafts.forEach((draft, of) => app.drafts.set(of, draft));
    app.chosen = chosen;
    if (sheet && sheet.draft) app.drafts.set(sheet.kept, sheet.draft);
  }

  // Puts back what was half typed, and opens the form that was open, once the view is there.
  async function typeAgain(kept) {
    await app.filling;
    Object.entries(kept.typed).forEach(([name, value]) => app.giveBack(name, value));
    if (kept.paused) return app.pause(true);
    const opener = kept.sheet && kept.sheet.draft && [...root.querySelectorAll("[data-key]")].find((each) => each.dataset.key === kept.sheet.opener);
    if (opener) opener.click();
  }

  root.addEventListener("input", app.keep);
}
