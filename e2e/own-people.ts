import type { APIRequest, APIRequestContext } from "@playwright/test";
import type { OwnProduct } from "@/lib/platform/testing/own-product";
import {
  bringStoreTo,
  newCaller,
  newPhoneNumber,
  type Person,
  type StepName,
  type StoreOwner,
  signIn,
  signUpStore,
} from "./people";

/** People of a product of a test's own, as `fixtures.ts` makes them for the product of the run. */
export class OwnPeople {
  readonly #made: APIRequestContext[] = [];

  constructor(
    readonly product: OwnProduct,
    readonly api: APIRequest,
    readonly run: { sandboxUrl: string; cronSecret: string },
  ) {}

  /** A browser without cookies. */
  async caller(): Promise<APIRequestContext> {
    const request = await newCaller(this.api, this.product.address);
    this.#made.push(request);
    return request;
  }

  /** A store whose owner is signed in and stands at `step`; without a worker the poll imports. */
  async storeAt(step: StepName): Promise<StoreOwner> {
    const { sandboxUrl, cronSecret } = this.run;
    const headers = { Authorization: `Bearer ${cronSecret}` };
    const poll = () => fetch(`${this.product.address}/api/cron/poll`, { headers }).catch(() => undefined);
    const polling = step === "complete" ? setInterval(poll, 500) : undefined;
    try {
      return await bringStoreTo(await signUpStore(await this.caller()), step, sandboxUrl);
    } finally {
      clearInterval(polling);
    }
  }

  /** An admin or operator, signed in. */
  async staff(role: "admin" | "operator"): Promise<Person> {
    const person = { request: await this.caller(), phoneNumber: newPhoneNumber(), name: `The ${role}`, email: "" };
    await this.product.makeStaff(person.phoneNumber, role);
    await signIn(person.request, person.phoneNumber);
    return person;
  }

  async leave(): Promise<void> {
    for (const request of this.#made) await request.dispose();
  }
}
