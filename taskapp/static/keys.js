// Security keys: <form data-key-options="address"> asks there what to ask the key, puts the answer into the field
// "credential" and sends itself. With data-key-new a new key is made. Without this file the form still takes codes.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function asked(options) {
  const list = (known) => (known ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
  const asked = { ...options, challenge: bytes(options.challenge) };
  if (options.user) asked.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) asked.excludeCredentials = list(options.excludeCredentials);
  if (options.allowCredentials) asked.allowCredentials = list(options.allowCredentials);
  return asked;
}

function answered(credential) {
  const given = credential.response;
  const response = { clientDataJSON: words(given.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (given[name]) response[name] = words(given[name]);
  if (given.getTransports) response.transports = given.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: words(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  const token = form.elements.csrf_token.value;
  const answer = await fetch(form.dataset.keyOptions, { method: "POST", headers: { "X-CSRFToken": token } });
  if (answer.redirected) return location.assign(answer.url); // who one is has to be shown once more
  if (!answer.ok) throw new Error(`${answer.status}`);
  const publicKey = asked(await answer.json());
  const isNew = "keyNew" in form.dataset;
  const credential = await navigator.credentials[isNew ? "create" : "get"]({ publicKey });
  form.elements.credential.value = answered(credential);
  return form.submit();
}

for (const form of document.querySelectorAll("form[data-key-options]")) {
  const button = form.querySelector("[data-key-ask]");
  const says = form.querySelector("[data-key-says]");
  const none = form.querySelector("[data-key-none]");
  if (!window.PublicKeyCredential) continue;
  if (none) none.hidden = true;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    says.hidden = true;
    await ask(form).catch(() => {
      says.textContent = form.dataset.keyFailed;
      says.hidden = false;
    });
    button.disabled = false;
  });
}
