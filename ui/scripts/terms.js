// The terms: a word of either language, and how the other one renders it.

const terms = { turn: 0, term: "" };
const termsHolder = () => find("#dz-terms .dz-holder");

async function openTerms(term) {
  applyView("terms");
  if (!find(".dz-term-form", termsHolder()) || terms.language !== pageLanguage()) {
    const turn = ++terms.turn;
    const reply = await request("open_terms", { term });
    if (turn !== terms.turn || !reply) return;
    termsHolder().innerHTML = reply.html;
    Object.assign(terms, { language: pageLanguage(), term: "" });
  }
  find("#dz-term").value = term;
  if (term && term !== terms.term) await findTerm(term);
  else if (!term && !narrow.matches) find("#dz-term").focus();
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
  if (root.dataset.dzView === "terms") openTerms(find("#dz-term")?.value ?? "");
}

async function downloadTerms(button) {
  const label = button.textContent;
  button.disabled = true;
  button.classList.add("dz-waiting");
  const reply = await request("export_terms", { term: button.dataset.term });
  button.disabled = false;
  button.classList.remove("dz-waiting");
  if (!reply || reply.failed) {
    button.textContent = button.dataset.failed;
    setTimeout(() => (button.textContent = label), 2400);
    return;
  }
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
