// People's words on the screen. Places in them are counted in code points, as Python does; a browser counts an emoji twice.

function codePoints(text) {
  return Array.from(text).length;
}

// The place in UTF-16 units of a place in code points.
function units(text, points) {
  let at = 0;
  for (let n = 0; n < points && at < text.length; n += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

function slice(text, start, end) {
  return text.slice(units(text, start), units(text, end));
}

// A contribution's words, with the passages that people put somewhere marked, and, in another way, the words looked for.
function wordsOf(item, attributes, lookedFor = "") {
  const marked = item.passages.filter((passage) => !passage.whole && passage.readings.some((r) => r.belongs));
  const found = placesOf(item.text, lookedFor);
  const cuts = [...new Set([0, codePoints(item.text), ...[...marked, ...found].flatMap((p) => [p.start, p.end])])].sort((a, b) => a - b);
  const pieces = cuts.slice(1).map((end, i) => {
    const piece = slice(item.text, cuts[i], end);
    const within = (p) => p.start <= cuts[i] && end <= p.end;
    const kept = marked.some(within) ? h("mark", null, piece) : piece;
    return found.some(within) ? h("span", { class: "cd-found" }, kept) : kept;
  });
  return h("blockquote", { class: "cd-words", dir: "auto", ...attributes }, pieces);
}

// Where words stand in a text, in code points: as they are searched for, whatever the case and the spaces between them.
function placesOf(text, words) {
  const parts = words.trim().split(/\s+/).filter(Boolean);
  if (!parts.length) return [];
  const looked = new RegExp(parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("\\s+"), "giu");
  return [...text.matchAll(looked)].slice(0, 200).map((match) => {
    const start = codePoints(text.slice(0, match.index));
    return { start, end: start + codePoints(match[0]) };
  });
}

// What is selected within an element that holds a text: where it starts and ends in code points, without white space round it; or null.
function selectionIn(node, text) {
  const selection = node.ownerDocument.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!node.contains(range.startContainer) || !node.contains(range.endContainer)) return null;
  const before = node.ownerDocument.createRange();
  before.selectNodeContents(node);
  before.setEnd(range.startContainer, range.startOffset);
  return trimmed(text, codePoints(before.toString()), codePoints(before.toString()) + codePoints(range.toString()));
}

// The same for a text field, whose places are in UTF-16 units.
function selectionInField(field, text) {
  const start = codePoints(field.value.slice(0, field.selectionStart));
  return trimmed(text, start, start + codePoints(field.value.slice(field.selectionStart, field.selectionEnd)));
}

function trimmed(text, start, end) {
  const points = Array.from(text);
  while (start < end && !points[start].trim()) start += 1;
  while (end > start && !points[end - 1].trim()) end -= 1;
  return end > start ? { start, end, text: points.slice(start, end).join("") } : null;
}

// The id of a passage: where it stands, which is elsewhere than where it is shown once there is a [name] before it. One cut in two counts whole.
function passageId(item, place) {
  const by = { start: 0, end: 0 };
  for (const [start, end, realStart, realEnd] of item.redacted || []) {
    for (const which of ["start", "end"]) {
      if (place[which] >= end) by[which] = realEnd - end;
      else if (place[which] > start) by[which] = (which === "end" ? realEnd : realStart) - place[which];
    }
  }
  return `${item.id}.${item.version}.${place.start + by.start}.${place.end + by.end}`;
}

// Some words in short, on one line.
function short(text, most) {
  const line = text.replace(/\s+/g, " ").trim();
  const points = Array.from(line);
  if (points.length <= (most || 90)) return line;
  return `${points.slice(0, (most || 90) + 1).join("").replace(/(\S)\s+\S*$/, "$1")} …`;
}
