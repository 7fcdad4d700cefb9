import { buildApp, isBuilt } from "./build.mjs";
import { bundle, findBundle } from "./bundle.mjs";
import { inCheckout } from "./checkout.mjs";
import { livingHolder } from "./claim.mjs";
import { generateClient, isGenerated } from "./generate.mjs";
import { installPackages, isInstalled, projectNode, toolPath } from "./install.mjs";
import { startPostgres } from "./postgres.mjs";
import { step } from "./progress.mjs";
import { mustRun, run } from "./run.mjs";

/** Everything that must have happened before the product can run, done only where needed; shared by start and test. */
export class SetUp {
  #isCancelled = false;
  #postgres;

  /** From now on no further step begins. */
  cancel() {
    this.#isCancelled = true;
  }

  /** Shows and does one step, unless we were told to stop. */
  step(title, work) {
    if (this.#isCancelled) throw new Error("Stopped.");
    return step(title, work);
  }

  /** Installs, configures, migrates, seeds and builds. Answers the demo accounts that the database holds. */
  async prepare({ env, secrets, dataDir, dev }) {
    await this.install();
    if (!dev) await this.bundle(env);
    await this.#checkEnvironment(env);
    await this.openDatabase({ env, secrets, dataDir });
    await this.migrate(this.env);
    const accounts = env.APP_ENV === "demo" ? await this.#seed(this.env) : [];
    if (!dev) await this.build(this.env);
    return accounts;
  }

  /** Installs packages and generates the database client. */
  async install() {
    if (!isInstalled()) {
      refuseWhileOthersRun();
      await this.step("Installing packages (a minute at first)", installPackages);
    }
    if (!isGenerated()) await this.step("Generating the database client", generateClient);
  }

  /** Sets `env` with a DATABASE_URL that answers: the given one, else the embedded Postgres'. */
  async openDatabase({ env, secrets, dataDir, settings }) {
    this.env = { ...env };
    if (env.DATABASE_URL) return;
    this.#postgres = await this.step("Starting Postgres", () => startPostgres({ dataDir, secrets, settings }));
    this.env.DATABASE_URL = this.#postgres.databaseUrl;
  }

  /** Makes an empty database of this name in the embedded Postgres and answers its address. */
  createFreshDatabase(name) {
    return this.#postgres.createDatabase(name, { fresh: true });
  }

  /** Brings the database of an environment to the newest migration. */
  async migrate(env) {
    await this.step("Migrating the database", () => this.#script(env, "migrate.mjs"));
  }

  /** Bundles what the processes run where that is missing or older than its sources. */
  async bundle(env) {
    if (!findBundle(env)) await this.step("Bundling what the processes run", () => bundle(env));
  }

  /** Builds the app where the build is missing or older than its sources. */
  async build(env, options) {
    if (!isBuilt(env)) await this.step("Building the app", () => buildApp(env, options));
  }

  /** Stops the embedded Postgres, unless somebody else uses it too. */
  async close() {
    await this.#postgres?.stop();
  }

  async #checkEnvironment(env) {
    const { status, output } = await run(projectNode(), [inCheckout("scripts", "check-environment.mjs")], { env });
    if (status !== 0) throw new Error(output.trim());
  }

  async #seed(env) {
    let held = [];
    const onMessage = ({ accounts }) => (held = accounts);
    await this.step("Seeding the demo, if the database is empty", () => this.#script(env, "seed.mjs", onMessage));
    return held;
  }

  #script(env, name, onMessage) {
    const childEnv = { ...env, PATH: toolPath(env) };
    return mustRun(name, projectNode(), [inCheckout("scripts", name)], { env: childEnv, onMessage });
  }
}

/** npm empties node_modules first, under the feet of whatever runs from it. */
function refuseWhileOthersRun() {
  const holders = [".data/start.lock", ".test/test.lock"].map(file => livingHolder(inCheckout(file)));
  const other = holders.find(pid => pid && pid !== process.pid);
  if (other)
    throw new Error(
      `The packages have changed, and process ${other} of this checkout uses the old ones: stop it first.`,
    );
}
