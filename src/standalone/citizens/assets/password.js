// A button beside each password that shows what was typed.
for (const button of document.querySelectorAll('.fld__end')) {
  const field = button.parentElement.querySelector('input');
  button.hidden = false;
  button.addEventListener('click', () => {
    const shown = field.type === 'text';
    field.type = shown ? 'password' : 'text';
    button.setAttribute('aria-pressed', String(!shown));
    button.textContent = shown ? button.dataset.show : button.dataset.hide;
    field.focus();
  });
}
