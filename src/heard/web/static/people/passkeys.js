// Says on the page that a passkey could not be used; allauth's scripts only tell the console.
"use strict";
document.addEventListener("allauth.error", (event) => {
  const said = document.querySelector("[data-passkey-failed]");
  if (!said) return;
  event.preventDefault();
  said.hidden = false;
  said.focus();
});
