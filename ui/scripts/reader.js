// The reader: a document in two columns. Its text arrives in portions, the one wanted first; the
// others fill the room kept for them, so that the browser's own search and printing find all of it.

const reader = {
  name: null, // the document shown
  turn: 0, // counts openings: what an earlier one still brings is thrown away
  quotes: [], // quotes to highlight, each with the paragraph it stands in, if known
  marks: new Map(), // differences by paragraph
  places: [], // what was searched for, in reading order
  placesOf: new Map(), // the same by paragraph
  place: -1,
  query: "",
  remark: "",
  filling: new Map(), // portions on their way
  compared: null, // the comparison under way or done
};

// Portions that are fetched without being scrolled to; longer documents load where they are read.
const MAX_EAGER_PORTIONS = 120;
const keyOf = (name, number) => `${number} ${name}`;
const holder = () => find("#dz-reader .dz-holder");
const portions = () => findAll(".dz-portion", holder());
const paragraphOf = (name, number) =>
  findAll(`.dz-par[data-number="${Number(number)}"]`, holder()).find(
    (each) => each.dataset.document === name,
  );

async function openReader({ name, paragraph = "", quote = "", counterpart = "", quiet = false }) {
  const turn = ++reader.turn;
  applyView("read");
  if (!quiet) showOpening();
  const reply = await request("open_document", { document: name, paragraph: String(paragraph) });
  if (turn !== reader.turn || !reply) return;
  const query = quiet ? (find(".dz-find", holder())?.value ?? "") : "";
  const place = quiet ? reader.place : -1;
  Object.assign(reader, { name: reply.document ?? null, compared: null, place, places: [], query: "" });
  reader.marks.clear();
  reader.placesOf.clear();
  reader.filling.clear();
  reader.quotes = [quote, counterpart].filter(Boolean);
  holder().innerHTML = reply.html;
  if (root.dataset.dzView === "read") nameWindow(reply.title);
  if (!reader.name) return find(".dz-primary", holder())?.focus();
  keepRoom();
  showTarget(reply.paragraph, { quiet });
  watchPortions();
  findAll(".dz-portion[data-filled]", holder()).forEach(decorate);
  if (reply.compare) compare();
  if (query) resumeSearch(query);
  fillRest(turn);
}

function showOpening() {
  const note = document.createElement("p");
  note.className = "dz-reader dz-busy";
  note.setAttribute("role", "status");
  note.textContent = find(".dz-header").dataset.opening;
  holder().replaceChildren(note);
}

// In another language of the page the document stays where it is.
function refreshReader() {
  if (root.dataset.dzView !== "read" || !reader.name) return;
  const [quote, counterpart] = reader.quotes;
  // Of a portion that has not come yet, where it begins.
  const top = findAll(".dz-par[tabindex], .dz-portion:not([data-filled])", holder()).find(
    (each) => each.getBoundingClientRect().bottom > barBottom(),
  );
  const paragraph = scrollY > 0 ? (top?.dataset.number ?? top?.dataset.first) : "";
  openReader({ name: reader.name, paragraph, quote, counterpart, quiet: true });
}

// The bar stays at the top of the window once it is scrolled there.
const barBottom = () =>
  Math.max(find(".dz-reader-bar", holder())?.getBoundingClientRect().bottom ?? 0, 0);

// ---- portions ----

function keepRoom() {
  // In one column a row is about twice as high again, and lines are shorter.
  const factor = innerWidth < 760 ? 3 : 1;
  for (const portion of portions()) {
    if (!portion.dataset.filled) portion.style.height = `${portion.dataset.height * factor}px`;
  }
}

function fill(portion) {
  const number = portion.dataset.portion;
  if (portion.dataset.filled) return Promise.resolve();
  if (!reader.filling.has(number)) reader.filling.set(number, fetchPortion(portion, number));
  return reader.filling.get(number);
}

async function fetchPortion(portion, number) {
  const turn = reader.turn;
  const reply = await request("read_portion", { document: reader.name, portion: Number(number) });
  if (turn !== reader.turn) return;
  reader.filling.delete(number);
  if (!reply || reply.failed) return offerRetry(portion);
  keepPlace(() => {
    portion.innerHTML = reply.html;
    portion.style.height = "";
    portion.dataset.filled = "yes";
    decorate(portion);
  });
}

// What is being read stays where it is, whatever is put in above it. The change of height alone
// would not tell: at the end of a document that becomes shorter the browser scrolls by itself.
function keepPlace(change) {
  const held = findHeld();
  const before = held?.getBoundingClientRect().top;
  change();
  if (!held) return;
  const moved = held.getBoundingClientRect().top - before;
  if (moved) scrollBy({ top: moved, behavior: "instant" });
}

// The paragraph led to while it is on the screen, else the first that is, else what stands there.
function findHeld() {
  const top = barBottom();
  const isSeen = (each) => {
    const { bottom, top: start } = each.getBoundingClientRect();
    return bottom > top && start < innerHeight;
  };
  const target = find(".dz-target", holder());
  if (target && isSeen(target)) return target;
  // At the very top nothing has been scrolled away that could come back.
  const seen = scrollY > 0 ? portions().filter(isSeen) : [];
  return seen.flatMap((portion) => findAll(".dz-par", portion)).find(isSeen) ?? seen[0];
}

function offerRetry(portion) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "dz-plain";
  button.dataset.action = "fill";
  button.textContent = find("article.dz-reader", holder()).dataset.retry;
  portion.replaceChildren(button);
}

let portionWatch = null;

function watchPortions() {
  portionWatch?.disconnect();
  portionWatch = new IntersectionObserver(
    (seen) => seen.filter((each) => each.isIntersecting).forEach((each) => fill(each.target)),
    { rootMargin: "1500px 0px" },
  );
  portions().forEach((portion) => portion.dataset.filled || portionWatch.observe(portion));
}

async function fillRest(turn) {
  const all = portions();
  if (all.length > MAX_EAGER_PORTIONS) return;
  const first = all.findIndex((portion) => portion.dataset.filled);
  const near = [...all].sort((one, other) => distance(one) - distance(other));
  // A few at a time: one alone waits for the line most of the time, many would crowd out the rest.
  await Promise.all([0, 1, 2].map(fillSome));

  async function fillSome() {
    while (near.length && turn === reader.turn) await fill(near.shift());
  }

  function distance(portion) {
    return Math.abs(Number(portion.dataset.portion) - first);
  }
}

// ---- places in the text ----

// Wraps letters of a text in marks; the text itself stays as it is.
function wrap(text, start, end, make) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const pieces = [];
  let offset = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, node.length);
    if (from < to) pieces.push([node, from, to]);
    offset += node.length;
  }
  return pieces.map(([node, from, to]) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const mark = make();
    range.surroundContents(mark);
    return mark;
  });
}

function unwrap(mark) {
  const parent = mark.parentNode;
  mark.replaceWith(...mark.childNodes);
  parent.normalize();
}

function makeMark(name, kind, values = {}) {
  const mark = document.createElement(name);
  mark.className = kind;
  Object.assign(mark.dataset, values);
  return mark;
}

function decorate(portion) {
  for (const paragraph of findAll(".dz-par", portion)) {
    showDifferences(paragraph);
    showPlaces(paragraph);
  }
}

function showDifferences(paragraph) {
  const key = keyOf(paragraph.dataset.document, paragraph.dataset.number);
  const text = find(".dz-text", paragraph);
  for (const mark of reader.marks.get(key) ?? []) markDifference(text, mark);
}

function markDifference(text, [, , start, end, kind, explanation]) {
  const pieces = wrap(text, start, end, () =>
    makeMark("span", `dz-diff dz-differs-${kind}`, { quote: explanation }),
  );
  // Reachable by keyboard once, and told to screen readers, whatever it was cut into.
  const first = pieces[0];
  if (!first) return;
  first.tabIndex = 0;
  first.setAttribute("role", "note");
  first.setAttribute("aria-label", `${first.textContent} (${explanation})`);
}

// Where it is only shown anew, the focus is none of its business.
function showTarget(paragraph, { quiet = false } = {}) {
  const focus = (element) => quiet || element?.focus({ preventScroll: true });
  const target = paragraph ? paragraphOf(reader.name, paragraph) : null;
  if (!target) return focus(find(".dz-reader-title", holder()));
  makeTarget(target);
  highlightQuotes(target.closest(".dz-row"));
  const quoted = find(".dz-quoted", target) ?? target;
  const tall = target.offsetHeight > innerHeight / 2;
  (tall ? quoted : target).scrollIntoView({ block: "center", behavior: "instant" });
  focus(target);
}

function makeTarget(paragraph) {
  findAll(".dz-target", holder()).forEach((each) => each.classList.remove("dz-target"));
  paragraph.classList.add("dz-target");
}

function highlightQuotes(row) {
  for (const text of findAll(".dz-text", row)) {
    for (const quote of reader.quotes) {
      const start = text.textContent.indexOf(quote);
      if (start >= 0) {
        wrap(text, start, start + quote.length, () => makeMark("mark", "dz-quoted"));
      }
    }
  }
}

async function jump(name, number, portionNumber) {
  const portion = find(`.dz-portion[data-portion="${Number(portionNumber)}"]`, holder());
  if (portion) await fill(portion);
  const target = paragraphOf(name, number);
  if (!target) return;
  makeTarget(target);
  const mark = find(".dz-diff", target) ?? target;
  mark.scrollIntoView({ block: "center", behavior: "instant" });
  (find(".dz-diff[tabindex]", target) ?? target).focus({ preventScroll: true });
}

// ---- links into the text ----

function readLink(link) {
  const { document: name, paragraph = "", quote, counterpart } = link.dataset;
  const state = { inside: true, quote, counterpart };
  const isHere = root.dataset.dzView === "read" && name === reader.name;
  showView("read", { search: link.search, state, replace: isHere && !quote });
  if (isHere && !quote) showTarget(paragraph);
  else openReader({ name, paragraph, quote, counterpart });
}

function leaveReader() {
  if (history.state?.inside) history.back();
  else showView("library");
}

// ---- differences ----

function compare() {
  reader.compared ??= fetchDifferences();
  return reader.compared;
}

async function fetchDifferences() {
  const turn = reader.turn;
  const panel = find("#dz-differences");
  const button = find(".dz-differences-button", holder());
  const note = document.createElement("p");
  note.className = "dz-busy dz-hint";
  note.setAttribute("role", "status");
  note.textContent = button.dataset.comparing;
  panel.replaceChildren(note);
  // A dot beside the word alone would look like a sign that there are some.
  const { textContent: label } = button;
  button.textContent = button.dataset.awaited;
  button.classList.add("dz-waiting");
  const reply = await request("find_differences", { document: reader.name });
  if (turn !== reader.turn) return;
  button.classList.remove("dz-waiting");
  button.textContent = label;
  if (!reply) return (reader.compared = null);
  panel.innerHTML = reply.html;
  if (reply.failed) return (reader.compared = null);
  for (const mark of reply.marks) {
    const key = keyOf(mark[0], mark[1]);
    reader.marks.set(key, [...(reader.marks.get(key) ?? []), mark]);
  }
  keepPlace(() => {
    button.textContent = reply.label;
    findAll(".dz-par", holder()).forEach(showDifferences);
  });
}

function toggleDifferences(button) {
  const panel = find("#dz-differences");
  panel.hidden = !panel.hidden;
  button.setAttribute("aria-expanded", String(!panel.hidden));
  if (!panel.hidden) compare();
}

Object.assign(actions, {
  read: readLink,
  leave: leaveReader,
  differences: toggleDifferences,
  jump: (button) => jump(button.dataset.document, button.dataset.number, button.dataset.portion),
  fill: (button) => {
    const portion = button.closest(".dz-portion");
    portion.replaceChildren();
    fill(portion);
  },
});
