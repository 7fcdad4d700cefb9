import { cookies, headers } from "next/headers";
import NextAuth, { type NextAuthOptions, type Session, type User } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "../env";
import { AppError } from "../errors";
import { requestFacts } from "../http/facts";
import { refuse } from "../http/route";
import { inCallersLanguage } from "../i18n/caller";
import { log } from "../log";
import { findBrowser, findDeviceToken, writeDeviceToken } from "./browser";
import { writeLanguageCookie } from "./cookie-jar";
import { asCall, ownSession } from "./current";
import { sessionLimits } from "./limits";
import { CodeAnswer } from "./schema";
import { type Arrive, verifyOtp } from "./service";
import { findSession } from "./session";
import { cookieFlags, cookieName, readSessionCookie, sessionCookieName } from "./session-cookie";
import { signOut } from "./sign-out";

// The library's session has no word for the row behind it.
type SignedInUser = User & { sid: string };
const nobody = { expires: new Date(0).toISOString() } as Session;

async function authorize(given: Record<string, string> | undefined, arrive: Arrive): Promise<SignedInUser | null> {
  const { challengeId, phoneNumber, email, otp } = given ?? {};
  const answer = CodeAnswer.safeParse({ challengeId, phoneNumber, email, otp });
  if (!answer.success) return null;
  const sent = await headers();
  const { address, agent } = requestFacts(sent, env.appUrl, "POST");
  const replaced = await readSessionCookie((await cookies()).get(sessionCookieName())?.value);
  const caller = { browser: await findBrowser(), device: await findDeviceToken(), address, agent };
  try {
    const enter = () => verifyOtp({ ...answer.data, replaces: replaced?.sid }, { arrive, caller });
    const signedIn = await asCall(() => inCallersLanguage(sent, enter));
    await writeDeviceToken(signedIn.device);
    await writeLanguageCookie(signedIn.locale);
    return { id: String(signedIn.userId), sid: signedIn.sid };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

const ownCookie = (name: string) => ({ name: cookieName(name), options: cookieFlags() });

// By itself the library prints what callers sent, over several lines; and whoever posts to its `_log` could have anything printed.
const logger: NextAuthOptions["logger"] = {
  error: (reason, detail) => {
    const thrown = detail instanceof Error ? detail : detail.error;
    if (thrown instanceof Error) log.warn({ reason, err: thrown }, "next-auth refused");
  },
  warn: () => undefined,
  debug: () => undefined,
};

/** next-auth over the same session rows and the same cookie as `verify-otp`. `arrive` comes from `lib/kinds.ts`. */
export function authOptions(arrive: Arrive): NextAuthOptions {
  const maxAge = sessionLimits.lifeSeconds;
  const fields = { challengeId: {}, phoneNumber: {}, email: {}, otp: {} };
  return {
    secret: env.authSecret,
    logger,
    useSecureCookies: cookieFlags().secure,
    cookies: { sessionToken: ownCookie("session"), csrfToken: ownCookie("csrf"), callbackUrl: ownCookie("callback") },
    session: { strategy: "jwt", maxAge },
    pages: { signIn: "/login", signOut: "/login", error: "/login" },
    providers: [Credentials({ name: "code", credentials: fields, authorize: given => authorize(given, arrive) })],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id, sid: (user as SignedInUser).sid } : token),
      session: async ({ session, token }) => {
        const found = typeof token.sid === "string" ? await findSession(token.sid) : null;
        if (!found || String(found.id) !== token.sub) return nobody;
        return { ...session, user: { id: found.id, name: found.name, roles: found.roles } };
      },
    },
    events: {
      signOut: async ({ token }) => {
        const { sid, sub } = token ?? {};
        if (typeof sid !== "string") return;
        const { address, agent } = requestFacts(await headers(), env.appUrl, "POST");
        await signOut({ sid, userId: Number(sub) }, { address, agent });
      },
    },
  };
}

type Handler = (request: Request, context: object) => Promise<Response>;

/** The handler of `/api/auth/*`; made at the first request, because a build has no configuration. */
export function nextAuthHandler(arrive: Arrive): Handler {
  let handler: Handler | undefined;
  return async (request, context) => {
    const { method, headers: sent, url } = request;
    // Whoever looks with somebody else's eyes changes nothing here either, but may go.
    const isOpen = method === "GET" || new URL(url).pathname === "/api/auth/signout";
    const refuseLook = async () =>
      (await ownSession())?.look
        ? refuse(new AppError("read_only_view"), requestFacts(sent, url, method).requestId)
        : null;
    const refused = isOpen ? null : await asCall(refuseLook);
    if (refused) return refused;
    handler ??= NextAuth(authOptions(arrive)) as Handler;
    return handler(request, context);
  };
}
