import { expect, test, vi } from "vitest";

vi.stubEnv("ZUORA_EXTRA_BASE_URLS", "http://127.0.0.1:3010/zuora");
const { findBaseUrl } = await import("./zuora-hosts");

test("bar 77: only Zuora's own addresses, and those this installation names, are called, however one is spelt", () => {
  for (const told of ["https://rest.zuora.com", " HTTPS://REST.ZUORA.COM/ ", "https://rest.zuora.com:443"])
    expect(findBaseUrl(told)).toBe("https://rest.zuora.com");
  expect(findBaseUrl("http://127.0.0.1:3010/zuora/")).toBe("http://127.0.0.1:3010/zuora");
  for (const told of [
    ...["http://rest.zuora.com", "https://rest.zuora.com.evil.example", "https://rest.zuora.com@evil.example", ""],
    ...["https://evil.example/?https://rest.zuora.com", "https://user:pass@rest.zuora.com", "rest.zuora.com"],
    ...[
      "https://rest.zuora.com/v1",
      "http://127.0.0.1:3010",
      "http://127.0.0.1:3011/zuora",
      "https://rest.api.zuora.com",
    ],
  ])
    expect(findBaseUrl(told), told).toBeNull();
});
