// The page round the desk: says that it opens, and says so when the program behind it has ended or cannot be reached.
(() => {
  "use strict";
  const EVERY = 3000; // milliseconds between two looks at whether the program is there
  const SLOW = 30000;

  document.documentElement.classList.add("js");
  if (location.search.includes("token=")) history.replaceState(null, "", location.pathname); // the cookie is set: the token need not stay in sight

  const said = {
    "": [],
    ended: [
      ["The desk has stopped.", " What was said to be saved is safe."],
      ["", "What you had typed and not saved still stands below: copy it if you want to keep it, then load the page again."],
    ],
    unreachable: [
      ["The desk does not answer:", " the program that serves this page has ended, or this computer was asleep. What was said to be saved is safe."],
      ["", "What you had typed and not saved still stands below: copy it if you want to keep it. If this message stays, type copro desk again in the"
        + " terminal, as before, and use the address that it prints."],
    ],
  };

  let trouble = "";
  function tell(what) {
    if (what === trouble) return;
    trouble = what;
    const box = document.createElement("div");
    box.className = "trouble";
    for (const [first, rest] of said[what]) {
      const line = document.createElement("p");
      const strong = document.createElement("strong");
      strong.textContent = first;
      line.append(strong, rest);
      box.append(line);
    }
    if (what === "ended") {
      const line = document.createElement("p");
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = "Load the page again";
      again.addEventListener("click", () => location.reload());
      line.append(again);
      box.append(line);
    }
    document.getElementById("trouble").replaceChildren(...(what ? [box] : []));
    // What the desk says stays below this, and of the two that say what to do now the page knows better.
    document.documentElement.style.setProperty("--trouble", `${what ? box.offsetHeight : 0}px`);
    document.documentElement.classList.toggle("stopped", what === "ended");
  }

  async function look(kernel) {
    try {
      const answer = await fetch(`/api/kernels/${kernel}`, { cache: "no-store" });
      return answer.ok ? "" : answer.status === 404 ? "ended" : "unreachable";
    } catch {
      return "unreachable";
    }
  }

  // The group may call the study something else while the page is open: the desk knows.
  function keepTitle() {
    const now = document.querySelector(".copro-desk .cd-titles h2")?.textContent;
    const above = document.querySelector("h1");
    if (!now || now === above.textContent) return;
    document.title = document.title.replace(above.textContent, () => now);
    above.textContent = now;
  }

  async function watch(kernel) {
    const opening = document.getElementById("opening");
    for (;;) {
      await new Promise((done) => setTimeout(done, EVERY));
      tell(await look(kernel));
      keepTitle();
      if (trouble) opening.hidden = true;
    }
  }

  // Until the whole page has come the kernel may not be there yet; from then on the desk itself says when it can be used.
  document.addEventListener("DOMContentLoaded", () => {
    const opening = document.getElementById("opening");
    const isOpen = () => document.querySelector(".copro-desk[data-ready], #not-open") !== null;
    const seen = () => {
      if (isOpen()) opening.hidden = true;
      return opening.hidden;
    };
    if (!seen()) {
      const watcher = new MutationObserver(() => seen() && watcher.disconnect());
      watcher.observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-ready"] });
      setTimeout(() => {
        if (!opening.hidden) opening.textContent = "Still opening the desk. If this stays, load the page again, or look at what stands in the terminal.";
      }, SLOW);
    }
    const config = document.getElementById("jupyter-config-data");
    if (config) watch(JSON.parse(config.textContent).kernelId);
  });
})();
