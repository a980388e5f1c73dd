// What the user has chosen for questions, kept in this browser, and the page where it is chosen.

const KEPT = "duizhao-choices";
const NO_CHOICES = { model: "", top_k: 0, filters: {} };

// Whatever is kept, the server reads from it what it can use.
function readKept() {
  try {
    return { ...NO_CHOICES, ...JSON.parse(localStorage.getItem(KEPT)) };
  } catch {
    return { ...NO_CHOICES };
  }
}

const chosen = { values: readKept(), turn: 0, opening: 0 };

function keep(values) {
  chosen.values = values;
  localStorage.setItem(KEPT, JSON.stringify(values));
}

const hasFilters = () =>
  Object.values(chosen.values.filters ?? {}).some((value) => (Array.isArray(value) ? value.length : value));

// ---- the line above the question box ----

async function showFilters() {
  const turn = ++chosen.turn;
  const holder = find("#dz-filters .dz-holder");
  if (!hasFilters() && !chosen.values.model) return holder.replaceChildren();
  const reply = await request("check_choices", { choices: chosen.values });
  if (turn !== chosen.turn || !reply) return;
  holder.innerHTML = reply.html;
  if (reply.failed) return;
  if (reply.notice) {
    const note = document.createElement("p");
    note.className = "dz-hint";
    note.setAttribute("role", "status");
    note.textContent = reply.notice;
    holder.append(note);
  }
  showDates(reply.dates);
}

function change(values) {
  keep({ ...chosen.values, ...values });
  const clear = find(".dz-clear-filters");
  if (clear) clear.hidden = !hasFilters();
  return showFilters();
}

const changeFilters = (filters) => change({ filters: { ...chosen.values.filters, ...filters } });

async function removeFilter(button) {
  const { field, value } = button.dataset;
  const values = chosen.values.filters[field];
  const left = Array.isArray(values) && value ? values.filter((each) => each !== value) : null;
  await changeFilters({ [field]: left ?? (Array.isArray(values) ? [] : null) });
  refreshSettings();
  (find("#dz-filters .dz-unchoose") ?? box()).focus();
}

async function clearFilters(button) {
  const inSettings = Boolean(button.closest(".dz-settings"));
  await change({ filters: {} });
  await refreshSettings();
  if (inSettings) find("#dz-settings h1")?.focus();
  else box().focus();
}

async function askUnfiltered() {
  await change({ filters: {} });
  again();
}

// ---- the page ----

const settingsHolder = () => find("#dz-settings .dz-holder");

function openSettings() {
  // What was left here is not to be changed while the new state of things is on its way.
  settingsHolder().replaceChildren();
  applyView("settings");
  return loadSettings();
}

async function loadSettings() {
  const turn = ++chosen.opening;
  const { values } = chosen;
  const reply = await request("open_settings", { choices: values });
  if (!reply || turn !== chosen.opening) return;
  if (values !== chosen.values) return loadSettings();
  settingsHolder().innerHTML = reply.html;
  // Whoever sees which models there are need not be told that the one chosen is gone.
  if (!reply.failed && !reply.model) keep({ ...chosen.values, model: "" });
  markDisplay();
  nameSettings();
  showFilters();
}

function nameSettings() {
  const title = find("#dz-settings h1")?.textContent;
  if (root.dataset.dzView === "settings" && title) nameWindow(title);
}

function refreshSettings() {
  return root.dataset.dzView === "settings" ? loadSettings() : null;
}

// Which language and theme were chosen only the browser knows.
function markDisplay() {
  const kept = {
    "page-language": localStorage.getItem("duizhao-language") ?? "",
    theme: localStorage.getItem("duizhao-theme") ?? "",
  };
  for (const [name, value] of Object.entries(kept)) {
    findAll(`#dz-settings input[name="${name}"]`).forEach((radio) => (radio.checked = radio.value === value));
  }
}

function showDates(dates) {
  for (const [field, wrong] of Object.entries(dates)) {
    const input = find(`#dz-filter-${field}`);
    if (!input) continue;
    const error = find(`#dz-filter-${field}-error`);
    input.setAttribute("aria-invalid", String(Boolean(wrong)));
    error.textContent = wrong ? error.dataset[wrong] : "";
  }
}

function setOrForget(key, value) {
  if (value) localStorage.setItem(key, value);
  else localStorage.removeItem(key);
}

function choose(input) {
  const { name, value } = input;
  if (name === "theme") {
    setOrForget("duizhao-theme", value);
    dispatchEvent(new Event("duizhao-theme"));
  } else if (name === "page-language") {
    setOrForget("duizhao-language", value);
    setLanguage(value || navigator.language);
  } else if (name === "model") change({ model: value });
  else if (name === "top_k") change({ top_k: Number(value) });
  else if (input.type === "checkbox") {
    const others = (chosen.values.filters[name] ?? []).filter((each) => each !== value);
    changeFilters({ [name]: input.checked ? [...others, value] : others });
  } else if (["since", "until", "language"].includes(name)) changeFilters({ [name]: value.trim() });
}

document.addEventListener("change", (event) => {
  if (event.target.closest?.(".dz-settings") && event.target.name) choose(event.target);
});
document.addEventListener("submit", (event) => {
  if (event.target.matches(".dz-settings")) event.preventDefault();
});

// ---- values to pick from ----

let pickTimer = 0;
const pickTurns = {};

async function findPicks(input) {
  const { field } = input.dataset;
  const turn = (pickTurns[field] = (pickTurns[field] ?? 0) + 1);
  const reply = await request("find_picks", { field, query: input.value, choices: chosen.values });
  if (!reply || turn !== pickTurns[field]) return;
  find(`.dz-picks[data-field="${field}"]`).innerHTML = reply.html;
}

document.addEventListener("input", (event) => {
  if (!event.target.matches(".dz-pick-find")) return;
  clearTimeout(pickTimer);
  pickTimer = setTimeout(() => findPicks(event.target), 200);
});

// ---- trying a model ----

async function tryModel(button) {
  const said = find(".dz-trial", button.parentElement);
  said.textContent = button.closest(".dz-settings").dataset.trying;
  said.classList.add("dz-busy");
  button.disabled = true;
  const reply = await request("try_model", { model: button.dataset.model });
  button.disabled = false;
  said.classList.remove("dz-busy");
  if (reply) said.innerHTML = reply.html;
  else said.textContent = "";
}

// Another window of this browser has changed them.
addEventListener("storage", (event) => {
  if (event.key !== KEPT) return;
  chosen.values = readKept();
  showFilters();
  refreshSettings();
});

// From every page: the box stands on one of them alone.
function skipToBox() {
  if (root.dataset.dzView !== "chat") showView("chat");
  box().focus();
}

Object.assign(actions, {
  skip: skipToBox,
  unfilter: removeFilter,
  "clear-filters": clearFilters,
  "ask-unfiltered": askUnfiltered,
  "try-model": tryModel,
});
