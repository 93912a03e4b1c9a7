// The preview beside a form follows what is typed. Without this file a button asks for it.

const WAIT_MS = 700;

async function refresh(form, place, state) {
  state.asked?.abort();
  state.asked = new AbortController();
  try {
    const answer = await fetch(form.dataset.preview, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Fragment": "1" },
      signal: state.asked.signal,
    });
    if (answer.ok) place.innerHTML = await answer.text(); // rendered and escaped by the portal
  } catch (error) {
    if (error.name !== "AbortError") place.textContent = "L’aperçu n’a pas pu être mis à jour. Votre texte est toujours là.";
  }
}

function follow(form) {
  const place = document.querySelector("[data-preview-here]");
  if (!place) return;
  const state = {};
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh(form, place, state), WAIT_MS);
  });
}

document.querySelectorAll("form[data-preview]").forEach(follow);
