// The terms: a word of either language, and how the other one renders it.

const terms = { turn: 0, term: "" };
const termsHolder = () => find("#dz-terms .dz-holder");

async function openTerms(term, { quiet = false } = {}) {
  applyView("terms");
  let typed = "";
  if (!find(".dz-term-form", termsHolder()) || terms.language !== pageLanguage()) {
    const turn = ++terms.turn;
    const reply = await request("open_terms", { term });
    if (turn !== terms.turn || !reply) return;
    typed = showTermForm(reply.html);
  }
  find("#dz-term").value = typed || term;
  if (term && term !== terms.term) await findTerm(term);
  else if (!term && !quiet && !narrow.matches) find("#dz-term").focus();
}

// Gives what had been typed into the form before it, and was not looked up yet.
function showTermForm(html) {
  const box = find("#dz-term");
  const typed = box && box.value !== terms.term ? box.value : "";
  termsHolder().innerHTML = html;
  Object.assign(terms, { language: pageLanguage(), term: "" });
  return typed;
}

async function findTerm(term) {
  const turn = ++terms.turn;
  const results = find("#dz-term-results");
  const note = document.createElement("p");
  note.className = "dz-busy dz-hint";
  note.setAttribute("role", "status");
  note.textContent = find(".dz-term-form").dataset.searching.replace("{term}", () => term);
  results.replaceChildren(note);
  terms.term = term;
  const reply = await request("find_terms", { term });
  if (turn !== terms.turn) return;
  if (!reply) {
    terms.term = "";
    return results.replaceChildren();
  }
  results.innerHTML = reply.html;
  if (root.dataset.dzView === "terms") nameWindow(term);
}

function refreshTerms() {
  if (root.dataset.dzView === "terms") openTerms(terms.term, { quiet: true });
}

async function downloadTerms(button) {
  button.disabled = true;
  button.classList.add("dz-waiting");
  const reply = await request("export_terms", { term: button.dataset.term });
  button.disabled = false;
  button.classList.remove("dz-waiting");
  if (!reply || reply.failed) return sayBriefly(button, button.dataset.failed, 2400);
  // The mark by which spreadsheets know UTF-8.
  const file = new Blob(["\ufeff", reply.text], { type: "text/csv;charset=utf-8" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = reply.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".dz-term-form")) return;
  event.preventDefault();
  const term = find("#dz-term").value.trim();
  if (!term) return find("#dz-term").focus();
  terms.term = "";
  showView("terms", { search: `?${new URLSearchParams({ term })}` });
  openTerms(term);
});

Object.assign(actions, { "download-terms": downloadTerms });
