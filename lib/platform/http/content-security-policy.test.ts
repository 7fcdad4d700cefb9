import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy";

const directives = Object.fromEntries(
  contentSecurityPolicy("bm9uY2U=", false)
    .split("; ")
    .map(text => {
      const [name = "", ...sources] = text.split(" ");
      return [name, sources];
    }),
);

describe("the policy of a page", () => {
  it("lets scripts run by the page's nonce only: no inline, no eval, no wildcard", () => {
    expect(directives["script-src"]).toEqual(["'self'", "'nonce-bm9uY2U='", "'strict-dynamic'"]);
  });

  it("lets style elements in by nonce only", () => {
    for (const name of ["style-src", "style-src-elem"]) {
      expect(directives[name]).toContain("'nonce-bm9uY2U='");
      expect(directives[name]).not.toContain("'unsafe-inline'");
    }
  });

  it("talks, loads and sends forms to nobody but us, and lets nobody frame us", () => {
    expect(directives).toMatchObject({
      "default-src": ["'self'"],
      "connect-src": ["'self'"],
      "font-src": ["'self'"],
      "form-action": ["'self'"],
      "object-src": ["'none'"],
      "base-uri": ["'none'"],
      "frame-ancestors": ["'none'"],
    });
  });

  it("names no host and no scheme that a script could come from", () => {
    const scriptable = Object.entries(directives).filter(([name]) => /^(default|script|connect|object)/.test(name));
    expect(scriptable.flatMap(([, sources]) => sources).filter(source => !source.startsWith("'"))).toEqual([]);
  });
});
