// Keeping: what the page forgets when it is loaded anew, where one has got to and what is half typed, is kept by its tab until it closes.
//
// It is sealed with a key that Python gives for this study and this person: what a browser may leave on the disk nobody reads without the study.

function keepingFor(app) {
  const { root } = app;
  let timer = 0;
  let key = null; // {seal, made}

  const place = () => `copro-desk ${app.frame.study}`;
  const store = () => {
    try {
      return root.ownerDocument.defaultView.sessionStorage;
    } catch {
      return null; // not allowed here: then nothing is kept
    }
  };
  async function sealing() {
    const { seal } = app.frame;
    if (!key || key.seal !== seal) {
      const bytes = Uint8Array.from(seal.match(/../g), (pair) => parseInt(pair, 16));
      key = { seal, made: await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]) };
    }
    return key.made;
  }

  // Everything that is typed and not sent: by the key of its field.
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
      selected: [...app.selected],
      chosen: app.chosen,
      sheet: app.sheet && app.sheet.kept ? { kept: app.sheet.kept, opener: app.sheet.opener, draft: app.drafts.get(app.sheet.kept) || null } : null,
    };
  }

  app.keep = () => {
    clearTimeout(timer);
    timer = setTimeout(write, 100);
  };
  async function write() {
    const there = store();
    if (!there || !app.frame || !app.frame.me || app.signal.aborted || !crypto.subtle) return;
    const { turn } = app;
    const isAnother = () => turn !== app.turn || app.signal.aborted; // what was begun as one person's is not written as the next one's
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const made = await sealing();
    if (isAnother()) return;
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, made, new TextEncoder().encode(JSON.stringify(now())));
    if (isAnother()) return;
    try {
      there.setItem(place(), btoa(String.fromCharCode(...nonce, ...new Uint8Array(sealed))));
    } catch {
      there.removeItem(place()); // more than a tab keeps
    }
  }

  app.forgetKept = () => {
    clearTimeout(timer);
    const there = store();
    if (there) there.removeItem(place());
  };

  // Goes to where whoever is at work had got to, before anything is drawn; returns what was kept, or null when there is nothing, it was another's,
  // or it is none of ours: then it is forgotten.
  app.goBack = async () => {
    const there = store();
    const found = there && app.frame.me && crypto.subtle && there.getItem(place());
    if (!found) return null;
    const { turn } = app;
    try {
      const bytes = Uint8Array.from(atob(found), (letter) => letter.charCodeAt(0));
      const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12) }, await sealing(), bytes.slice(12));
      const kept = JSON.parse(new TextDecoder().decode(opened));
      if (unsaved(app.frame.study).size) kept.sheet = null; // what the form had is under NOT SAVED then, to be tried again
      if (turn !== app.turn) return null;
      goTo(kept);
      return kept;
    } catch {
      there.removeItem(place());
      return null;
    }
  };

  function goTo({ view, hear, piles, read, selected, chosen, sheet }) {
    const ids = [...selected]; // throws when it is none of ours, before anything is done with it
    app.view = DRAW[view] ? view : "hear";
    app.place.hear.again = { id: hear.id, skipped: [...hear.skipped] };
    Object.assign(app.place.piles, piles);
    Object.assign(app.place.read, read);
    ids.forEach((id) => app.selected.add(id));
    app.chosen = chosen;
    if (sheet && sheet.draft) app.drafts.set(sheet.kept, sheet.draft);
  }

  // Puts back what was half typed, and opens the form that was open, once the view is there.
  app.typeAgain = async (kept) => {
    await app.filling;
    Object.entries(kept.typed).forEach(([name, value]) => app.giveBack(name, value));
    if (kept.paused) return app.pause(true);
    const opener = kept.sheet && kept.sheet.draft && [...root.querySelectorAll("[data-key]")].find((each) => each.dataset.key === kept.sheet.opener);
    if (opener) opener.click();
  };

  root.addEventListener("input", app.keep);
}
