// What the page does in the browser. Gradio runs this once, as the body of a function with
// `element` and `trigger`. Python listens to the events
// 'ask' 'retry' 'stop' 'clear' 'show' 'language' 'remove'; everything else happens here.

const root = document.documentElement;
const find = (selector, within = document) => within.querySelector(selector);
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 959px)");

const page = {
  awaiting: false, // asked, and Python has not shown the question yet
  writing: false,
  pinned: true, // the conversation is scrolled to its end and stays there
  wanted: null, // the mark whose card is on its way
  language: null,
  switchedWhileWriting: false,
};

// ---- asking ----

const box = () => find("#dz-question");

function ask(question) {
  if (page.writing || page.awaiting || !question.trim()) return;
  page.awaiting = true;
  page.pinned = true;
  setView("chat");
  trigger("ask", { question });
  sync();
}

function again() {
  page.awaiting = true;
  page.pinned = true;
  trigger("retry");
  sync();
}

function stop() {
  page.awaiting = false;
  trigger("stop");
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
  title.textContent = mark.dataset.title;
  const quote = document.createElement("span");
  const text = mark.dataset.quote;
  quote.textContent = text.length > 280 ? `${text.slice(0, 280)}…` : text;
  tip.replaceChildren(title, quote);
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
  const label = button.textContent;
  const done = await write(button.dataset.copy);
  button.textContent = done ? button.dataset.done : button.dataset.failed;
  setTimeout(() => (button.textContent = label), 1600);
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

function setView(view) {
  root.dataset.dzView = view;
  history.replaceState(null, "", view === "chat" ? location.pathname : `#${view}`);
  markView();
}

function markView() {
  findAll(".dz-views [data-view]").forEach((button) => {
    if (button.dataset.view === root.dataset.dzView) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  });
}

function setLanguage(language) {
  page.language = language;
  page.switchedWhileWriting = page.writing;
  trigger("language", { language });
}

function applyHeader() {
  const header = find(".dz-header");
  if (!header) return;
  root.lang = header.dataset.htmlLanguage;
  document.title = header.dataset.pageTitle;
  thread().setAttribute("aria-label", header.dataset.conversation);
  markView();
}

// ---- documents ----

const fileInput = () => find("#dz-upload input[type=file], input#dz-upload, input[type=file]");

function upload(files) {
  setView("library");
  const input = fileInput();
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function confirmRemoval(button) {
  const dialog = find(".dz-dialog");
  find(".dz-remove-name", dialog).textContent = button.dataset.title;
  dialog.dataset.name = button.dataset.name;
  dialog.showModal();
}

function remove(button) {
  const dialog = button.closest("dialog");
  dialog.close();
  trigger("remove", { name: dialog.dataset.name });
}

function filterDocuments(input) {
  const wanted = input.value.trim().toLowerCase();
  findAll(".dz-documents tbody tr").forEach((row) => {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}

// ---- events ----

const actions = {
  ask: (button) => ask(button.dataset.question),
  retry: again,
  stop,
  clear: () => {
    page.awaiting = false;
    trigger("clear");
    box().focus();
  },
  mark: (button) => openEvidence(button.dataset.exchange, button.dataset.marker),
  show: (button) => openEvidence(button.dataset.exchange, null),
  copy,
  expand: (button) => {
    button.closest(".dz-card").classList.add("dz-whole");
    button.hidden = true;
  },
  back: (button) => backToAnswer(button.closest(".dz-card")),
  view: (button) => setView(button.dataset.view),
  language: (button) => {
    localStorage.setItem("duizhao-language", button.dataset.language);
    setLanguage(button.dataset.language);
  },
  pick: () => fileInput().click(),
  remove: confirmRemoval,
  "confirm-remove": remove,
  keep: (button) => button.closest("dialog").close(),
  dismiss: (button) => (button.closest(".dz-results").hidden = true),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-action]");
  if (button) actions[button.dataset.action]?.(button);
  hideTip();
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
  if (event.target.matches(".dz-filter")) filterDocuments(event.target);
});
for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(on, (event) => {
    const mark = event.target.closest?.(".dz-mark");
    if (mark && !narrow.matches) showTip(mark);
  });
  document.addEventListener(off, (event) => event.target.closest?.(".dz-mark") && hideTip());
}
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  find(".dz-drop")?.classList.toggle("dz-over", Boolean(event.target.closest?.(".dz-drop")));
});
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  find(".dz-drop")?.classList.remove("dz-over");
  upload(event.dataTransfer.files);
});

// ---- after every change that Python makes ----

const thread = () => find("#dz-thread");

function sync() {
  const writing = Boolean(find('.dz-turn[data-status="writing"]'));
  const finished = page.writing && !writing;
  page.writing = writing;
  root.toggleAttribute("data-dz-busy", writing || page.awaiting);
  thread().setAttribute("aria-busy", String(writing));
  if (page.pinned && !narrow.matches) thread().scrollTop = thread().scrollHeight;
  if (page.wanted) showCard();
  if (finished && page.switchedWhileWriting) setLanguage(page.language);
}

// Gradio reports a lost connection in the browser's language; the page says it in its own.
const lost = document.createElement("div");
lost.id = "dz-lost";
lost.setAttribute("role", "alert");
lost.hidden = true;
document.body.append(lost);
new MutationObserver(() => {
  if (!find(".toast-body")) return;
  lost.textContent = find(".dz-header")?.dataset.connectionLost ?? "";
  lost.hidden = false;
}).observe(document.body, { subtree: true, childList: true });

function watchParts() {
  let scheduled = false;
  new MutationObserver((changes) => {
    // An answer may be there in one go, without having been seen as it was written.
    if (changes.some((change) => thread().contains(change.target))) page.awaiting = false;
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      hideTip();
      sync();
    });
  }).observe(find("#dz-chat"), { subtree: true, childList: true, characterData: true });
  new MutationObserver(() => {
    applyHeader();
    root.dataset.dzReady = "yes";
  }).observe(find("#dz-top"), { subtree: true, attributeFilter: ["data-language"] });
  thread().setAttribute("role", "log");
  let lastTop = 0;
  thread().addEventListener("scroll", () => {
    const { scrollTop, scrollHeight, clientHeight } = thread();
    // Only a reader scrolls up; being away from the end may just mean that the answer grew.
    if (scrollTop < lastTop) page.pinned = false;
    if (scrollHeight - scrollTop - clientHeight < 48) page.pinned = true;
    lastTop = scrollTop;
  });
}

function start() {
  setView(location.hash === "#library" ? "library" : "chat");
  applyHeader();
  // The page is built in one language; where the user wants the other, it stays hidden until Python
  // has answered, or for as long as anyone would wait for that.
  const first = localStorage.getItem("duizhao-language") ?? navigator.language;
  const matches = first.startsWith("zh") === (find(".dz-header").dataset.language === "zh");
  setTimeout(() => (root.dataset.dzReady = "yes"), matches ? 0 : 1500);
  setLanguage(first);
}

// Gradio puts the parts in place in no fixed order; the last ones are these.
function startWhenComplete() {
  const parts = [".dz-header", '#dz-current [class^="dz-"]', ".dz-composer", ".dz-evidence", ".dz-drop"];
  if (!parts.every((part) => find(part))) return requestAnimationFrame(startWhenComplete);
  watchParts();
  start();
}
startWhenComplete();
