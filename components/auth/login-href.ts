/** Address of the first step of `/login`, by way and with where to go afterwards; `correct` is a challenge whose number or address was wrong. */
export function loginHref(channel: "sms" | "email", next: string | null, correct?: string): string {
  const search = new URLSearchParams();
  if (channel === "email") search.set("with", "email");
  if (next) search.set("next", next);
  if (correct) search.set("correct", correct);
  return search.size > 0 ? `/login?${search}` : "/login";
}
