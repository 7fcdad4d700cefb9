import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import type { Person } from "./people";
import { makeReachableAdmin } from "./reachable-admin";

const customers = "/api/v1/admin/customers";

const typed = (sandboxUrl: string, changed: object = {}) => ({
  ...{ name: "Acme", contact_email: "ops@acme.example", zuora_base_url: `${sandboxUrl}/zuora` },
  ...{ zuora_client_id: "33333333-3333-4333-8333-333333333301", zuora_client_secret: "zuora_sandbox_secret" },
  ...changed,
});

test("contract 8: an admin brings a customer aboard by the API: every fault at once, a repeat counts once, and of the secret four characters come back", async ({
  staff,
  sandboxUrl,
}) => {
  const [admin, operator] = [await staff("admin"), await staff("operator")];
  await makeReachableAdmin();
  const post = ({ request }: Person, path: string, data: object, headers: Record<string, string> = {}) =>
    request.post(`${customers}${path}`, { data, headers });
  const read = async ({ request }: Person, path: string) => (await request.get(`${customers}${path}`)).json();
  // Others make customers meanwhile.
  const { id: createdById } = await transaction("system", tx =>
    tx.user.findUniqueOrThrow({ where: { phoneNumber: admin.phoneNumber } }),
  );
  const count = () => transaction("system", tx => tx.customer.count({ where: { createdById } }));

  const before = await count();
  const odd = {
    name: "",
    contact_email: "no",
    zuora_base_url: "https://rest.zuora.com@evil.example",
    zuora_client_id: "7",
  };
  const refused = await post(admin, "", typed(sandboxUrl, { ...odd, zuora_client_secret: "a b" }));
  expect(refused.status()).toBe(422);
  const faults = (await refused.json()).error.errors as { field: string; code: string; message: string }[];
  expect(faults.map(({ field }) => field)).toEqual([
    ...["name", "contact_email", "zuora_base_url", "zuora_client_id", "zuora_client_secret"],
  ]);
  expect(faults.find(({ field }) => field === "zuora_base_url")?.code).toBe("wrong_address");
  expect(faults.map(({ message }) => message).join(" "), "sentences, not keys").not.toMatch(/zuora[A-Z]/);
  expect((await post(operator, "", typed(sandboxUrl))).status()).toBe(403);
  expect(await count()).toBe(before);

  const key = { "Idempotency-Key": `customer-${createdById}` };
  const made = await post(admin, "", typed(sandboxUrl), key);
  expect(made.status()).toBe(201);
  const { data } = await made.json();
  expect(made.headers().location).toBe(`${customers}/${data.id}`);
  expect(data).toMatchObject({ zuora_client_secret: "••••cret", job_id: expect.any(Number) });
  const repeated = await post(admin, "", typed(sandboxUrl), key);
  expect([repeated.status(), repeated.headers()["idempotent-replayed"]]).toEqual([201, "true"]);
  expect((await repeated.json()).data.id).toBe(data.id);
  expect(await count()).toBe(before + 1);

  const at = `/${data.id}`;
  await expect
    .poll(async () => (await read(admin, `${at}/onboarding`)).data.status, { timeout: 60_000 })
    .toBe("complete");
  const { data: onboarding } = await read(operator, `${at}/onboarding`);
  expect(onboarding.steps.map(({ id, state }: { id: string; state: string }) => `${id} ${state}`)).toEqual([
    ...["customer_record done", "credential_validation done", "workflow_sync done"],
    ...["user_access done", "monitoring done"],
  ]);
  expect((await read(operator, at)).data).toMatchObject({ contact_email: "o•••@•••", status: "complete" });
  const begun = await Promise.all([1, 2, 3].map(() => post(admin, `${at}/sync`, {})));
  // The worker is quick: one that comes when the first has ended begins another, and never two at once.
  const told = await Promise.all(
    begun.map(async answer => ({ status: answer.status(), ...(await answer.json()).data })),
  );
  const started = told.filter(({ status }) => status === 202).map(({ job_id }) => job_id);
  expect(new Set(started).size, "each is a run of its own").toBe(started.length);
  expect(started.length).toBeGreaterThan(0);
  for (const { status, job_id, created_new } of told)
    expect([status, created_new, started.includes(job_id)]).toEqual([status, status === 202, true]);
  const changed = await admin.request.patch(`${customers}${at}`, {
    data: { name: "Acme Ltd", zuora_client_secret: "" },
  });
  expect((await changed.json()).data).toMatchObject({ name: "Acme Ltd", job_id: null, version: 1 });
  const stale = await admin.request.patch(`${customers}${at}`, { data: { name: "Late", version: 0 } });
  expect([stale.status(), (await stale.json()).data]).toEqual([409, expect.objectContaining({ version: 1 })]);
  const tried = await post(admin, `${at}/credentials/test`, { zuora_client_secret: "wrong" });
  expect([tried.status(), (await tried.json()).data]).toMatchObject([200, { ok: false, class: "auth" }]);
});
