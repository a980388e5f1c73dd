// Keeps the focus. What has it may be made anew, become another thing or be hidden, by Python and by
// these scripts alike: the focus then goes to what stands for it now, or near by, and never to nothing.

const lastFocus = { element: null, key: "", index: 0, list: null, place: 0, owner: null, part: "" };

const FOCUS_PARTS =
  "#dz-top, #dz-talks, #dz-thread, #dz-ask, #dz-sources, #dz-library, #dz-reader, #dz-terms, #dz-settings, #dz-edit";
// What a button is one of many of: one of them can stand for another.
const FOCUS_LISTS = "#dz-list, #dz-talks-all, .dz-switch";
// What a button belongs to, and what tells one of those, or one button, from another.
const FOCUS_OWNERS = ".dz-talk, .dz-turn, .dz-card, .dz-par";
const TELLING = ["action", "document", "name", "paragraph", "number", "exchange", "answer", "marker", "view", "language", "field", "value", "model", "format", "rating"];
// Where the focus goes in a part, or in a page, that has nothing better for it.
const HOMES = {
  "dz-talks": "#dz-talks h2",
  "dz-ask": "#dz-question",
  chat: "#dz-thread",
  library: "#dz-library h1",
  read: "#dz-reader .dz-reader-title",
  terms: "#dz-terms h1",
  settings: "#dz-settings h1",
};

const tellApart = ({ dataset }) => TELLING.map((name) => dataset[name] ?? "");

function keyOfFocus(element) {
  const owner = element.closest(FOCUS_OWNERS);
  const { document, number, exchange, conversation, marker } = owner?.dataset ?? {};
  const { tagName, id, type = "", name = "", value } = element;
  const choice = type === "radio" || type === "checkbox" ? value : "";
  const own = [tagName, id, type, name, choice, ...tellApart(element)];
  return JSON.stringify([document, number, exchange ?? conversation, marker, own]);
}

const likeOf = (element, within) => {
  const { action } = element.dataset;
  const kind = action ? `[data-action="${action}"]` : element.hasAttribute("tabindex") ? "[tabindex]" : "";
  return findAll(element.tagName + kind, within);
};

function noteFocus(element) {
  const part = element.closest(FOCUS_PARTS);
  if (!part) return (lastFocus.element = null);
  const key = keyOfFocus(element);
  const same = likeOf(element, part).filter((each) => keyOfFocus(each) === key);
  const list = element.closest(FOCUS_LISTS);
  Object.assign(lastFocus, {
    element,
    key,
    part: part.id,
    index: same.indexOf(element),
    list,
    place: list ? likeOf(element, list).indexOf(element) : 0,
    owner: element.parentElement.closest(FOCUS_OWNERS),
  });
}

const isShown = (element) =>
  element.isConnected &&
  element.getClientRects().length > 0 &&
  getComputedStyle(element).visibility === "visible" &&
  orItsMenu(element) === element;

// Nothing has it, or what has become another thing.
function isFocusLoose() {
  const { element } = lastFocus;
  const at = document.activeElement;
  if (!element || (at && at !== document.body && at !== element)) return false;
  // Nothing outside of a dialog can have it.
  return find("dialog:modal")?.contains(element) ?? true;
}

const isReplaced = () => !lastFocus.element.isConnected || keyOfFocus(lastFocus.element) !== lastFocus.key;

function keepFocus() {
  const places = [findSame, findAlike, findOwner, findHome];
  for (const place of places) {
    const target = place();
    if (!target || !isShown(target) || target.disabled) continue;
    return target.focus({ preventScroll: true });
  }
}

function findSame() {
  const { element, key, index, part } = lastFocus;
  const same = likeOf(element, document.getElementById(part)).filter((each) => keyOfFocus(each) === key);
  return orItsMenu(same[Math.min(index, same.length - 1)]);
}

// What is in a closed menu has a place on the page, but cannot have the focus.
function orItsMenu(element) {
  const menu = element?.closest("details:not([open])");
  return menu ? find("summary", menu) : element;
}

function findAlike() {
  const { element, list, place } = lastFocus;
  if (!list) return null;
  // Of a list that was made anew, only its place is the same.
  const now = list.isConnected ? list : find(`#${lastFocus.part} .${list.className}`);
  const shown = now ? likeOf(element, now).map(orItsMenu).filter(isShown) : [];
  return shown[Math.min(place, shown.length - 1)];
}

const findOwner = () => (lastFocus.owner?.hasAttribute("tabindex") ? lastFocus.owner : null);

function findHome() {
  const homes = [HOMES[lastFocus.part], HOMES[root.dataset.dzView] ?? HOMES.chat];
  return homes.map((home) => home && find(home)).find((home) => home && isShown(home));
}

document.addEventListener("focusin", (event) => noteFocus(event.target));
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  if (relatedTarget || !document.hasFocus()) return;
  // The user gave it up, if what had it is still there once the script that runs now is through.
  queueMicrotask(() => {
    const isGivenUp = target === lastFocus.element && isShown(target) && !target.disabled;
    if (isGivenUp && document.activeElement !== target) lastFocus.element = null;
  });
});

function watchFocus() {
  let scheduled = false;
  new MutationObserver(() => {
    if (!isFocusLoose()) return;
    if (isReplaced()) keepFocus();
    if (scheduled) return;
    scheduled = true;
    // Whether something is seen costs a layout: once for each that is painted.
    requestAnimationFrame(() => {
      scheduled = false;
      if (!isFocusLoose()) return;
      const { element } = lastFocus;
      if (isReplaced() || !isShown(element)) keepFocus();
      else if (!element.disabled && document.activeElement !== element) element.focus({ preventScroll: true });
    });
  }).observe(root, {
    subtree: true,
    childList: true,
    attributeFilter: [
      "hidden", "disabled", "open", "aria-pressed", "data-dz-view", "data-dz-talks", "data-dz-busy",
      ...["conversation", ...TELLING].map((name) => `data-${name}`),
    ],
  });
}
