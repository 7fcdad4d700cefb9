import { expect, test } from "vitest";
import { activatedMail } from "./messages";
import { failedMail } from "./messages/failed";

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

test("E17: the mail of a plan that did not begin says in words what stood in the way, and whom to ask", async () => {
  const theirs = await failedMail({ name: "Zoë <b>", plan: "Gold", missing: ["seat_free", "dob"] });
  expect(theirs.subject).toBe("Your plan did not begin: Gold");
  for (const line of [
    "– no seat of the plan was free",
    "– your date of birth is missing",
    "Tell your employer these details",
  ])
    expect(theirs.text, line).toContain(line);
  expect(theirs.html).toContain("your date of birth is missing");
  expect(theirs.html).toContain("Zoë &lt;b&gt;");
  const employers = await failedMail({ name: "", plan: "Gold", missing: ["contract_active"] });
  expect(employers.text).toMatch(/^Your plan could not begin yet\n/);
  expect(employers.text).toContain("Please ask your employer.");
});
