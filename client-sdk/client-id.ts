/** A new clientId: 128 random bits. Works without a secure context, where `crypto.randomUUID` does not exist. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
