// Runs the cell that opens the desk, once, in the notebook that copro lab made: nobody has to know what a cell is. JupyterLab loads this as it does
// any extension; written by hand, it needs no build and shares no module.
(() => {
  "use strict";
  const OPENING = "copro-desk"; // the id of that cell

  async function notebook(app) {
    for (let tries = 0; tries < 300; tries += 1) {
      const panel = app.shell.currentWidget;
      if (panel?.context && panel.sessionContext && panel.content?.widgets) return panel;
      await new Promise((done) => setTimeout(done, 100));
    }
    return null;
  }

  async function activate(app) {
    await app.restored;
    const panel = await notebook(app);
    if (!panel) return;
    await panel.context.ready;
    await panel.revealed;
    await panel.sessionContext.ready;
    const at = panel.content.widgets.findIndex((cell) => cell.model.type === "code" && cell.model.id === OPENING);
    if (at < 0 || panel.content.widgets[at].model.executionCount) return;
    panel.content.activeCellIndex = at;
    await app.commands.execute("notebook:run-cell");
  }

  const plugin = { id: "copro-open-desk:plugin", autoStart: true, activate: (app) => void activate(app) };
  (window._JUPYTERLAB ??= {})["copro-open-desk"] = {
    init: () => {},
    get: async () => () => ({ __esModule: true, default: plugin }),
  };
})();
