// The strength of the password while it is typed, as the site will judge it.
const PAUSE_MS = 150;
const field = document.getElementById('new-password');
const view = document.getElementById('strength');
const save = field.form.querySelector('button[type="submit"]');
let timer;
let asked = 0;

field.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(() => void judge(), PAUSE_MS);
});

async function judge() {
  const mine = ++asked;
  const body = new URLSearchParams({ password: field.value });
  const answer = await fetch('/password/strength', { method: 'POST', body }).catch(() => null);
  // An older answer may come last.
  if (mine !== asked || !answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  view.replaceChildren(...page.body.childNodes);
  save.disabled = view.querySelector('[data-accepted="yes"]') === null;
}
