// Searching the document in the reader: its places are marked as its portions arrive, and stepped
// through. What is found is kept in `reader`, since what fills the text shows it too.

let searchTimer = 0;
let searchTurn = 0;

async function searchDocument(query, at = -1) {
  const turn = ++searchTurn;
  const name = reader.name;
  const reply = query.trim() ? await request("find_in_document", { document: name, query }) : null;
  if (turn !== searchTurn || name !== reader.name) return;
  findAll(".dz-found", holder()).forEach(unwrap);
  reader.places = (reply?.places ?? []).map(([document, number, start, end, portion], index) => ({
    index, document, number, start, end, portion,
  }));
  reader.placesOf = groupPlaces(reader.places);
  const place = Math.min(at, reader.places.length - 1);
  Object.assign(reader, { place, query: query.trim(), remark: reply?.remark ?? "" });
  findAll(".dz-par", holder()).forEach(showPlaces);
  findAll(".dz-step", holder()).forEach((button) => (button.disabled = !reader.places.length));
  tellPlace();
  if (place < 0 && reader.places.length) goToPlace(placeNearby());
}

// Where the document is only shown anew, what is read stays where it is.
function resumeSearch(query) {
  find(".dz-find", holder()).value = query;
  searchDocument(query, reader.place);
}

function groupPlaces(places) {
  const groups = new Map();
  for (const place of places) {
    const key = keyOf(place.document, place.number);
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return groups;
}

function showPlaces(paragraph) {
  const key = keyOf(paragraph.dataset.document, paragraph.dataset.number);
  const text = find(".dz-text", paragraph);
  for (const place of reader.placesOf.get(key) ?? []) markPlace(text, place);
}

function markPlace(text, place) {
  const kind = place.index === reader.place ? "dz-found dz-current-place" : "dz-found";
  wrap(text, place.start, place.end, () => makeMark("mark", kind, { place: place.index }));
}

// Begins at what is on the screen, as browsers do.
function placeNearby() {
  const top = portions().findIndex((each) => each.getBoundingClientRect().bottom > barBottom());
  const next = reader.places.findIndex(({ index, portion }) => {
    const mark = find(`.dz-found[data-place="${index}"]`, holder());
    if (mark) return mark.getBoundingClientRect().top > barBottom();
    return portion >= top;
  });
  return Math.max(next, 0);
}

async function goToPlace(index) {
  const count = reader.places.length;
  if (!count) return;
  reader.place = (index + count) % count;
  const { portion } = reader.places[reader.place];
  tellPlace();
  await fill(find(`.dz-portion[data-portion="${portion}"]`, holder()));
  findAll(".dz-current-place", holder()).forEach((each) => each.classList.remove("dz-current-place"));
  const marks = findAll(`.dz-found[data-place="${reader.place}"]`, holder());
  marks.forEach((mark) => mark.classList.add("dz-current-place"));
  marks[0]?.scrollIntoView({ block: "center", behavior: "instant" });
}

function tellPlace() {
  const count = find(".dz-find-count", holder());
  const form = find(".dz-find-form", holder());
  const total = `${reader.places.length}${reader.remark ? "+" : ""}`;
  count.title = reader.remark;
  if (!reader.query) count.textContent = "";
  else if (!reader.places.length) count.textContent = form.dataset.none;
  else {
    const place = reader.place + 1;
    count.textContent = form.dataset.found.replace("{place}", place).replace("{count}", total);
  }
}

document.addEventListener("input", (event) => {
  if (!event.target.matches(".dz-find") || event.isComposing) return;
  clearTimeout(searchTimer);
  searchTimer = setTimeout(() => searchDocument(event.target.value), 200);
});
// Some browsers end a composition after the last input event.
document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.(".dz-find")) searchDocument(event.target.value);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".dz-find-form")) return;
  event.preventDefault();
  goToPlace(reader.place + 1);
});
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(".dz-find")) return;
  if (event.key === "Enter" && event.shiftKey) {
    event.preventDefault();
    goToPlace(reader.place - 1);
  }
  if (event.key === "Escape" && event.target.value) {
    event.preventDefault();
    event.target.value = "";
    searchDocument("");
  }
});

Object.assign(actions, {
  "find-next": () => goToPlace(reader.place + 1),
  "find-previous": () => goToPlace(reader.place - 1),
});
