// Choosing a name: type some letters, the arrows go through what fits, Enter takes it. What fits nothing can become a new name.

const MOST_SHOWN = 8;

function fits(label, typed) {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => label.toLocaleLowerCase().includes(word));
}

// A field for one name. `names`: [{id, label}], those used last first; `onchoose(choice)` gets {id, label} or, for a new one, {label}.
function nameField(label, names, { makes, onchoose, key } = {}) {
  const list = h("ul", { role: "listbox", id: fresh("names"), class: "cd-options", hidden: true, "aria-label": label });
  const field = h("input", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "true",
    id: fresh("name"),
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-autocomplete": "list",
    "data-key": key,
  });
  let shown = [];
  let active = -1;
  let offered = false; // the first is marked as what Enter would take, and nobody has gone through the list yet

  function open(yes) {
    list.hidden = !yes || !shown.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden) field.removeAttribute("aria-activedescendant");
  }

  function draw() {
    const typed = field.value.trim();
    const found = names.filter((each) => fits(each.label, typed)).slice(0, MOST_SHOWN);
    const exact = names.some((each) => each.label.toLocaleLowerCase() === typed.toLocaleLowerCase());
    shown = makes && typed && !exact ? [...found, { label: typed, isNew: true }] : found;
    active = typed && shown.length ? 0 : -1;
    offered = active === 0;
    list.replaceChildren(
      ...shown.map((each, i) =>
        h(
          "li",
          {
            role: "option",
            id: `${list.id}-${i}`,
            "aria-selected": String(i === active),
            class: each.isNew ? "cd-new" : "",
            onmousedown: (e) => e.preventDefault(),
            onclick: () => take(i),
          },
          each.isNew ? say("new_name_called", { label: quoted(each.label) }) : each.label,
        ),
      ),
    );
    mark();
  }

  function mark() {
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active >= 0) {
      field.setAttribute("aria-activedescendant", `${list.id}-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  }

  function take(i) {
    const chosen = shown[i];
    field.value = chosen.label;
    field.dataset.chosen = chosen.isNew ? "" : chosen.id;
    open(false);
    if (onchoose) onchoose(chosen.isNew ? { label: chosen.label } : chosen);
  }

  field.addEventListener("input", () => {
    field.dataset.chosen = "";
    draw();
    open(true);
  });
  field.addEventListener("focus", () => {
    draw();
    open(Boolean(field.value.trim()) && !field.dataset.chosen);
  });
  field.addEventListener("blur", () => open(false));
  field.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      if (list.hidden) draw();
      open(true);
      const step = e.key === "ArrowUp" ? -1 : offered ? 0 : 1; // the first arrow down goes to the first
      offered = false;
      active = shown.length ? (active + step + shown.length) % shown.length : -1;
      mark();
      e.preventDefault();
    } else if (e.key === "Enter" && !list.hidden && active >= 0) {
      take(active);
      e.preventDefault();
    } else if (e.key === "Escape" && !list.hidden) {
      open(false);
      e.preventDefault();
      e.stopPropagation();
    }
  });

  return {
    field,
    node: h("div", { class: "cd-field cd-choose" }, h("label", { for: field.id }, label), field, list),
    // What is chosen: {id, label}, or {label} for a new name, or null.
    value() {
      const typed = field.value.trim();
      const known = names.find((each) => each.id === field.dataset.chosen) || names.find((each) => each.label.toLocaleLowerCase() === typed.toLocaleLowerCase());
      return known || (makes && typed ? { label: typed } : null);
    },
  };
}
