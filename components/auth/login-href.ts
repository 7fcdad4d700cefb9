/** Address of the first step of `/login`, by way and with where to go afterwards. */
export function loginHref(channel: "sms" | "email", next: string | null): string {
  const search = new URLSearchParams();
  if (channel === "email") search.set("with", "email");
  if (next) search.set("next", next);
  return search.size > 0 ? `/login?${search}` : "/login";
}
