// Making elements. Text only ever goes in as text: nothing that anyone wrote is read as HTML.

const FOCUSABLE = new Set(["BUTTON", "INPUT", "SELECT", "TEXTAREA", "SUMMARY", "A"]);

// An element: attributes, then children (elements, texts, lists of these; null and false are left out).
function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "disabled") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  // The notebook's own keys must not hear what is typed here: its front ends look for this mark on the very element.
  if (FOCUSABLE.has(node.tagName) || node.hasAttribute("tabindex")) node.setAttribute("data-lm-suppress-shortcuts", "true");
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// The interface's own words, from the catalogue: {n} and the like are filled in; "one" and "other" by n.
function say(key, values) {
  let text = WORDS[key];
  if (text === undefined) return key;
  if (typeof text === "object") text = values && values.n === 1 ? text.one : text.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => (values && values[name] !== undefined ? values[name] : ""));
}

// A button; `key` lets the focus find it again when the view is drawn anew.
function button(text, onclick, attributes) {
  return h("button", { type: "button", onclick, ...attributes }, text);
}

// Names as one says them: "Tom, Sam and Ada".
function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${say("and")} ${names[names.length - 1]}`;
}

function quoted(text) {
  return `‘${plain(text)}’`;
}

// A name in a sentence: without the marks that would turn the rest of the line round, or break it.
function plain(text) {
  return text.replace(/[\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
}

let numbers = 0;

// An id for an element, different in every desk on the page.
function fresh(prefix) {
  numbers += 1;
  return `copro-${prefix}-${Math.random().toString(36).slice(2, 7)}-${numbers}`;
}

// 128 random bits: the id of an act, and of the decision that it becomes.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
