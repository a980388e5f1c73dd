// Giving a conversation another title, in its place in the list.

// What is being typed: a list that was on its way knows nothing of it.
let renaming = null;

function renameTalk(button) {
  const talk = talkOf(button);
  find("details", talk).open = false;
  renaming = { conversation: talk.dataset.conversation, isStale: false };
  const box = showTitleBox(talk);
  renaming.title = box.value;
  box.select();
}

function showTitleBox(talk) {
  const form = find(".dz-rename", talk);
  find(".dz-talk-row", talk).hidden = true;
  form.hidden = false;
  const box = find("input", form);
  box.focus({ preventScroll: true });
  return box;
}

// What comes meanwhile would break off a word that is being composed.
function isKeptFromListing() {
  if (renaming) renaming.isStale = true;
  return Boolean(renaming);
}

// After every change of the list: Gradio makes one conversation's entry into another's.
function keepRenaming() {
  if (!renaming) return;
  const talk = findAll(".dz-talk").find((each) => each.dataset.conversation === renaming.conversation);
  if (!talk) return (renaming = null);
  if (!find(".dz-rename", talk).hidden) return;
  const { title, start = 0, end = title.length } = renaming;
  const box = showTitleBox(talk);
  box.value = title;
  box.setSelectionRange(start, end);
}

function endRename(form) {
  const talk = talkOf(form);
  const hadFocus = form.contains(document.activeElement);
  const isStale = renaming?.isStale;
  renaming = null;
  form.hidden = true;
  find("input", form).value = find("input", form).defaultValue;
  find(".dz-talk-row", talk).hidden = false;
  if (hadFocus) find(".dz-talk-link", talk).focus();
  if (isStale) refreshTalks();
}

function saveTitle(form) {
  const talk = talkOf(form);
  const title = find("input", form).value.trim();
  endRename(form);
  if (!title || title === talk.dataset.title) return;
  find(".dz-talk-link bdi", talk).textContent = title;
  trigger("rename_talk", sent({ conversation: talk.dataset.conversation, title }));
}

document.addEventListener("input", ({ target }) => {
  if (!renaming || !target.closest(".dz-rename")) return;
  Object.assign(renaming, { title: target.value, start: target.selectionStart, end: target.selectionEnd });
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".dz-rename")) return;
  event.preventDefault();
  saveTitle(event.target);
});
document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.(".dz-rename");
  if (!form || form.contains(event.relatedTarget)) return;
  // A new list takes the focus away as well, and it is given back.
  queueMicrotask(() => {
    const isLeft = form.isConnected && !form.hidden && !form.contains(document.activeElement);
    if (isLeft) saveTitle(form);
  });
});
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".dz-rename");
  if (form && event.key === "Escape" && !event.isComposing && event.keyCode !== 229) endRename(form);
});

Object.assign(actions, { "rename-talk": renameTalk });
