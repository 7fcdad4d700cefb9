import { registerHooks } from "node:module";

// `server-only` throws outside Next, and Node's `react-server` condition, which would silence it, breaks the rendering of mails.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "server-only" ? { url: "data:text/javascript,", shortCircuit: true } : next(specifier, context),
});
