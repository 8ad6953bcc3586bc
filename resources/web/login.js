// Gives in the one-time code behind the # of the link, once, and goes on to the dashboard.
"use strict";

const CODE_KIND = /^#[A-Za-z0-9_-]{20,200}$/;

function say(words, hint) {
  document.getElementById("said").textContent = words;
  document.getElementById("hint").textContent = hint || "";
}

async function signIn(code) {
  say("Signing in…");
  try {
    const answer = await fetch("/login", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
    });
    if (answer.ok) {
      location.replace("/");
      return;
    }
    const { error } = await answer.json();
    say(error.message, error.hint);
  } catch {
    say("The server does not answer.", "Is it running? `rushes server` starts it.");
  }
}

if (CODE_KIND.test(location.hash)) {
  const code = location.hash.slice(1);
  history.replaceState(null, "", "/login"); // the code leaves the address bar and the history
  signIn(code);
}
