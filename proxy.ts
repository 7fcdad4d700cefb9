import { type NextRequest, NextResponse } from "next/server";
import { readSessionCookie, sessionCookieName } from "@/lib/platform/auth/session-cookie";
import { contentSecurityPolicy } from "@/lib/platform/http/content-security-policy";
import { pageHeader, searchHeader } from "@/lib/platform/http/page-header";

// The secret of such a page stands in its address, which no other site is told. Our own is: without a referrer a form would name no origin, and be refused.
const holdsSecret = /^\/(invite|join)\//;
const behindDoor = /^\/(store|admin|onboarding|dashboard|customer)(\/|$)/;
// A customer's people were invited by mail, and most have no number with us.
const signsInByMail = /^\/customer(\/|$)/;

/** Gives each page its nonce, and saves a round trip for people without a session. It is no wall: pages, routes and actions check for themselves. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const response = (await mustSignIn(request)) ? toLogin(request) : withNonce(request, nonce, policy);
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Cache-Control", "private, no-store");
  if (holdsSecret.test(request.nextUrl.pathname)) response.headers.set("Referrer-Policy", "same-origin");
  return response;
}

async function mustSignIn(request: NextRequest): Promise<boolean> {
  if (!behindDoor.test(request.nextUrl.pathname)) return false;
  return (await readSessionCookie(request.cookies.get(sessionCookieName())?.value)) === null;
}

function toLogin(request: NextRequest): NextResponse {
  const url = new URL("/login", request.url);
  url.searchParams.set("next", request.nextUrl.pathname + request.nextUrl.search);
  if (signsInByMail.test(request.nextUrl.pathname)) url.searchParams.set("with", "email");
  return NextResponse.redirect(url);
}

function withNonce(request: NextRequest, nonce: string, policy: string): NextResponse {
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("Content-Security-Policy", policy);
  headers.set(pageHeader, request.nextUrl.pathname);
  headers.set(searchHeader, request.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ["/((?!api/|_next/static|_next/image|favicon.ico|icon.svg|robots.txt).*)"] };
