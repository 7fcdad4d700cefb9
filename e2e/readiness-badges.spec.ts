import { newContract } from "@/lib/platform/testing/new-contract";
import { expect, test } from "./journey";
import { open } from "./look";
import { signUpAgent } from "./own-agent";
import { newDraft } from "./own-direct";
import { signUpPractitioner } from "./own-practitioner";
import { post } from "./people";

const lists = ["stores", "practitioners", "agents", "members", "customers"];

test("029: every list of staff says beside each name how much is needed", async ({
  caller,
  staff,
  storeAt,
  pageOf,
  sandboxUrl,
}) => {
  const admin = await staff("admin");
  await storeAt("merchant_profile");
  await signUpPractitioner(await caller());
  await signUpAgent(await caller());
  await newDraft((await newContract()).contractId);
  const client = {
    zuora_base_url: `${sandboxUrl}/zuora`,
    zuora_client_id: "33333333-3333-4333-8333-333333333301",
    zuora_client_secret: "zuora_sandbox_secret",
  };
  const told = { name: `Badge ${Date.now()}`, contact_email: `badge-${Date.now()}@example.com` };
  await post(admin.request, "/api/v1/admin/customers", { ...told, ...client }, 201);
  const page = await pageOf(admin);
  for (const list of lists) {
    await open(page, `/admin/${list}`);
    const cell = page.getByRole("cell").filter({ hasText: "What is needed:" }).first();
    await expect(cell, list).toContainText(/What is needed: ?(\d+ (problems?|due|waiting|later)|Ready)/);
  }
});
