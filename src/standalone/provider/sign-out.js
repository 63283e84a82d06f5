// The person has already said "sign out" in Lockdesk: the button is for browsers without scripts.
document.querySelector('button[name="logout"]').click();
