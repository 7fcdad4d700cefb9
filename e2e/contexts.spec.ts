import { Contexts } from "./contexts";
import { expect, test } from "./fixtures";

test("whoever gets a browser that somebody had before finds nothing of theirs in it, and is not they", async ({
  browser,
  address,
  storeAt,
}) => {
  const contexts = new Contexts(browser, address);
  const owner = await storeAt("merchant_profile");
  const theirs = await contexts.take((await owner.request.storageState()).cookies);
  const page = await theirs.newPage();
  let heard = 0;
  theirs.on("request", () => heard++);
  await theirs.route("**/nowhere", route => route.abort());
  await page.goto(`/store/${owner.code}/onboarding`);
  await expect(page.getByRole("heading", { level: 1, name: "Merchant profile" })).toBeVisible();
  await page.evaluate(() => {
    localStorage.setItem("kept", "theirs");
    sessionStorage.setItem("kept", "theirs");
    window.name = "theirs";
  });
  await contexts.giveBack(theirs);
  expect(page.isClosed()).toBe(true);

  const [before, next] = [heard, await contexts.take()];
  expect(next, "it is the same one").toBe(theirs);
  expect(await next.cookies()).toEqual([]);
  const other = await next.newPage();
  expect((await other.goto("/nowhere"))?.status(), "no route is left").toBe(404);
  const kept = () => [localStorage.length, sessionStorage.length, window.name, history.length];
  expect(await other.evaluate(kept)).toEqual([0, 0, "", 2]);
  await other.goto(`/store/${owner.code}/onboarding`);
  await expect(other).toHaveURL(/\/login\?next=/);
  expect(heard, "nobody listens any more").toBe(before);
  await next.close();
  await contexts.giveBack(next);
  const fresh = await contexts.take();
  expect(fresh, "one that was closed is not handed out").not.toBe(next);
  await fresh.close();
});
