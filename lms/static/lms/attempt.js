// Answers are sent as they are given, one operation for each change, and sent again until the server has acknowledged
// them. Of the questions it knows only that the names of their controls begin with q and the number.
const paper = document.querySelector("form[data-attempt]");
const RETRY_AFTER = 3000;
const WHILE_TYPING = 500;
const SIGNED_IN = 1000;

// randomUUID exists only where pages come by https; these numbers exist everywhere.
function newOperation() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16).padStart(8, "0")).join("");
}

// ---- controls of whatever kind ----------------------------------------------------------------------------------------

function controls(field) {
  const name = new RegExp(`^q${field.dataset.position}(?![0-9])`);
  return [...field.elements].filter((control) => name.test(control.name));
}

function isTick(control) {
  return control.type === "radio" || control.type === "checkbox";
}

function chosen(control) {
  if (isTick(control)) return control.checked ? [control.value] : [];
  return control.multiple ? [...control.selectedOptions].map((option) => option.value) : [control.value];
}

function read(field) {
  return controls(field).flatMap((control) => chosen(control).map((value) => [control.name, value]));
}

function fill(field, values) {
  const left = [...values];
  const take = (name, value) => {
    const index = left.findIndex((pair) => pair[0] === name && (value === undefined || pair[1] === value));
    return index < 0 ? null : left.splice(index, 1)[0][1];
  };
  for (const control of controls(field)) {
    if (isTick(control)) control.checked = take(control.name, control.value) !== null;
    else if (control.multiple) [...control.options].forEach((option) => (option.selected = take(control.name, option.value) !== null));
    else control.value = take(control.name) ?? "";
  }
}

function same(one, another) {
  return JSON.stringify(one) === JSON.stringify(another);
}

// In words, for a person to compare.
function words(control) {
  // A place in a picture has two labels: its number in the picture, and its words in the list.
  const said = control.labels?.[control.labels.length - 1];
  const label = said?.textContent.trim() || said?.querySelector("img")?.alt || "";
  if (isTick(control)) return control.checked ? label : "";
  const value = control.tagName === "SELECT" ? [...control.selectedOptions].map((o) => o.textContent.trim()).join("、") : control.value;
  return value && label ? `${label}：${value}` : value;
}

function describe(field) {
  return controls(field).map(words).filter(Boolean).join("\n") || "解答なし";
}

// ---- one question -----------------------------------------------------------------------------------------------------

class Question {
  constructor(field) {
    this.field = field;
    this.label = `問${field.dataset.position}`;
    this.version = field.dataset.operation;
    this.saved = read(field);
    this.answer = null; // what the server has not acknowledged
    this.sending = this.failed = this.safe = false;
    this.timer = 0;
    this.theirs = null; // what another screen saved, while it has to be decided
  }

  // An answer that an earlier page of this attempt left behind.
  takeUp(answer) {
    if (answer.operation === this.version) return unsent.drop(session.person, answer);
    fill(this.field, answer.values);
    this.answer = answer;
    this.safe = true;
    this.send();
  }

  changed(wait) {
    const values = read(this.field);
    if (!same(values, this.answer ? this.answer.values : this.saved)) this.note(values);
    if (this.answer && !this.theirs) this.sendIn(wait);
    this.show();
  }

  note(values) {
    const { attempt, save } = paper.dataset;
    this.answer = {
      attempt, save, values, page: location.pathname, position: this.field.dataset.position, operation: newOperation(),
      known: this.knownNow(), tried: false,
    }; // prettier-ignore
    this.failed = false;
    this.safe = unsent.keep(session.person, this.answer);
    if (this.theirs) this.compare();
  }

  // The version found on the server, and every own one that may have arrived there without our hearing of it.
  knownNow() {
    if (!this.answer) return this.version ? [this.version] : [];
    return this.answer.tried ? [...this.answer.known, this.answer.operation] : this.answer.known;
  }

  sendIn(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  async send() {
    if (!this.answer || this.sending || this.theirs) return;
    if (!navigator.onLine) return this.later();
    const answer = this.answer;
    answer.tried = this.sending = true;
    unsent.keep(session.person, answer);
    this.show();
    const { outcome, said } = await unsent.send(answer);
    this.sending = false;
    this.meet(outcome, answer, said);
    this.show();
  }

  meet(outcome, answer, said) {
    if (outcome === "saved") this.acknowledge(answer);
    else if (outcome === "outdated") this.face(said);
    else if (outcome === "closed") this.close();
    else if (outcome === "signed-out") this.whenSignedIn();
    else if (outcome === "refused") this.failed = true;
    else this.later();
  }

  acknowledge(answer) {
    this.version = answer.operation;
    this.saved = answer.values;
    this.failed = false;
    unsent.drop(session.person, answer);
    if (this.answer === answer) this.answer = null;
    else this.sendNext();
    showInList(this);
  }

  // It was changed while the one before was on its way.
  sendNext() {
    this.answer.known = [this.version];
    this.safe = unsent.keep(session.person, this.answer);
    this.sendIn(0);
  }

  later() {
    this.failed = true;
    this.sendIn(RETRY_AFTER);
    this.show();
  }

  whenSignedIn() {
    this.failed = true;
    session.mine().then(() => this.sendIn(SIGNED_IN), () => this.later());
  }

  // Submitted elsewhere, out of time, or left for good: the server shows what there is to see.
  close() {
    unsent.drop(session.person, this.answer);
    this.answer = null;
    location.assign(location.pathname);
  }

  // ---- two screens ----

  face(said) {
    const theirs = new DOMParser().parseFromString(said, "text/html").querySelector("[data-question]");
    if (!theirs) return this.later();
    this.theirs = theirs;
    if (same(read(theirs), this.answer.values)) return this.take("theirs");
    this.failed = true;
    const block = document.getElementById("conflict").content.cloneNode(true);
    block.querySelectorAll("[data-take]").forEach((button) => (button.onclick = () => this.take(button.dataset.take)));
    this.field.append(block);
    this.compare();
  }

  compare() {
    this.field.querySelector("[data-mine]").textContent = describe(this.field);
    this.field.querySelector("[data-theirs]").textContent = describe(this.theirs);
  }

  take(which) {
    const { theirs } = this;
    this.version = theirs.dataset.operation;
    this.saved = read(theirs);
    this.theirs = null;
    this.failed = false;
    this.field.querySelector(".conflict")?.remove();
    unsent.drop(session.person, this.answer);
    this.answer = null;
    if (which === "theirs") fill(this.field, this.saved);
    this.changed(0);
    this.field.focus();
  }

  // ---- what is shown ----

  get state() {
    if (this.failed) return "unsaved";
    if (this.answer) return "saving";
    return this.version ? "saved" : "";
  }

  show() {
    this.field.querySelector(".save-state").dataset.state = this.state;
    showPaper(this);
  }
}

// ---- the paper --------------------------------------------------------------------------------------------------------

const questions = [...paper.querySelectorAll("[data-question]")].map((field) => new Question(field));
const board = paper.querySelector("[data-paper-state]");

function showPaper(question) {
  const open = questions.filter((one) => one.answer || one.failed);
  const failed = open.filter((one) => one.failed).map((one) => one.label);
  const state = failed.length ? "unsaved" : open.length ? "saving" : "saved";
  board.querySelector("[data-unsaved]").textContent = failed.join("、");
  board.dataset.paperState = state;
  board.hidden = false;
  if (state !== "saving") say(state === "saved" ? `${question.label}は保存済みです。` : `未保存の解答があります。${failed.join("、")}`);
}

function say(text) {
  const place = paper.querySelector("[data-paper-said]");
  if (place.textContent !== text) place.textContent = text;
}

function questionOf(event) {
  return questions.find((one) => one.field.contains(event.target));
}

paper.addEventListener("input", (event) => questionOf(event)?.changed(WHILE_TYPING));
paper.addEventListener("change", (event) => questionOf(event)?.changed(0));
window.addEventListener("online", () => questions.forEach((one) => one.send()));
window.addEventListener("offline", () => questions.filter((one) => one.answer).forEach((one) => one.later()));
window.addEventListener("beforeunload", (event) => {
  if (questions.some((one) => one.answer && !one.safe)) event.preventDefault();
});

// The list of all questions, where there is one: what it says of the question on this page.
function showInList(question) {
  const entry = paper.querySelector(`[data-entry="${question.field.dataset.position}"]`);
  if (!entry) return;
  entry.dataset.answered = question.saved.some(([, value]) => value.trim()) ? "yes" : "no";
  paper.querySelector("[data-answered-count]").textContent = paper.querySelectorAll("[data-answered=yes]").length;
}

// On to the confirmation or to another question, when everything is kept. Whatever is not stays here, with its question
// in view.
let going = false;
async function goOn(pressed) {
  questions.forEach((one) => one.send());
  for (let waited = 0; questions.some((one) => one.answer) && waited < 50; waited += 1) {
    if (questions.some((one) => one.failed)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const left = questions.find((one) => one.answer);
  if (!left) return leave(pressed);
  left.field.focus();
  left.field.scrollIntoView({ block: "center" });
}

// With one question a page it is the server that leads on, so the form is sent after all; it says nothing new.
function leave(pressed) {
  if (!("oneByOne" in paper.dataset)) return location.assign(paper.action);
  questions.forEach((one) => (paper.elements[`known${one.field.dataset.position}`].value = one.version));
  going = true;
  // Not while the press that led here is still being dealt with.
  setTimeout(() => paper.requestSubmit(pressed));
}

paper.addEventListener("submit", (event) => {
  if (going) return;
  event.preventDefault();
  goOn(event.submitter);
});
window.addEventListener("pageshow", () => (going = false));

board.hidden = !questions.some((one) => one.version);
board.dataset.paperState = "saved";
for (const answer of unsent.all(session.person)) {
  if (answer.attempt !== paper.dataset.attempt) continue;
  questions.find((one) => one.field.dataset.position === answer.position)?.takeUp(answer);
}
