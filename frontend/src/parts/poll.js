// A poll answered on its page: the choice goes to the web chat as if it had been written there, under this browser's
// key of the chat, so that one person has one vote and nothing is lost on the way. Its answer is shown below.
import { begin, messages, send } from "../chat/api.js";
import { newId } from "../chat/unsent.js";

const LOOKS = 15, EVERY = 1000; // ms; the answer comes from the worker
const wait = (time) => new Promise((done) => setTimeout(done, time));
const newest = (said) => said.filter(({ from }) => from === "bot").reduce((most, { n }) => Math.max(most, n), 0);

async function answer(after) {
  for (let look = 0; look < LOOKS; look += 1) {
    await wait(EVERY);
    const found = (await messages(after)).find(({ n }) => n > after);
    if (found) return found.text;
  }
  return null;
}

async function vote(link, poll) {
  const told = poll.querySelector("[data-poll-told]");
  const choices = [...poll.querySelectorAll("[data-poll-choice]")];
  told.textContent = told.dataset.sending;
  choices.forEach((one) => one.setAttribute("aria-disabled", "true"));
  try {
    await begin();
    const before = newest(await messages());
    await send({ id: newId(), at: new Date().toISOString(), text: link.dataset.pollChoice });
    told.textContent = (await answer(before)) ?? told.dataset.later;
    choices.forEach((one) => one.classList.toggle("btn-primary", one === link));
  } catch {
    location.href = link.href; // the chat keeps it until the network is back
  }
  choices.forEach((one) => one.removeAttribute("aria-disabled"));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-poll-choice]");
  if (!link) return;
  event.preventDefault();
  if (link.getAttribute("aria-disabled") !== "true") vote(link, link.closest("[data-poll]"));
});
