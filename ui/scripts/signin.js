// Signing in and out. The pages for it stand outside the page and have no script; here is what the
// page itself does about it.

// The language chosen there holds here, and the other way round.
const languageCookie = /(?:^|; )duizhao-language=(zh|en)/;

function takeLanguage() {
  const chosen = document.cookie.match(languageCookie)?.[1];
  if (chosen) localStorage.setItem("duizhao-language", chosen);
}

function keepLanguage() {
  const chosen = localStorage.getItem("duizhao-language");
  if (chosen === (document.cookie.match(languageCookie)?.[1] ?? null)) return;
  const age = chosen ? 365 * 24 * 3600 : 0;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `duizhao-language=${chosen ?? ""}; path=/; max-age=${age}; samesite=strict${secure}`;
}

takeLanguage();
for (const kind of ["click", "change"]) addEventListener(kind, () => setTimeout(keepLanguage));

const isSignedIn = () => Boolean(find(".dz-header")?.dataset.user);

// Gradio has no words for a session that has ended, nor for too many requests; the page has.
const plainFetch = window.fetch;
window.fetch = async (...wanted) => {
  const answer = await plainFetch(...wanted).catch((error) => {
    takeBack(wanted[1]?.body, { forReload: true });
    throw error;
  });
  if (answer.status === 401 && isSignedIn()) {
    showEnd();
    takeBack(wanted[1]?.body);
  } else if (answer.status === 429) showWait(answer.headers.get("retry-after") ?? "60");
  return answer;
};

function showEnd() {
  const { sessionEnded, signIn } = find(".dz-header").dataset;
  const link = document.createElement("a");
  link.href = `/sign-in?${new URLSearchParams({ next: location.pathname + location.search })}`;
  link.textContent = signIn;
  lost.replaceChildren(sessionEnded, " ", link);
  lost.hidden = false;
}

function showWait(seconds) {
  lost.textContent = find(".dz-header").dataset.tooMany.replace("{count}", seconds);
  lost.hidden = false;
  setTimeout(() => (lost.hidden = true), Number(seconds) * 1000);
}

// A question that was not taken goes back into its box.
function takeBack(body, options) {
  const question = typeof body === "string" ? readQuestion(body) : null;
  if (question) returnQuestion(question, options);
}

function readQuestion(body) {
  try {
    return JSON.parse(body).event_data?.question;
  } catch {
    return null;
  }
}

function returnQuestion(question, { forReload = false } = {}) {
  page.awaiting = false;
  page.asked = null;
  // Not where somebody else may sign in.
  if (forReload) sessionStorage.setItem(NOT_ASKED, question);
  if (!box().value) box().value = question;
  fitBox();
  sync();
}

const NOT_ASKED = "duizhao-question";

// Once the page is filled: what comes with that would take the box's text away.
function restoreQuestion() {
  const question = sessionStorage.getItem(NOT_ASKED);
  if (!question) return;
  sessionStorage.removeItem(NOT_ASKED);
  if (!box().value) box().value = question;
  fitBox();
}

// Gradio may report a lost connection afterwards: what was said already is more to the point.
const isExplained = () => !lost.hidden && lost.textContent !== find(".dz-header").dataset.connectionLost;

// A page that comes back by the back button is shown as it was left: ask again who may see it.
addEventListener("pageshow", (event) => {
  if (event.persisted && isSignedIn()) location.reload();
});
