import { Child } from "./child.mjs";
import { toolPath } from "./install.mjs";

/** The processes of a running product: the sandbox of upstreams (if SANDBOX_URL names one), the web server and one worker. */
export class System {
  /** `onEnd(reason)` is told when the web server ends by itself; worker and sandbox are started again. */
  constructor(env, { dev = false, onEnd } = {}) {
    const childEnv = { ...env, PATH: toolPath(env), NODE_ENV: dev ? "development" : "production" };
    // In production a log belongs to whoever runs us; elsewhere it would bury what people look for.
    const toFile = !dev && env.APP_ENV !== "production";
    const child = options => new Child({ env: childEnv, toFile, ...options });
    this.sandbox = env.SANDBOX_URL && child({ name: "sandbox", script: "sandbox.mjs", restart: true });
    this.web = child({ name: "web", script: "serve.mjs", args: dev ? ["--dev"] : [], onEnd });
    this.worker = child({ name: "worker", script: "worker.mjs", restart: true });
  }

  /** Starts all of them and waits until they serve. */
  async start() {
    await Promise.all(this.#all().map(child => child.start()));
  }

  /** Stops all of them, the sandbox last: a job that ends well may still need it. */
  async stop(options) {
    await Promise.all([this.worker.stop(options), this.web.stop(options)]);
    if (this.sandbox) await this.sandbox.stop(options);
  }

  #all() {
    return [this.sandbox, this.web, this.worker].filter(Boolean);
  }
}
