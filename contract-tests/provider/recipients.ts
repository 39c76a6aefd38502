/** How many messages a run may send to recipients that its user named. */
export const messageLimit = 5;

/** The form of an identity, as far as one can be made up; undefined for any other text. */
export function formOf(text: string): "email" | "phone" | undefined {
  if (/^[^@\s]+@[^@\s]+$/.test(text)) {
    return "email";
  }
  return /^\+\d{7,15}$/.test(text) ? "phone" : undefined;
}
