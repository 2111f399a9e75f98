// Answers are sent as they are given. Each change gets an operation number of its own; sent again under the same number
// after a failure of the network, it cannot be counted as a second, later change.
const RETRY_AFTER = 5000;

function questionOf(event) {
  return event.target.closest("[data-saves]");
}

// randomUUID exists only where pages come by https; these numbers exist everywhere.
function newOperation() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16).padStart(8, "0")).join("");
}

// In the capturing phase, so that the number is there before htmx begins to send.
document.addEventListener(
  "change",
  (event) => {
    const question = questionOf(event);
    if (question) question.dataset.operation = newOperation();
  },
  true,
);

document.addEventListener("htmx:configRequest", (event) => {
  const question = questionOf(event);
  if (question) event.detail.parameters.operation = question.dataset.operation;
});

// No connection, or a server that was busy: the answer stays 未保存 and is sent again.
function sendAgainLater(event) {
  const question = questionOf(event);
  if (question) setTimeout(() => htmx.trigger(question, "again"), RETRY_AFTER);
}

document.addEventListener("htmx:sendError", sendAgainLater);
document.addEventListener("htmx:timeout", sendAgainLater);
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) sendAgainLater(event);
});
