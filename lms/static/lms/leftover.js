// Answers that an earlier page could not send any more are sent from the next page of the same person, whatever it is.
// What needs a decision waits on the page of its test.
const openPaper = document.querySelector("form[data-attempt]");
const confirmed = document.querySelector("[data-confirming]");
const submitted = document.querySelector("[data-attempt-closed]");

function pointTo(answer) {
  const note = document.getElementById("leftover").content.cloneNode(true);
  note.querySelector("[data-paper]").href = answer.page;
  document.querySelector("[data-leftover]").replaceChildren(note);
}

async function sendLeftover(answer) {
  const { outcome } = await unsent.send(answer);
  const settled = outcome === "saved" || outcome === "closed";
  if (settled) unsent.drop(session.person, answer);
  else pointTo(answer);
  return settled;
}

// What stands on this page is sent by the page itself.
function isHere(answer) {
  return answer.attempt === openPaper?.dataset.attempt && openPaper.querySelector(`[data-question][data-position="${answer.position}"]`);
}

async function sendLeftovers() {
  const leftovers = unsent.all(session.person).filter((answer) => !isHere(answer));
  const settled = await Promise.all(leftovers.map(sendLeftover));
  // The confirmation shows what is kept, which is now something else.
  if (leftovers.some((answer, index) => settled[index] && answer.attempt === confirmed?.dataset.confirming)) location.reload();
}

if (submitted) unsent.forget(session.person, submitted.dataset.attemptClosed);
sendLeftovers();
