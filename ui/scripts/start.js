// ---- after every change that Python makes ----

const thread = () => find("#dz-thread");

function sync() {
  noteState();
  const { writing, finished } = page;
  page.finished = false;
  if (page.pinned && !narrow.matches) thread().scrollTop = thread().scrollHeight;
  if (page.following !== null) followQuestion(writing);
  if (page.wanted) showCard();
  syncTalk(finished);
  if (finished && page.switchedWhileWriting) setLanguage(page.language);
}

// What can be done at the moment. It goes with the change itself: what is pressed between an answer
// and the next frame, which may be long in coming, would not be taken.
function noteState() {
  const writing = Boolean(find('.dz-turn[data-status="writing"]'));
  if (page.writing && !writing) page.finished = true;
  page.writing = writing;
  root.toggleAttribute("data-dz-busy", writing || page.awaiting);
  thread().setAttribute("aria-busy", String(writing));
  // Where Python shows a question anew, the box in which it was edited goes without a word.
  if (root.dataset.dzEditing && !find(".dz-edit-box")) delete root.dataset.dzEditing;
}

let scheduled = false;
const chatChanges = new MutationObserver((changes) => {
  // An answer may be there in one go, without having been seen as it was written.
  if (!held.length && changes.some(isShownAnew)) page.awaiting = false;
  noteState();
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    hideTip();
    sync();
  });
});

// What changes in the conversation while Python has not yet answered: Gradio counts the seconds, and
// the page itself says what became of a button.
const NOT_SHOWN = '[data-testid="status-tracker"]:has(.progress-text), .dz-turn-foot';

function isShownAnew({ target }) {
  const part = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
  return thread().contains(part) && !part.closest(NOT_SHOWN);
}

// On a phone, where all stands in one column, the new question goes to the top, its answer below it.
function followQuestion(writing) {
  const turn = find("#dz-current .dz-turn");
  if (!turn || turn.dataset.exchange === page.following) return;
  if (!writing) page.following = null;
  if (narrow.matches) turn.scrollIntoView({ block: "start", behavior: "instant" });
}

for (const kind of ["wheel", "touchmove"]) {
  // Whoever moves the page meanwhile reads something else.
  addEventListener(kind, () => (page.following = null), { passive: true });
}

new MutationObserver(() => {
  if (find(".toast-body")) showLost();
}).observe(document.body, { subtree: true, childList: true });

function watchParts() {
  watchLibrary();
  watchTalks();
  watchFocus();
  chatChanges.observe(find("#dz-chat"), { subtree: true, childList: true, characterData: true });
  new MutationObserver(() => {
    applyHeader();
    root.dataset.dzReady = "yes";
    showFilters();
    if (!arrived) return arrive();
    refreshReader();
    refreshTerms();
    refreshSettings();
    refreshTalks();
  }).observe(find("#dz-top"), { subtree: true, attributeFilter: ["data-language"] });
  // Who is signed in comes with a new header, in whatever language.
  new MutationObserver(applyHeader).observe(find("#dz-top"), { subtree: true, childList: true });
  const filled = { subtree: true, childList: true, attributeFilter: ["data-filling"] };
  new MutationObserver(() => {
    if (!isFilled()) return;
    restoreQuestion();
    release();
  }).observe(find("#dz-filled"), filled);
  thread().setAttribute("role", "log");
  // It can be scrolled, and takes the focus that nothing in it can.
  thread().tabIndex = -1;
  let lastTop = 0;
  thread().addEventListener("scroll", () => {
    const { scrollTop, scrollHeight, clientHeight } = thread();
    // Only a reader scrolls up; being away from the end may just mean that the answer grew.
    if (scrollTop < lastTop) page.pinned = false;
    if (scrollHeight - scrollTop - clientHeight < 48) page.pinned = true;
    lastTop = scrollTop;
  });
}

let arrived = false;

function arrive() {
  arrived = true;
  route();
  refreshTalks();
  addEventListener("popstate", route);
}

function start() {
  history.scrollRestoration = "manual";
  applyHeader();
  // The page is built in one language; where the user wants the other, it stays hidden until Python
  // has answered, or for as long as anyone would wait for that.
  const first = localStorage.getItem("duizhao-language") ?? navigator.language;
  const matches = first.startsWith("zh") === (find(".dz-header").dataset.language === "zh");
  if (matches) {
    // Shown before it is filled: nothing hidden can take the focus.
    root.dataset.dzReady = "yes";
    showFilters();
    arrive();
  } else setTimeout(() => (root.dataset.dzReady = "yes"), 1500);
  setLanguage(first);
}

// Gradio puts the parts in place in no fixed order; the last ones are these.
function startWhenComplete() {
  const parts = [".dz-header", '#dz-current [class^="dz-"]', ".dz-composer", ".dz-evidence", ".dz-drop", ".dz-talks-head", "[data-filling]"];
  if (!parts.every((part) => find(part))) return requestAnimationFrame(startWhenComplete);
  watchParts();
  start();
}
startWhenComplete();
