// Answers that the server has not acknowledged yet. This browser keeps them by person and attempt until it has, so that
// neither a lost connection nor a closed window nor the end of a session loses them.
const unsent = (() => {
  const ROOT = "answer/";
  const PATIENCE = 10000;
  const OUTCOMES = { 204: "saved", 401: "signed-out", 403: "signed-out", 404: "signed-out", 409: "outdated", 410: "closed", 422: "refused" };

  function place(person, answer) {
    return `${ROOT}${person}/${answer.attempt}/${answer.position}`;
  }

  // A browser may forbid its store or have no room left; the answer then stands on its page alone, which warns.
  function guarded(act, otherwise) {
    try {
      return act();
    } catch {
      return otherwise;
    }
  }

  // Says whether it is safe.
  function keep(person, answer) {
    return guarded(() => {
      localStorage.setItem(place(person, answer), JSON.stringify(answer));
      return true;
    }, false);
  }

  // Not a later answer that another window has kept in the meantime.
  function drop(person, answer) {
    guarded(() => {
      const kept = JSON.parse(localStorage.getItem(place(person, answer)));
      if (kept && kept.operation === answer.operation) localStorage.removeItem(place(person, answer));
    });
  }

  function places(root) {
    return Object.keys(localStorage).filter((key) => key.startsWith(root));
  }

  function all(person) {
    return guarded(() => places(`${ROOT}${person}/`).map((key) => JSON.parse(localStorage.getItem(key))), []);
  }

  // Of one attempt, or without it of all: several people use one terminal.
  function forget(person, attempt) {
    const root = attempt ? `${ROOT}${person}/${attempt}/` : `${ROOT}${person}/`;
    guarded(() => places(root).forEach((key) => localStorage.removeItem(key)));
  }

  function body(answer) {
    const form = new URLSearchParams([["csrfmiddlewaretoken", session.token()]]);
    form.append("position", answer.position);
    form.append("operation", answer.operation);
    answer.known.forEach((operation) => form.append("known", operation));
    answer.values.forEach(([name, value]) => form.append(name, value));
    return form;
  }

  // What became of it, and what the server said. "later": nobody knows, it has to be sent again. The same operation sent
  // twice changes nothing.
  async function send(answer) {
    try {
      const response = await fetch(answer.save, {
        method: "POST",
        body: body(answer),
        redirect: "manual",
        keepalive: true,
        signal: AbortSignal.timeout(PATIENCE),
      });
      return { outcome: OUTCOMES[response.status] || "later", said: await response.text() };
    } catch {
      return { outcome: "later", said: "" };
    }
  }

  return { keep, drop, all, forget, send };
})();
