import { expect, test } from "vitest";
import { transaction } from "../db";
import { ScriptProcess } from "../testing/script-process";
import { findAccount } from "./accounts";

test("E27: npm run partner:create makes an account, prints its secret once and writes that down, or says what is wrong", async () => {
  const told = ["--id", "acct_made", "--name", "Made by hand", "--scope", "members,calling", "--region", "IN"];
  const right = await new ScriptProcess("partner-create", {}, [...told, "--replacement", "--sandbox"]).ended;
  expect(right).toMatchObject({ status: 0, output: expect.stringContaining("acct_made (Made by hand)") });
  const [secret, ...more] = right.output.match(/gws_[\w-]{43}/g) ?? [];
  expect(more).toEqual([]);
  expect(await findAccount("acct_made")).toEqual({
    ...{ id: "acct_made", scopes: ["members", "calling"], sandbox: true, defaultRegion: "IN", allowsReplacement: true },
    secrets: [secret],
  });
  const wrong = await new ScriptProcess("partner-create", {}, ["--id", "a b", "--scope", "all", "--region", "in"])
    .ended;
  expect(wrong.status).toBe(1);
  for (const option of ["--id: Use letters", "--name: ", "--scope: ", "--region: "])
    expect(wrong.output).toContain(option);
  const trail = await transaction("system", tx =>
    tx.auditEntry.findMany({
      where: { subjectKind: "partner" },
      select: { action: true, actorKind: true, subjectId: true, detail: true },
    }),
  );
  expect(trail).toEqual([
    { action: "partner.created", actorKind: "system", subjectId: "acct_made", detail: expect.anything() },
  ]);
  expect(JSON.stringify(trail)).not.toContain(secret);
});
