import type { APIRequestContext } from "@playwright/test";
import { callAction, listActions } from "./actions";
import { expect, test } from "./fixtures";
import { answers } from "./people";

const step = "/api/v1/store/onboarding/step";
const trigger = `${step}/order-sync/trigger`;

async function send(request: APIRequestContext, key: string, data: object = answers.orderSync) {
  const answer = await request.post(trigger, { data, headers: { "Idempotency-Key": key } });
  const { data: told, error, meta } = await answer.json();
  expect(meta.request_id, "a replay has the id of its own call").toBe(answer.headers()["x-request-id"]);
  if (error) expect(error.support_code).toBe(meta.request_id);
  return {
    status: answer.status(),
    isReplay: answer.headers()["idempotent-replayed"] === "true",
    told,
    code: error?.code,
  };
}

test("A27: a trigger that is sent again under its key is answered as before, also when the job is over; another body is refused", async ({
  storeAt,
}) => {
  const [owner, other] = await Promise.all([storeAt("order_sync"), storeAt("order_sync")]);
  const first = await Promise.all(Array.from({ length: 8 }, () => send(owner.request, "a")));
  const made = first.filter(({ status, isReplay }) => status === 202 && !isReplay);
  expect(made, "of many at once one is done").toHaveLength(1);
  const job = { job_id: made[0]?.told.job_id, created_new: true };
  for (const { status, told, code } of first)
    expect(status === 202 ? told : code).toEqual(status === 202 ? expect.objectContaining(job) : "request_in_flight");
  expect(first.filter(({ isReplay, status }) => status === 409 && isReplay)).toEqual([]);
  expect(await send(owner.request, "a")).toMatchObject({ status: 202, isReplay: true, told: job });
  expect(await send(owner.request, "a", { ...answers.orderSync, days_back: 11 })).toMatchObject({
    status: 422,
    code: "idempotency_key_reused",
  });
  expect(await send(owner.request, "b"), "another key is another call, which names the job").toMatchObject({
    ...{ status: 202, isReplay: false, told: { ...job, created_new: false } },
  });
  expect((await send(other.request, "a")).told.job_id, "another store's key is its own").not.toBe(job.job_id);
  for (const key of ["", "k".repeat(256)])
    expect(await send(owner.request, key)).toMatchObject({ status: 422, code: "invalid_input" });
  expect(await send(other.request, "c", { days_back: 0 })).toMatchObject({ status: 422, isReplay: false });
  expect(await send(other.request, "c", { days_back: 0 }), "a refusal is an answer too").toMatchObject({
    ...{ status: 422, isReplay: true, code: "invalid_input" },
  });
});

test("A27: a save whose answer was lost and that is sent again under its key is no conflict with itself", async ({
  storeAt,
}) => {
  const owner = await storeAt("letzshop_api");
  const page = `/store/${owner.code}/onboarding/merchant-profile`;
  const { id } =
    (await listActions(owner.request)).find(({ name }) => name.endsWith("onboarding/[step]/actions.ts#saveProfile")) ??
    {};
  const { version } = (await (await owner.request.get(`${step}/merchant-profile`)).json()).data;
  const input = {
    ...{
      merchantName: "Saved once",
      contactEmail: owner.email,
      defaultLanguage: "fr",
      dashboardLanguage: "en",
      version,
    },
  };
  const save = (...given: unknown[]) => callAction(owner, page, String(id), JSON.stringify([input, ...given]));
  expect((await save("first")).isDone).toBe(true);
  expect((await save("first")).isDone, "the answer of the first").toBe(true);
  expect((await save()).text).toContain("version_conflict");
  expect((await save("second")).text).toContain("version_conflict");
  const { data } = await (await owner.request.get(`${step}/merchant-profile`)).json();
  expect(data).toMatchObject({ merchant_name: "Saved once", version: version + 1 });
});

test("A27: a save with a key that is no text, or with input that shares its parts, is refused at once", async ({
  storeAt,
}) => {
  const owner = await storeAt("letzshop_api");
  const page = `/store/${owner.code}/onboarding/merchant-profile`;
  const { id = "" } =
    (await listActions(owner.request)).find(({ name }) => name.endsWith("onboarding/[step]/actions.ts#saveProfile")) ??
    {};
  const input = {
    merchantName: "Never saved",
    contactEmail: owner.email,
    defaultLanguage: "fr",
    dashboardLanguage: "en",
  };
  for (const key of [{}, 7, ["a"], { toString: null }]) {
    const { status, text, isDone } = await callAction(owner, page, id, JSON.stringify([input, key]));
    expect([status < 500, isDone], JSON.stringify(key)).toEqual([true, false]);
    expect(text).toContain("invalid_request");
  }
  const chunks = ['["$1","a key"]'];
  for (let at = 1; at <= 28; at++) chunks.push(at === 28 ? "{}" : `{"a":"$${at + 1}","b":"$${at + 1}"}`);
  const parts = chunks.map((chunk, at) => `--part\r\nContent-Disposition: form-data; name="${at}"\r\n\r\n${chunk}\r\n`);
  const body = `${[...parts.slice(1), parts[0]].join("")}--part--\r\n`;
  const shared = await callAction(owner, page, id, body, "multipart/form-data; boundary=part");
  expect(shared.text).toContain("invalid_request");
  expect(shared.ms, "not a tree of 28 levels").toBeLessThan(3000);
});
