// A sheet: the form that asks for what an act needs. It stays, with all that was typed, until its act is saved.

const LONGEST = 20000; // letters that one field takes

// Opens a form under `anchor`, `about` certain ids. `fields`: [{key, label, kind, value, required, options}]; `run(values)` does it, and throws what went wrong.
function openSheet(app, anchor, { title, about, note, fields, submit, run }) {
  closeSheet(app);
  const kept = [title, about].join("|");
  const draft = app.drafts.get(kept) || {};
  const opener = app.pressed || app.root.getRootNode().activeElement; // a key presses what has not the focus
  const made = fields.map((field) => makeField(app, { ...field, value: draft[field.key] ?? field.value }));
  const wrong = h("p", { class: "cd-wrong", role: "alert", id: fresh("wrong") });
  const values = () => Object.fromEntries(made.map((each, i) => [fields[i].key, each.value()]));
  const { frame, turn } = app;
  const who = { who: frame.me, by: frame.typed_by };
  let at = "";
  let id = "";
  let busy = false;

  function missing(given) {
    const first = made.find((each, i) => fields[i].required && !filled(given[fields[i].key]));
    made.forEach((each) => each.wrong(each === first ? wrong.id : ""));
    if (!first) return false;
    wrong.textContent = say("please_fill", { what: first.label });
    first.focus();
    return true;
  }

  async function done(e) {
    e.preventDefault();
    const given = values();
    if (busy || missing(given)) return;
    busy = true;
    wrong.textContent = "";
    if (at !== JSON.stringify(given)) id = newId(); // tried again as it was, it goes on where it stopped
    at = JSON.stringify(given);
    try {
      await run(given, { ...who, id });
      if (turn !== app.turn) app.letGoOf(frame, kept);
      else app.drafts.delete(kept);
      app.keep();
      close();
    } catch (error) {
      wrong.textContent = told(error);
      if (app.sheet !== sheet) app.oops(told(error)); // the form is gone: nobody would read it there
    } finally {
      busy = false;
    }
  }

  function close() {
    if (app.sheet !== sheet) return;
    app.sheet = null;
    app.keep(); // what is left is not kept by the tab
    const active = app.root.getRootNode().activeElement;
    const had = node.contains(active) || active === app.root.ownerDocument.body;
    node.remove();
    if (had) app.focusOn(opener);
    if (app.stale) app.redraw();
  }

  const send = h("button", { type: "submit", class: "cd-main" }, submit || say("save"));
  const heading = h("h4", { id: fresh("sheet") }, title);
  const node = h(
    "form",
    { class: "cd-sheet", "aria-labelledby": heading.id, onsubmit: done, autocomplete: "off", novalidate: true },
    heading,
    note && h("p", { class: "cd-soft" }, note),
    made.map((each) => each.node),
    wrong,
    h("div", { class: "cd-row" }, send, button(say("leave_it"), close)),
  );
  node.addEventListener("keydown", (e) => {
    if (e.key === "Escape") {
      close();
      e.stopPropagation();
    }
  });
  node.addEventListener("input", () => app.drafts.set(kept, values()));
  const sheet = { node, close, kept, isSent: () => busy, opener: opener && opener.dataset && opener.dataset.key };
  app.sheet = sheet;
  app.keep();
  anchor.append(node);
  made[0].focus();
  node.scrollIntoView({ block: "nearest" });
}

function closeSheet(app) {
  if (app.sheet) app.sheet.close();
}

function filled(value) {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== "";
}

function makeField(app, { key, label, kind, value, options, required, without }) {
  const shown = required ? label : say("if_you_like", { what: label });
  if (kind === "name" || kind === "new or known name") {
    const names = app.namesToChoose(without);
    const choice = nameField(label, names, { makes: kind !== "name" });
    if (value) choice.field.value = value.label || value;
    return field(label, choice.field, choice.node, choice.value, required);
  }
  if (kind === "names") return manyNames(app, label, value || []);
  const id = fresh("field");
  const input =
    kind === "long"
      ? h("textarea", { id, rows: 3, value: value || "", maxlength: LONGEST })
      : kind === "choice"
        ? h("select", { id }, options.map(([word, text]) => h("option", { value: word, selected: word === value }, text)))
        : kind === "number"
          ? h("input", { id, type: "number", min: 0, max: 999, value: value || 0 })
          : h("input", { id, type: "text", value: value || "", maxlength: LONGEST });
  const node = h("div", { class: "cd-field" }, h("label", { for: id }, shown), input);
  const read = () => (kind === "number" ? Math.max(0, Math.round(Number(input.value) || 0)) : input.value.trim());
  return field(label, input, node, read, required);
}

// What a form needs of a field: its words, its element, and how to say that something is wrong with it.
function field(label, input, node, value, required) {
  if (required) input.setAttribute("aria-required", "true");
  const wrong = (by) => {
    by ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
    by ? input.setAttribute("aria-describedby", by) : input.removeAttribute("aria-describedby");
  };
  return { label, node, value, wrong, focus: () => input.focus() };
}

// Several names: boxes to tick.
function manyNames(app, label, chosen) {
  const boxes = app.namesToChoose().map((each) => {
    const box = h("input", { type: "checkbox", value: each.id, checked: chosen.includes(each.id) });
    return h("label", { class: "cd-box" }, box, each.label);
  });
  const node = h("fieldset", { class: "cd-field" }, h("legend", null, say("if_you_like", { what: label })), h("div", { class: "cd-boxes" }, boxes));
  const value = () => [...node.querySelectorAll("input:checked")].map((box) => box.value);
  return { label, node, value, wrong: () => {}, focus: () => (node.querySelector("input") || node).focus() };
}
