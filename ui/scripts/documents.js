// The library: uploads, removals, the list.

const fileInput = () => find("#dz-upload input[type=file], input#dz-upload, input[type=file]");

function upload(files) {
  showView("library");
  const input = fileInput();
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function confirmRemoval(button) {
  const dialog = find(".dz-dialog");
  const name = find(".dz-remove-name", dialog);
  name.textContent = button.dataset.title;
  name.lang = button.dataset.titleLanguage ?? "";
  dialog.dataset.name = button.dataset.name;
  dialog.showModal();
}

function remove(button) {
  const dialog = button.closest("dialog");
  dialog.close();
  trigger("remove", { name: dialog.dataset.name, query: documentQuery });
}

// ---- corrections ----

async function edit(button) {
  const dialog = find("#dz-edit dialog");
  const reply = await request("edit_document", { document: button.dataset.document });
  if (!reply) return;
  dialog.innerHTML = reply.html;
  dialog.showModal();
}

async function saveCorrections(form) {
  const values = Object.fromEntries(new FormData(form));
  const save = find("[type=submit]", form);
  save.disabled = true;
  const reply = await request("correct_document", { document: form.dataset.document, values });
  save.disabled = false;
  if (!reply) return;
  for (const box of findAll(".dz-field", form)) {
    const error = reply.errors?.[box.name];
    const hint = find(`#dz-edit-${box.name}-hint`);
    box.setAttribute("aria-invalid", String(Boolean(error)));
    hint.classList.toggle("dz-wrong", Boolean(error));
    hint.textContent = error ?? hint.dataset.hint;
  }
  find("[aria-invalid=true]", form)?.focus();
  find(".dz-edit-notice", form).innerHTML = reply.html ?? "";
  if (!reply.saved) return;
  form.closest("dialog").close();
  relist();
  refreshReader();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".dz-edit-form")) return;
  event.preventDefault();
  saveCorrections(event.target);
});

// ---- the filter ----

// Kept here: whoever makes the list anew knows nothing of it.
let documentQuery = "";
let filterTimer = 0;

function relist() {
  trigger("relist", { query: documentQuery });
}

function hideUnwanted() {
  const wanted = documentQuery.trim().toLowerCase();
  const rows = findAll(".dz-documents tbody tr");
  rows.forEach((row) => {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
  const count = find(".dz-list-head h2");
  const { whole, part } = count.dataset;
  const said = wanted ? part.replace("{found}", rows.filter((row) => !row.hidden).length) : whole;
  // Saying the same again is a change too, after which the list is looked at anew.
  if (count.textContent !== said) count.textContent = said;
}

// After every change of the list.
function keepFilter() {
  const filter = find(".dz-filter");
  if (!filter) return;
  if (filter.value !== documentQuery) filter.value = documentQuery;
  if (!filter.dataset.many) hideUnwanted();
  else if ((filter.dataset.filtered ?? "") !== documentQuery) relist();
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches(".dz-filter")) return;
  documentQuery = target.value;
  if (!target.dataset.many) return hideUnwanted();
  clearTimeout(filterTimer);
  filterTimer = setTimeout(relist, 250);
});

// ---- uploads under way ----

document.addEventListener("change", (event) => {
  if (event.target === fileInput() && event.target.files.length) root.dataset.dzSending = "yes";
});

function watchLibrary() {
  const changes = { subtree: true, childList: true, characterData: true };
  new MutationObserver(() => delete root.dataset.dzSending).observe(find("#dz-uploads"), changes);
  new MutationObserver(keepFilter).observe(find("#dz-list"), changes);
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

Object.assign(actions, {
  pick: () => fileInput().click(),
  edit,
  remove: confirmRemoval,
  "confirm-remove": remove,
  keep: (button) => button.closest("dialog").close(),
  dismiss: (button) => (button.closest(".dz-results").hidden = true),
});
