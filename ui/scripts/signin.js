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
  const answer = await plainFetch(...wanted);
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
function takeBack(body) {
  const question = typeof body === "string" ? JSON.parse(body).event_data?.question : null;
  if (!question) return;
  page.awaiting = false;
  if (!box().value) box().value = question;
  fitBox();
  sync();
}

// Gradio may report a lost connection afterwards: what was said already is more to the point.
const isExplained = () => !lost.hidden && lost.textContent !== find(".dz-header").dataset.connectionLost;

// A page that comes back by the back button is shown as it was left: ask again who may see it.
addEventListener("pageshow", (event) => {
  if (event.persisted && isSignedIn()) location.reload();
});
