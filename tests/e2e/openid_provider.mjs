// A certified OpenID provider for tests, with forms for login and consent that a program can fill in as well as a person.
// Its first line of output is its address. Each line of input makes it anew, with fresh keys: {redirect_uris, ...}, see
// `configured`; it answers each with a line.
import { createServer } from "node:http";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";

const KINDS = {
  RS256: ["rsa", { modulusLength: 2048 }],
  PS256: ["rsa", { modulusLength: 2048 }],
  ES256: ["ec", { namedCurve: "P-256" }],
  Ed25519: ["ed25519", {}],
};

let provider;
let answer;
const server = createServer((request, response) => {
  if (!provider) return response.writeHead(503).end();
  if (request.url.startsWith("/interaction/")) return void interaction(request, response).catch((error) => fail(response, error));
  return answer(request, response);
});
server.listen(0, "127.0.0.1", () => say({ issuer: issuer() }));

const issuer = () => `http://127.0.0.1:${server.address().port}`;
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

for await (const line of createInterface({ input: process.stdin })) {
  provider = configured(JSON.parse(line));
  provider.on("server_error", (_, error) => process.stderr.write(`${error.stack}\n`));
  answer = provider.callback();
  say({ ready: true });
}
process.exit(0);

function configured({ redirect_uris, algorithm = "RS256", claims_in_token = false, auth = "client_secret_basic", secret }) {
  const [kind, options] = KINDS[algorithm];
  const key = generateKeyPairSync(kind, options).privateKey.export({ format: "jwk" });
  const client = {
    client_id: "round table",
    redirect_uris,
    token_endpoint_auth_method: auth,
    id_token_signed_response_alg: algorithm,
    ...(auth === "none" ? {} : { client_secret: secret }),
  };
  return new Provider(issuer(), {
    clients: [client],
    jwks: { keys: [{ ...key, kid: randomBytes(4).toString("hex"), alg: algorithm, use: "sig" }] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: !claims_in_token,
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"].filter((one) => one === auth),
    enabledJWA: { idTokenSigningAlgValues: [algorithm] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    findAccount: (_, login) => ({ accountId: login, claims: () => claimsOf(login) }),
  });
}

/** Whose address begins with `unproven` has not shown that it is theirs. */
function claimsOf(login) {
  const name = `${login[0].toUpperCase()}${login.slice(1).split("@")[0]} 圆桌`;
  return { sub: `subject of ${login}`, email: login, email_verified: !login.startsWith("unproven"), name };
}

async function interaction(request, response) {
  const details = await provider.interactionDetails(request, response);
  const [, , uid, act] = request.url.split("/");
  if (!act) return page(response, uid, details.prompt.name);
  const finish = (result, merge) => provider.interactionFinished(request, response, result, { mergeWithLastSubmission: merge });
  if (act === "login") return finish({ login: { accountId: (await form(request)).get("login") } }, false);
  if (act === "consent") return finish({ consent: { grantId: await granted(details) } }, true);
  return finish({ error: "access_denied", error_description: "changed their mind" }, false);
}

async function granted({ prompt, params, session, grantId }) {
  const grant = grantId ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  if (prompt.details.missingOIDCScope) grant.addOIDCScope(prompt.details.missingOIDCScope.join(" "));
  if (prompt.details.missingOIDCClaims) grant.addOIDCClaims(prompt.details.missingOIDCClaims);
  return grant.save();
}

function page(response, uid, prompt) {
  const [field, act] = prompt === "login" ? [`<label>Login <input name="login" required></label>`, "Log in"]
    : ["<p>Tell them who you are?</p>", "Continue"];
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.end(`<!doctype html><html lang="en"><title>University</title><h1>University</h1>
<form method="post" action="/interaction/${uid}/${prompt}">${field}<button>${act}</button></form>
<form method="post" action="/interaction/${uid}/abort"><button>Cancel</button></form>`);
}

async function form(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString());
}

function fail(response, error) {
  process.stderr.write(`${error.stack}\n`);
  if (!response.headersSent) response.writeHead(500);
  response.end(String(error));
}
