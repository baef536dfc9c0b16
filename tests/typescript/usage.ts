// What an app does with the client, against a real server, as TypeScriptTests compiles and runs it: each line that is printed is held to what
// is so. What must not compile stands behind @ts-expect-error.
import { createDebateClient, DebateError } from "./client.js";

declare const process: { argv: readonly string[] };
const address = process.argv[2]!, notices: string[] = [], keys: (string | null)[] = [];

// The first server is away; the second one breaks a stream of events off again and again, and loses the reply to a start once.
let starts = 0, streams = 0;
const client = createDebateClient({
  servers: `http://127.0.0.1:9,${address}`,
  notice: line => notices.push(line),
  fetch: async (input, init) => {
    const response = await fetch(input, init), path = String(input).slice(address.length);
    if (init?.method === "POST" && path === "/v1/runs" && String(input).startsWith(address)) {
      keys.push(new Headers(init.headers).get("Idempotency-Key"));
      if (++starts === 1) throw new TypeError("fetch failed");
    }
    if (!response.body || !path.endsWith("/events") || ++streams > 8) return response;
    let left = streams * 150;
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if (chunk.length >= left) {
          controller.enqueue(chunk.slice(0, left));
          controller.error(new Error("cut"));
        } else controller.enqueue(chunk);
        left -= chunk.length;
      },
    });
    return new Response(response.body.pipeThrough(cut), response);
  },
});

function print(name: string, value: unknown): void {
  console.log(`${name} ${JSON.stringify(value)}`);
}

const { data: run, error } = await client.POST("/v1/runs", {
  body: { question: "Is tea better than coffee?", protocol: "mad", model: "small", options: { rounds: 2 } },
});
if (error) throw new Error(error.detail ?? undefined);
print("same key", keys.length === 2 && keys[0] === keys[1] && keys[0] !== null);

const numbers: number[] = [];
for await (const { id } of client.events(`/v1/runs/${run.id}/events`)) numbers.push(id);
print("whole", numbers.every((id, i) => id === i) && numbers.length > 4);
print("cuts", streams > 8);
print("told", notices.length >= 8);

const report = await client.GET("/v1/runs/{id}", { params: { path: { id: run.id } } });
print("status", report.data?.status === "decided" || report.data?.status === "undecided");

const listed: string[] = [];
for (let cursor: string | undefined; ;) {
  const { data: page } = await client.GET("/v1/runs", { params: { query: { limit: 1, ...(cursor === undefined ? {} : { cursor }) } } });
  listed.push(...(page?.items.map(item => item.id) ?? []));
  cursor = page?.next ?? undefined;
  if (cursor === undefined) break;
}
print("listed", listed.includes(run.id) && new Set(listed).size === listed.length);

const refused = await client.POST("/v1/runs", { body: { question: "Is it so?", protocol: "madness" } });
print("refused", [refused.response.status, refused.error?.detail?.split(";")[0]]);

const nobody = await client.events("/v1/runs/nobody/events").next().catch((trouble: unknown) => trouble);
print("nobody", nobody instanceof DebateError && nobody.status);

const leaving = new AbortController();
const left = await (async () => {
  for await (const _ of client.events(`/v1/runs/${run.id}/events`, { signal: leaving.signal })) leaving.abort(new Error("left"));
})().catch((trouble: unknown) => trouble);
print("left", left instanceof Error && left.message);

// @ts-expect-error there is no such path
void (() => client.GET("/v1/nothing"));
// @ts-expect-error there is no such parameter
void (() => client.GET("/v1/runs", { params: { query: { bogus: 1 } } }));
// @ts-expect-error a question is a text
void (() => client.POST("/v1/runs", { body: { question: 1 } }));
// @ts-expect-error a report has no such field
void (() => report.data?.colour);
