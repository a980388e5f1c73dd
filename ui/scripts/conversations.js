// Kept conversations: the list, their addresses, editing a question, thumbs. Python listens to the
// events 'open_talk' 'list_talks' 'rename_talk' 'delete_talk' 'export_talk' 'rate' 'resend'.

// ---- which conversation is shown, and its address ----

const newTalk = () => Math.random().toString(36).slice(2);

// A conversation has no id before it is kept; until then its place in the history has a name of our own.
const talks = { id: "", key: newTalk(), ids: new Map(), opening: null };

const talkSearch = () => (talks.id ? `?${new URLSearchParams({ conversation: talks.id })}` : "");
const talkState = () => ({ talk: talks.key });

// What the address of the chat says: an id, or the one that a place without an id has got since.
function wantedTalk() {
  const id = new URLSearchParams(location.search).get("conversation");
  return id ?? talks.ids.get(history.state?.talk) ?? (history.state?.talk === talks.key ? talks.id : "");
}

function showTalk(id) {
  if (id === (talks.opening ?? talks.id)) return;
  if (id) openTalk(id);
  else beginTalk();
}

function openTalk(id) {
  talks.key = newTalk();
  talks.opening = id;
  root.dataset.dzOpening = "yes";
  page.pinned = true;
  page.awaiting = false;
  // On arrival the page's language is asked for next, and the conversation with it.
  if (page.language) tell("open_talk", { conversation: id });
}

function beginTalk() {
  talks.key = newTalk();
  talks.opening = null;
  talks.id = "";
  page.awaiting = false;
  delete root.dataset.dzOpening;
  tell("clear");
  markTalk();
}

function beginAnew() {
  closeDrawer();
  beginTalk();
  showView("chat");
  box().focus();
}

// After every change of the chat: what is shown may have become another conversation.
function syncTalk(finished) {
  tellTalks();
  const turn = find("#dz-current .dz-turn");
  const missing = find("#dz-current .dz-missing")?.dataset.missing;
  const shown = turn?.dataset.conversation ?? "";
  if (talks.opening !== null) {
    if (shown !== talks.opening && missing !== talks.opening) return;
    talks.opening = null;
    delete root.dataset.dzOpening;
    if (turn && narrow.matches) turn.scrollIntoView({ block: "start", behavior: "instant" });
  }
  if (finished) refreshTalks();
  if (shown === talks.id && !missing) return nameTalk(turn);
  talks.id = shown;
  if (shown) talks.ids.set(talks.key, shown);
  if (root.dataset.dzView === "chat") {
    history.replaceState(talkState(), "", `${location.pathname}${talkSearch()}`);
  }
  nameTalk(turn);
  markTalk();
  refreshTalks();
}

function nameTalk(turn) {
  if (root.dataset.dzView === "chat") nameWindow(turn?.dataset.title ?? "");
}

// ---- the list ----

const talkPanel = () => find("#dz-talks");
const docked = matchMedia("(min-width: 960px)");
const KEPT_OPEN = "duizhao-talks";

function showTalks(open) {
  root.toggleAttribute("data-dz-talks", open);
  tellTalks();
}

function tellTalks() {
  find(".dz-open-talks")?.setAttribute("aria-expanded", String(root.hasAttribute("data-dz-talks")));
}

function toggleTalks() {
  const open = !root.hasAttribute("data-dz-talks");
  if (docked.matches) localStorage.setItem(KEPT_OPEN, open ? "open" : "closed");
  showTalks(open);
  if (open) {
    refreshTalks();
    find("#dz-talks h2")?.focus({ preventScroll: true });
  } else find(".dz-open-talks")?.focus();
}

function closeDrawer() {
  if (!docked.matches) showTalks(false);
}

const sent = (values = {}) => ({
  offset: new Date().getTimezoneOffset(),
  query: find(".dz-talks-search")?.value ?? "",
  ...values,
});

function refreshTalks() {
  if (root.hasAttribute("data-dz-talks") && !isKeptFromListing()) trigger("list_talks", sent());
}

function tellList() {
  const search = find(".dz-talks-search");
  search.hidden = !search.value && !find(".dz-talks-list[data-many]");
  markTalk();
}

function markTalk() {
  findAll(".dz-talk-link").forEach((link) => {
    if (link.dataset.conversation === talks.id) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
}

function watchTalks() {
  const wide = matchMedia("(min-width: 1440px)").matches;
  const kept = localStorage.getItem(KEPT_OPEN) ?? (wide ? "open" : "closed");
  showTalks(docked.matches && kept === "open");
  docked.addEventListener("change", () => showTalks(false));
  observe("#dz-talks-all", tellList);
  // An entry may become another conversation's without being replaced.
  const entries = { subtree: true, childList: true, attributeFilter: ["data-conversation", "hidden"] };
  new MutationObserver(keepRenaming).observe(find("#dz-talks-all"), entries);
  observe("#dz-rated", () => {
    const told = find("#dz-rated [data-answer]");
    const foot = told && footOf(told.dataset.answer);
    if (!foot) return;
    find(".dz-rated", foot).textContent = told.textContent;
    foot.classList.toggle("dz-rate-failed", told.dataset.outcome === "failed");
  });
  observe("#dz-file", takeFile);
}

function observe(selector, react) {
  new MutationObserver(react).observe(find(selector), { subtree: true, childList: true });
}

let talkTimer = 0;

document.addEventListener("input", (event) => {
  if (!event.target.matches(".dz-talks-search")) return;
  clearTimeout(talkTimer);
  talkTimer = setTimeout(refreshTalks, 200);
});

// ---- what can be done with a conversation ----

const talkOf = (part) => part.closest(".dz-talk");

function confirmDelete(button) {
  const talk = talkOf(button);
  const dialog = find(".dz-delete-talk");
  find(".dz-delete-name", dialog).textContent = talk.dataset.title;
  dialog.dataset.conversation = talk.dataset.conversation;
  dialog.showModal();
}

function deleteTalk(button) {
  const dialog = button.closest("dialog");
  const { conversation } = dialog.dataset;
  dialog.close();
  if (conversation === talks.id) {
    talks.key = newTalk();
    talks.opening = null;
  }
  tell("delete_talk", sent({ conversation }));
}

function exportTalk(button) {
  const talk = talkOf(button);
  button.closest("details").open = false;
  find(".dz-talks-notice").replaceChildren();
  trigger("export_talk", sent({ conversation: talk.dataset.conversation, format: button.dataset.format }));
}

function takeFile() {
  const file = find("#dz-file [data-content]");
  const notice = find("#dz-file .dz-notice");
  if (notice) find(".dz-talks-notice").replaceChildren(notice.cloneNode(true));
  if (!file || file.dataset.taken) return;
  file.dataset.taken = "yes";
  const bytes = Uint8Array.from(atob(file.dataset.content), (letter) => letter.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: file.dataset.kind }));
  link.download = file.dataset.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// ---- editing a question ----

function editQuestion(button) {
  if (page.writing || page.awaiting) return;
  endEditing();
  const turn = button.closest(".dz-turn");
  const question = find(".dz-question", turn);
  const form = document.createElement("form");
  form.className = "dz-edit-box";
  const area = document.createElement("textarea");
  area.value = find("p", question).textContent;
  area.setAttribute("aria-label", button.textContent);
  const hint = document.createElement("span");
  hint.className = "dz-hint";
  hint.textContent = turn.closest("#dz-past") ? button.dataset.hint : "";
  const undo = makeButton(button.dataset.undo, "button", "dz-link");
  undo.dataset.action = "undo-edit";
  form.append(area, hint, undo, makeButton(button.dataset.send, "submit", "dz-primary"));
  question.append(form);
  turn.classList.add("dz-editing");
  root.dataset.dzEditing = "yes";
  fitArea(area);
  area.focus({ preventScroll: true });
  area.setSelectionRange(area.value.length, area.value.length);
  // The whole box, clear of the bars above and below, which the browser takes for room.
  form.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function makeButton(label, type, name) {
  const button = document.createElement("button");
  button.type = type;
  button.className = name;
  button.textContent = label;
  return button;
}

function fitArea(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, 240)}px`;
}

function endEditing() {
  const turn = find(".dz-editing");
  delete root.dataset.dzEditing;
  if (!turn) return;
  turn.classList.remove("dz-editing");
  find(".dz-edit-box", turn)?.remove();
  find(".dz-edit-question", turn)?.focus();
}

function resend(form) {
  const question = find("textarea", form).value;
  if (!question.trim() || page.writing || page.awaiting) return find("textarea", form).focus();
  const { exchange } = form.closest(".dz-turn").dataset;
  endEditing();
  awaitAnswer("resend", { exchange, question });
  box().focus({ preventScroll: true });
}

// ---- thumbs ----

const footOf = (answer) => findAll(".dz-turn-foot").find((foot) => foot.dataset.answer === answer);

function rate(button) {
  const foot = button.closest(".dz-turn-foot");
  const pressed = button.getAttribute("aria-pressed") === "true";
  findAll(".dz-thumb", foot).forEach((thumb) =>
    thumb.setAttribute("aria-pressed", String(thumb === button && !pressed))
  );
  const comment = find(".dz-comment", foot);
  comment.hidden = pressed;
  if (pressed) find("input", comment).value = "";
  sendRating(foot);
}

function sendRating(foot) {
  find(".dz-rated", foot).textContent = "";
  trigger("rate", {
    conversation: talks.id,
    exchange: foot.dataset.answer,
    rating: find(".dz-thumb[aria-pressed=true]", foot)?.dataset.rating ?? "",
    comment: find(".dz-comment input", foot).value,
  });
}

// ---- events ----

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".dz-edit-box, .dz-comment")) return;
  event.preventDefault();
  if (form.matches(".dz-edit-box")) resend(form);
  else sendRating(form.closest(".dz-turn-foot"));
});
document.addEventListener("input", (event) => {
  if (event.target.matches(".dz-edit-box textarea")) fitArea(event.target);
});
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".dz-edit-box");
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Escape") {
    const menu = event.target.closest?.(".dz-talk-menu[open]");
    if (form) endEditing();
    else if (menu) {
      menu.open = false;
      find("summary", menu).focus();
    } else if (!docked.matches && event.target.closest?.("#dz-talks") && !renaming) toggleTalks();
  } else if (event.key === "Enter" && !event.shiftKey && event.target.matches(".dz-edit-box textarea")) {
    event.preventDefault();
    form.requestSubmit();
  }
});
document.addEventListener("click", (event) => {
  const drawer = !docked.matches && root.hasAttribute("data-dz-talks");
  if (!drawer || event.target.closest("#dz-talks, .dz-open-talks")) return;
  // What lies in the shade is not meant.
  event.preventDefault();
  event.stopPropagation();
  toggleTalks();
}, true);
document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.(".dz-talk-menu") || !event.target.open) return;
  findAll(".dz-talk-menu[open]").forEach((menu) => menu !== event.target && (menu.open = false));
}, true);

Object.assign(actions, {
  clear: beginAnew,
  "new-talk": beginAnew,
  talks: toggleTalks,
  "open-talk": (link) => {
    closeDrawer();
    const id = link.dataset.conversation;
    if (id === talks.id && talks.opening === null) return;
    openTalk(id);
    const search = `?${new URLSearchParams({ conversation: id })}`;
    showView("chat", { search, state: talkState() });
  },
  "delete-talk": confirmDelete,
  "confirm-delete-talk": deleteTalk,
  "keep-talk": (button) => button.closest("dialog").close(),
  "export-talk": exportTalk,
  "edit-question": editQuestion,
  "undo-edit": endEditing,
  rate,
});
