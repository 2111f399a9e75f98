// The session of the person this page was made for: it is said before it ends, it can be begun again in the page, and
// nothing of this page is ever sent in the name of somebody else who signed in at the same terminal.
const session = (() => {
  const WARNING = 120;
  const place = document.querySelector("[data-session]");
  const { session: address, person } = place.dataset;
  const warning = document.getElementById("session-warning");
  const ended = document.getElementById("session-ended");
  const other = document.getElementById("session-other");
  const signInForm = ended.querySelector("form");
  let endsAt = Date.now() + Number(place.dataset.seconds) * 1000;
  let timer = 0;
  let waiting = null;
  let arrived = null;

  function token() {
    return signInForm.elements.csrfmiddlewaretoken.value;
  }

  // After signing in, forms need another token.
  function renewTokens(value) {
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => (input.value = value));
  }

  async function ask(method) {
    const headers = method === "POST" ? { "X-CSRFToken": token() } : {};
    const response = await fetch(address, { method, headers, redirect: "manual" });
    if (!response.ok) throw new Error(`session: ${response.status}`);
    const now = await response.json();
    if (now.person === null || String(now.person) === person) renewTokens(now.token);
    endsAt = Date.now() + now.seconds * 1000;
    return now;
  }

  function secondsLeft() {
    return Math.round((endsAt - Date.now()) / 1000);
  }

  function open(dialog) {
    if (!dialog.open) dialog.showModal();
  }

  // ---- the warning --------------------------------------------------------------------------------------------------

  function schedule() {
    clearTimeout(timer);
    timer = setTimeout(check, Math.max(secondsLeft() - WARNING, 0) * 1000);
  }

  // Another window may have gone on with the session, so the server is asked before anything is said.
  async function check() {
    clearTimeout(timer);
    try {
      settle(await ask("GET"));
    } catch {
      timer = setTimeout(check, 5000);
    }
  }

  function settle(now) {
    if (String(now.person) !== person) return void whoIsThere(now);
    if (secondsLeft() > WARNING) {
      warning.close();
      schedule();
    } else {
      open(warning);
      tick();
    }
  }

  function tick() {
    clearTimeout(timer);
    const seconds = secondsLeft();
    if (seconds <= 0) return void check();
    const minutes = Math.floor(seconds / 60);
    warning.querySelector("[data-idle-left]").textContent = minutes ? `${minutes}分${seconds % 60}秒` : `${seconds}秒`;
    if (seconds === 60 || seconds === 20) warning.querySelector("[data-idle-said]").textContent = `あと${seconds}秒でログアウトします。`;
    timer = setTimeout(tick, 1000);
  }

  async function prolong() {
    try {
      settle(await ask("POST"));
    } catch {
      check();
    }
  }

  warning.querySelector("[data-prolong]").addEventListener("click", prolong);
  // The Escape key is a press like any other.
  warning.addEventListener("cancel", prolong);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && (waiting || secondsLeft() <= WARNING)) check();
  });

  // ---- signing in again ---------------------------------------------------------------------------------------------

  // Resolves when the session is this person's again; with somebody else's it never does.
  function whoIsThere(now) {
    clearTimeout(timer);
    warning.close();
    if (String(now.person) === person) return goOn();
    if (now.person === null) return signIn();
    open(other);
    return new Promise(() => {});
  }

  async function mine() {
    return whoIsThere(await ask("GET"));
  }

  function signIn() {
    waiting = waiting || new Promise((resolve) => (arrived = resolve));
    open(ended);
    signInForm.elements.password.focus();
    return waiting;
  }

  function goOn() {
    const resolve = arrived;
    waiting = arrived = null;
    signInForm.elements.password.value = "";
    ended.close();
    schedule();
    if (resolve) resolve();
  }

  function post() {
    return fetch(signInForm.action, { method: "POST", body: new URLSearchParams(new FormData(signInForm)), redirect: "manual" });
  }

  async function enter() {
    let response = await post();
    if (response.status === 403) {
      await ask("GET");
      response = await post();
    }
    if (response.type === "opaqueredirect") return void whoIsThere(await ask("GET"));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const said = page.querySelector(".error-summary__list") || page.querySelector("main");
    tell(said ? said.textContent.trim() : "ログインできませんでした。しばらくしてから、もう一度押してください。");
  }

  function tell(problem) {
    ended.querySelector("[data-problem]").textContent = problem;
    if (problem) signInForm.elements.password.focus();
  }

  signInForm.addEventListener("submit", (event) => {
    event.preventDefault();
    tell("");
    enter().catch(() => tell("つながりませんでした。しばらくしてから、もう一度押してください。"));
  });
  for (const dialog of [ended, other]) {
    dialog.addEventListener("cancel", (event) => event.preventDefault());
  }
  ended.addEventListener("close", () => waiting && open(ended));

  // ---- signing out --------------------------------------------------------------------------------------------------

  async function sendEverything() {
    await Promise.all(
      unsent.all(person).map(async (answer) => {
        const { outcome } = await unsent.send(answer);
        if (outcome === "saved" || outcome === "closed") unsent.drop(person, answer);
      }),
    );
  }

  async function signOut(form) {
    await sendEverything();
    if (unsent.all(person).length === 0) return form.submit();
    const doubt = document.getElementById("unsent-warning");
    doubt.querySelector("[data-stay]").onclick = () => doubt.close();
    doubt.querySelector("[data-leave]").onclick = () => {
      unsent.forget(person);
      form.submit();
    };
    open(doubt);
  }

  // In the capturing phase: before the form is marked as sent.
  document.addEventListener(
    "submit",
    (event) => {
      if (!event.target.matches("[data-sign-out]") || unsent.all(person).length === 0) return;
      event.preventDefault();
      signOut(event.target);
    },
    true,
  );

  schedule();
  return { person, token, mine };
})();
