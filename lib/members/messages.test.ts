import { expect, test } from "vitest";
import { activatedMail } from "./messages";

test("001: the mail of a plan that has begun names person and plan as they are, in text and page, and takes nothing of them for markup", async () => {
  const first = await activatedMail({ name: "Zoë <b>Iyer</b> $& & Co", plan: 'Gold "1"', isReplacement: false });
  const second = await activatedMail({ name: "Ravi", plan: "Silver", isReplacement: true });
  expect(first.subject).toBe('Your plan is active: Gold "1"');
  expect(first.text).toContain("Welcome aboard, Zoë <b>Iyer</b> $& & Co");
  expect(first.html).toContain("Welcome aboard, Zoë &lt;b&gt;Iyer&lt;/b&gt; $&amp; &amp; Co");
  expect(first.html).toContain("Your plan Gold &quot;1&quot; is active");
  expect(second.html).toContain("Your plan has changed, Ravi");
  expect(second.html).not.toMatch(/[\ue001\ue002]|Zoë|Gold/);
});
