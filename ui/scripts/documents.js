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

document.addEventListener("input", (event) => {
  if (event.target.matches(".dz-filter")) filterDocuments(event.target);
});
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
  remove: confirmRemoval,
  "confirm-remove": remove,
  keep: (button) => button.closest("dialog").close(),
  dismiss: (button) => (button.closest(".dz-results").hidden = true),
});
