// One's own note to a chapter: htmx saves it while somebody writes; here is said how it stands, and that nothing typed
// is lost when the page is left or the session has ended.
const noteForm = document.querySelector("[data-note]");
const noteState = () => noteForm.querySelector(".save-state");

function noteIs(state) {
  if (noteState()) noteState().dataset.state = state;
}

noteForm.addEventListener("input", () => noteIs("unsaved"));
noteForm.addEventListener("htmx:beforeRequest", (event) => {
  // While two notes stand side by side, only a press decides between them.
  const isPressed = event.detail.requestConfig.triggeringEvent?.type === "submit";
  if (noteForm.querySelector(".banner") && !isPressed) event.preventDefault();
  else noteIs("saving");
});
noteForm.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) return;
  noteIs("unsaved");
  // Signed out, or signed in again in another window: the session's own dialog comes first.
  if ([401, 403].includes(event.detail.xhr.status)) session.mine().then(() => htmx.trigger(noteForm, "submit"), () => {});
});

// Whoever goes on to the next chapter has not to press a button before.
window.addEventListener("pagehide", () => {
  const state = noteState();
  if (state && state.dataset.state === "unsaved") navigator.sendBeacon(noteForm.action, new FormData(noteForm));
});
