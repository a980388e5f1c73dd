// What the page does in the browser. Gradio runs the files of this folder once, one after the other,
// as the body of a function with `element`, `trigger` and `server`. Python listens to the events
// 'ask' 'retry' 'stop' 'clear' 'show' 'language' 'remove' 'relist', and answers what `server` is asked for;
// everything else happens here.

const root = document.documentElement;
const find = (selector, within = document) => within.querySelector(selector);
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 959px)");

const page = {
  asked: null, // the question on its way to Python, which may not arrive
  awaiting: false, // asked, and Python has not shown the question yet
  writing: false,
  finished: false, // writing has ended, and the next frame does what is due then
  pinned: true, // the conversation is scrolled to its end and stays there
  following: null, // a question was asked after this exchange, and the page moves to it
  wanted: null, // the mark whose card is on its way
  language: null,
  switchedWhileWriting: false,
  fillings: 0, // how often Python was asked for the page in some language
};

// ---- what Python is told about the chat ----

// A page that Python was asked for before a question would otherwise be shown after its answer, and
// in place of it: what concerns the chat waits until that page has come.
const held = [];
const LONGEST_HOLD = 10_000;

const isFilled = () => Number(find("[data-filling]")?.dataset.filling) >= page.fillings;

function tell(name, data) {
  held.push([name, data]);
  if (isFilled()) release();
}

function release() {
  held.splice(0).forEach((each) => trigger(...each));
}

function fillPage(wanted) {
  const filling = ++page.fillings;
  trigger("language", { ...wanted, filling });
  // Where the page never comes, the question is not to wait for ever.
  setTimeout(() => filling === page.fillings && release(), LONGEST_HOLD);
}

// ---- asking ----

const box = () => find("#dz-question");

function ask(question) {
  if (page.writing || page.awaiting || !question.trim()) return;
  page.following = find("#dz-current .dz-turn")?.dataset.exchange ?? "";
  showView("chat");
  awaitAnswer("ask", { question });
}

const again = () => awaitAnswer("retry", {});

function awaitAnswer(name, data) {
  // What the page itself has just changed, such as a box that it closed, is no answer.
  chatChanges.takeRecords();
  page.awaiting = true;
  page.asked = data.question ?? null;
  sessionStorage.removeItem(NOT_ASKED);
  page.pinned = true;
  tell(name, { ...data, choices: chosen.values });
  sync();
}

function stop() {
  page.awaiting = false;
  tell("stop");
  sync();
  box().focus();
}

function fitBox() {
  const area = box();
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 200)}px`;
}

// ---- evidence ----

function scrollTo(target, block) {
  target.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
}

function openEvidence(exchange, marker) {
  page.wanted = { exchange, marker };
  if (find(".dz-evidence")?.dataset.exchange === exchange && showCard()) return;
  trigger("show", { exchange });
}

function showCard() {
  const { exchange, marker } = page.wanted;
  const panel = find(".dz-evidence");
  if (panel?.dataset.exchange !== exchange) return false;
  const card = marker ? find(`.dz-card[data-marker="${marker}"]`, panel) : panel;
  if (!card) return false;
  page.wanted = null;
  activate(exchange, marker);
  if (marker) {
    scrollTo(card, narrow.matches ? "start" : "nearest");
    card.focus({ preventScroll: true });
  } else if (narrow.matches) scrollTo(card, "start");
  return true;
}

function activate(exchange, marker) {
  findAll(".dz-active").forEach((part) => part.classList.remove("dz-active"));
  if (!marker) return;
  find(`.dz-card[data-marker="${marker}"]`)?.classList.add("dz-active");
  find(`.dz-mark[data-exchange="${exchange}"][data-marker="${marker}"]`)?.classList.add("dz-active");
}

function backToAnswer(card) {
  const { exchange } = find(".dz-evidence").dataset;
  const mark = find(`.dz-mark[data-exchange="${exchange}"][data-marker="${card.dataset.marker}"]`);
  if (!mark) return;
  scrollTo(mark, "center");
  mark.focus({ preventScroll: true });
}

// ---- the quote shown while a mark is pointed at ----

const tip = document.createElement("div");
tip.id = "dz-tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;
document.body.append(tip);

function showTip(mark) {
  const title = document.createElement("b");
  title.textContent = mark.dataset.title ?? "";
  title.lang = mark.dataset.titleLanguage ?? "";
  const quote = document.createElement("span");
  const text = mark.dataset.quote;
  quote.textContent = text.length > 280 ? `${text.slice(0, 280)}…` : text;
  if (mark.dataset.language) quote.lang = mark.dataset.language;
  tip.replaceChildren(...(title.textContent ? [title, quote] : [quote]));
  tip.hidden = false;
  const place = mark.getBoundingClientRect();
  const left = Math.max(8, Math.min(place.left - 24, innerWidth - tip.offsetWidth - 8));
  const above = place.top - tip.offsetHeight - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : place.bottom + 8}px`;
}

const hideTip = () => (tip.hidden = true);

// ---- copying ----

async function copy(button) {
  const done = await write(button.dataset.copy);
  sayBriefly(button, done ? button.dataset.done : button.dataset.failed, 1600);
}

// In place of a button's label, which is kept: it may be clicked again meanwhile.
function sayBriefly(button, text, milliseconds) {
  button.dataset.label ??= button.textContent;
  button.textContent = text;
  setTimeout(() => (button.textContent = button.dataset.label), milliseconds);
}

async function write(text) {
  if (navigator.clipboard && isSecureContext) {
    return navigator.clipboard.writeText(text).then(() => true, () => false);
  }
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

// ---- pages and language ----

const pageLanguage = () => find(".dz-header").dataset.language;

// Pages have addresses: "?conversation=ID", "?document=NAME&paragraph=12", "?term=...", "#library",
// "#terms", "#settings".
function showView(view, options = {}) {
  const ofView = view === "chat" ? { search: talkSearch(), state: talkState() } : {};
  const { search = "", state = null, replace = false } = { ...ofView, ...options };
  const hash = !search && ["library", "terms", "settings"].includes(view) ? `#${view}` : "";
  const address = `${location.pathname}${search}${hash}`;
  const same = address === `${location.pathname}${location.search}${location.hash}`;
  history[replace || same ? "replaceState" : "pushState"](state, "", address);
  applyView(view);
}

function applyView(view) {
  if (root.dataset.dzView !== view) scrollTo0();
  root.dataset.dzView = view;
  markView();
  nameWindow();
}

function openView(view) {
  const term = view === "terms" && terms.term;
  showView(view, term ? { search: `?${new URLSearchParams({ term })}` } : {});
  if (view === "terms") openTerms(terms.term);
  if (view === "settings") openSettings();
}

const scrollTo0 = () => window.scrollTo({ top: 0, behavior: "instant" });

function markView() {
  const view = root.dataset.dzView === "read" ? "library" : root.dataset.dzView;
  findAll(".dz-views [data-view]").forEach((button) => {
    if (button.dataset.view === view) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  });
}

function nameWindow(part = "") {
  const name = find(".dz-header").dataset.pageTitle;
  document.title = part ? `${part} – ${name}` : name;
}

// Shows what the address says: on arrival, and when the reader goes back or forward.
function route() {
  const wanted = new URLSearchParams(location.search);
  const name = wanted.get("document");
  if (name) {
    const { quote, counterpart } = history.state ?? {};
    openReader({ name, paragraph: wanted.get("paragraph") ?? "", quote, counterpart });
  } else if (wanted.has("term") || location.hash === "#terms") openTerms(wanted.get("term") ?? "");
  else if (location.hash === "#settings") openSettings();
  else if (location.hash === "#library") applyView("library");
  else {
    applyView("chat");
    showTalk(wantedTalk());
  }
}

function setLanguage(language) {
  page.language = language;
  page.switchedWhileWriting = page.writing || page.awaiting;
  // One answer for both: two would come in any order.
  fillPage({ language, conversation: talks.opening ?? "" });
}

function applyHeader() {
  const header = find(".dz-header");
  if (!header) return;
  root.lang = header.dataset.htmlLanguage;
  thread().setAttribute("aria-label", header.dataset.conversation);
  markView();
}

// ---- what Python is asked for directly ----

async function request(name, wanted) {
  try {
    return await server[name]({ language: pageLanguage(), ...wanted });
  } catch {
    showLost();
    return null;
  }
}

// Gradio reports a lost connection in the browser's language; the page says it in its own.
const lost = document.createElement("div");
lost.id = "dz-lost";
lost.setAttribute("role", "alert");
lost.hidden = true;
document.body.append(lost);

function showLost() {
  if (page.awaiting && page.asked) returnQuestion(page.asked, { forReload: true });
  // Saying it once more is a change as well, which would be watched, and said, for ever.
  if (isExplained() || !lost.hidden) return;
  lost.textContent = find(".dz-header")?.dataset.connectionLost ?? "";
  lost.hidden = false;
}

// ---- events ----

const actions = {
  ask: (button) => ask(button.dataset.question),
  retry: again,
  stop,
  mark: (button) => openEvidence(button.dataset.exchange, button.dataset.marker),
  show: (button) => openEvidence(button.dataset.exchange, null),
  copy,
  expand: (button) => {
    button.closest(".dz-card").classList.add("dz-whole");
    button.hidden = true;
  },
  back: (button) => backToAnswer(button.closest(".dz-card")),
  view: (button) => openView(button.dataset.view),
  language: (button) => {
    localStorage.setItem("duizhao-language", button.dataset.language);
    setLanguage(button.dataset.language);
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-action]");
  // A link opens in a window of its own where the user wants that.
  if (button?.href && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
  if (button?.href) event.preventDefault();
  if (button) actions[button.dataset.action]?.(button);
  if (!event.target.closest?.(".dz-diff")) hideTip();
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".dz-composer")) return;
  event.preventDefault();
  sync();
  const question = box().value;
  if (!question.trim() || page.writing || page.awaiting) return box().focus();
  box().value = "";
  fitBox();
  ask(question);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideTip();
  if (event.target.id !== "dz-question" || event.key !== "Enter" || event.shiftKey) return;
  // While an input method is composing, Enter chooses a word (229 is what Safari reports).
  if (event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
document.addEventListener("input", (event) => {
  if (event.target.id === "dz-question") fitBox();
});
for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(on, (event) => {
    const mark = event.target.closest?.(".dz-mark, .dz-diff");
    if (mark && (!narrow.matches || mark.matches(".dz-diff"))) showTip(mark);
  });
  document.addEventListener(off, (event) => {
    if (event.target.closest?.(".dz-mark, .dz-diff")) hideTip();
  });
}
