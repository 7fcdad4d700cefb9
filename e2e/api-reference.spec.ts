import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "./fixtures";
import { look, open } from "./look";

const run = promisify(execFile);
const side = 8;

test("E24: every call has its page, which names no text that is not there; a program copied from one works, and a table leads there", async ({
  page,
  request,
}) => {
  await open(page, "/docs/api");
  const links = page.locator("td a[href^='/docs/api/']");
  const addresses = await links.evaluateAll(found => found.map(one => one.getAttribute("href") ?? ""));
  const { paths } = await (await request.get("/api/openapi.json")).json();
  const calls = Object.values<object>(paths).flatMap(one => Object.keys(one));
  expect(addresses).toHaveLength(calls.length);
  const odd: string[] = [];
  for (let at = 0; at < addresses.length; at += side)
    await Promise.all(
      addresses.slice(at, at + side).map(async address => {
        const answer = await request.get(address);
        const text = (await answer.text()).replace(/<script.*?<\/script>/gs, "");
        if (!answer.ok() || /\bdocs\.[a-z]/.test(text)) odd.push(`${answer.status()} ${address}`);
      }),
    );
  expect(odd).toEqual([]);
  expect((await request.get("/docs/api/post-no-such-call")).status()).toBe(404);

  await page.getByRole("link", { name: "POST /api/v1/auth/send-otp" }).click();
  await page.getByRole("heading", { name: "POST /api/v1/auth/send-otp" }).waitFor();
  await look(page, "a call of the API");
  const program = (await page.locator("pre").first().textContent()) ?? "";
  const { stdout } = await run("bash", ["-c", program.replace("curl ", "curl -sS ")]);
  expect(JSON.parse(stdout)).toMatchObject({ success: true, data: { challenge_id: expect.any(String) } });
});
