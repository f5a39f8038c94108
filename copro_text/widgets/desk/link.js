// The link to Python. Every message has an id and is answered; an act that gets no answer in three seconds is NOT SAVED, and says so.

const PATIENCE = 3000;

function makeLink(model, signal, on) {
  const waiting = new Map();

  function heard(message) {
    if (message.news) return on.news();
    const asked = waiting.get(message.id);
    if (asked) {
      waiting.delete(message.id);
      asked.forEach(({ done, timer }) => (clearTimeout(timer), done(message)));
    } else if (message.saved) on.news(); // another view of this desk did something
  }
  model.on("msg:custom", heard);
  signal.addEventListener("abort", () => model.off("msg:custom", heard));

  // Sends a message; `late` is called when three seconds pass without an answer, which may come all the same.
  function send(message, late, patience) {
    return new Promise((done) => {
      const once = { done, timer: setTimeout(late, patience || PATIENCE) };
      waiting.set(message.id, [...(waiting.get(message.id) || []), once]); // sent twice, both are answered
      model.send(message);
    });
  }

  return {
    // Waits no longer for an answer.
    letGo(id) {
      heard({ id, error: { what: "", do: "", safe: "" } });
    },
    async ask(what, given, patience) {
      const answer = await send({ id: newId(), ask: what, ...given }, on.silent, patience || PATIENCE * 2);
      on.answered();
      if (answer.error) throw answer.error;
      return answer.is;
    },
    // An act: {id, act, who, ...}. With the same id it is done once, however often it is sent.
    async act(message, late, patience) {
      const answer = await send(message, late, patience);
      if (answer.error) throw answer.error;
      return answer.saved;
    },
  };
}

// Acts that were not saved, by study: kept in this page alone, so that they are still here when the cell is run again.
function unsaved(study) {
  window.coproUnsaved = window.coproUnsaved || new Map();
  if (!window.coproUnsaved.has(study)) window.coproUnsaved.set(study, new Map());
  return window.coproUnsaved.get(study);
}
