// Shows how a layout looks while it is being written: the form is sent as it stands, and nothing is saved.
(() => {
  const WAIT = 1000;

  const start = (panel) => {
    const form = panel.closest("form");
    const frame = panel.querySelector("[data-layout-frame]");
    const state = panel.querySelector("[data-layout-state]");
    let waiting, running;

    const refresh = async () => {
      clearTimeout(waiting);
      running?.abort();
      const mine = (running = new AbortController());
      state.textContent = "見本を作っています。";
      try {
        const answer = await fetch(panel.dataset.layoutPreview, {
          method: "POST", body: new FormData(form), signal: mine.signal,
        });
        if (!answer.ok) throw new Error(answer.statusText);
        frame.srcdoc = await answer.text();
        state.textContent = "見本を作りました。";
      } catch (error) {
        if (error.name !== "AbortError") state.textContent = "見本を作れませんでした。もう一度押してください。";
      }
    };

    panel.querySelector("[data-layout-refresh]").addEventListener("click", refresh);
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, WAIT);
    });
    refresh();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-layout-preview]").forEach(start);
  });
})();
