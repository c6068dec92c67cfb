// Passkeys: what WebAuthn wants as bytes travels as base64url.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

export const usable = () => typeof PublicKeyCredential === "function";

/** Make one, from the server's options; what the server is told of it. */
export async function make(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = made.response;
  return said(made, { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) });
}

/** Sign the server's challenge; what the server is told of it. */
export async function sign(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) };
  const made = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = made.response;
  return said(made, {
    clientDataJSON: text(clientDataJSON),
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

const said = (made, response) => ({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} });

/** Post and read JSON; throws an Error with the server's sentence. */
export async function post(address, body, csrf) {
  const json = !(body instanceof FormData);
  const headers = { "X-CSRF-Token": csrf, Accept: "application/json", ...(json && { "Content-Type": "application/json" }) };
  const answer = await fetch(address, { method: "POST", headers, body: json ? JSON.stringify(body) : body });
  const read = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(read.detail || "Tidak berhasil. Coba sekali lagi.");
  return read;
}

/** Say in words what went wrong; somebody who closes the browser's question needs none. */
export function tell(place, wrong) {
  place.textContent = wrong.name === "NotAllowedError" ? "Dibatalkan, atau perangkat ini tidak punya passkey untuk Sorot." : wrong.message;
  place.hidden = false;
}
