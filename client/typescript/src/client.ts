// A client of `debate serve` for browsers and Node 18 or later. Paths, parameters, bodies and replies have the types of the server's own
// document (schema.d.ts, made by `npm run generate`); this file adds what a document cannot say: several servers, what is tried again and
// what is not, and events that survive lost connections.
import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./schema.js";

export interface DebateOptions {
  /** The server, or several of one cluster: where one does not answer, the next one is asked. */
  servers: string | readonly string[];
  /** Its API key. */
  key?: string;
  /** How long servers may be away, in milliseconds; a minute by default. Each is asked once in any case. */
  patience?: number;
  /** Told of each try that failed and is repeated. */
  notice?: (line: string) => void;
  /** In place of the global fetch. */
  fetch?: typeof globalThis.fetch;
}

/** One event of a stream. `id` is its number; `data` is JSON as it came. */
export interface DebateEvent {
  id: number;
  event: string;
  data: unknown;
}

/** Nobody answered, or what answered is no stream of events. A refusal is no exception: it is the `error` of the reply. */
export class DebateError extends Error {
  constructor(message: string, readonly status?: number) {
    super(message);
    this.name = "DebateError";
  }
}

export type DebateClient = Client<paths> & {
  /** Numbered events of a path from number `from` on, each once and in order, until the server says that they have ended. */
  events(path: string, options?: { from?: number; signal?: AbortSignal }): AsyncGenerator<DebateEvent, void, void>;
};

const firstPause = 200, longestPause = 2_000, longestTold = 30_000, busyPatience = 600_000, silence = 60_000;
const away = new Set([408, 502, 503, 504]);

/** What starts something carries a key, which makes it one for the server however often it is sent; these have none. */
const once = /\/(join|withdraw)$/;

export function createDebateClient(options: DebateOptions): DebateClient {
  const servers = new Servers(options);
  const client = createClient<paths>({ baseUrl: "http://any.invalid", fetch: request => servers.send(request) });
  return Object.assign(client, { events: servers.events.bind(servers) });
}

class Servers {
  private readonly addresses: readonly string[];
  private current = 0;

  constructor(private readonly options: DebateOptions) {
    const given = typeof options.servers === "string" ? options.servers.split(",") : options.servers;
    this.addresses = given.map(address => address.trim().replace(/\/+$/, ""));
    for (const address of this.addresses)
      if (!/^https?:\/\/[^/]/.test(address)) throw new TypeError(`server '${address}': it must be an http or https URL`);
  }

  /** Sends a request to a server that answers; the same bytes and the same key each time. */
  async send(request: Request, patience = this.options.patience ?? 60_000): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers);
    if (this.options.key) headers.set("Authorization", `Bearer ${this.options.key}`);
    if (request.method === "POST" && !once.test(pathname) && !headers.has("Idempotency-Key"))
      headers.set("Idempotency-Key", crypto.randomUUID());
    const body = request.body ? await request.arrayBuffer() : null;
    const repeatable = request.method !== "POST" && request.method !== "PATCH" || headers.has("Idempotency-Key");
    let awaySince: number | undefined, busySince: number | undefined, lost = 0, pause = firstPause;
    for (;;) {
      const at = this.current, server = this.addresses[at % this.addresses.length]!;
      let failed: { line: string; mayBeDone: boolean; busy: boolean; told: number; response?: Response };
      try {
        const response = await (this.options.fetch ?? globalThis.fetch)(server + pathname + search,
          { method: request.method, headers, body, signal: request.signal, redirect: "manual" });
        if (response.status !== 429 && !away.has(response.status)) return response;
        failed = {
          line: `${server}: HTTP ${response.status}`, mayBeDone: response.status > 429, busy: response.status === 429,
          told: readDelay(response.headers.get("Retry-After")), response,
        };
      } catch (trouble) {
        request.signal.throwIfAborted();
        failed = { line: `${server}: ${describe(trouble)}`, mayBeDone: !wasNeverSent(trouble), busy: false, told: 0 };
      }
      const now = Date.now();
      if (failed.busy) [awaySince, busySince] = [undefined, busySince ?? now];
      else {
        awaySince ??= now;
        if (this.current === at) this.current = at + 1;
        lost++;
      }
      const elsewhere = !failed.busy && lost < this.addresses.length;
      const over = failed.busy ? now - busySince! >= busyPatience : !elsewhere && now - awaySince! >= patience;
      if (over || failed.mayBeDone && !repeatable) {
        if (failed.response) return failed.response;
        throw new DebateError(failed.line);
      }
      await failed.response?.body?.cancel();
      this.options.notice?.(`${failed.line}; asking again`);
      if (elsewhere) continue;
      await sleep(Math.max(failed.told, pause * (0.75 + Math.random() / 4)), request.signal);
      pause = Math.min(2 * pause, longestPause);
    }
  }

  async *events(path: string, { from = 0, signal }: { from?: number; signal?: AbortSignal } = {}): AsyncGenerator<DebateEvent, void, void> {
    const patience = this.options.patience ?? 60_000;
    let next = from, awaySince: number | undefined;
    for (;;) {
      const began = Date.now();
      let line = "the stream was closed before its end";
      try {
        const headers = { Accept: "text/event-stream, application/problem+json", ...(next > 0 ? { "Last-Event-ID": String(next - 1) } : {}) };
        const response = await this.send(new Request(`http://any.invalid${path}`, { headers, ...(signal ? { signal } : {}) }), 0);
        if (away.has(response.status)) throw new Error(`HTTP ${response.status}`);
        if (!response.ok || !response.body || !response.headers.get("Content-Type")?.startsWith("text/event-stream"))
          throw new DebateError(`HTTP ${response.status} ${await readDetail(response)}`, response.status);
        for await (const { id, event, data } of readEvents(response.body, signal)) {
          awaySince = undefined;
          if (event === "end") return;
          // A server that is asked anew may begin with what was read.
          if (id === undefined || id < next) continue;
          yield { id, event, data: JSON.parse(data) };
          next = id + 1;
        }
      } catch (trouble) {
        signal?.throwIfAborted();
        if (trouble instanceof DebateError && trouble.status !== undefined || trouble instanceof SyntaxError) throw trouble;
        line = describe(trouble);
      }
      const now = Date.now();
      if (awaySince === undefined || now - began > patience) awaySince = now;
      if (now - awaySince >= patience) throw new DebateError(line);
      this.options.notice?.(`${line}; asking again`);
      await sleep(Math.min(firstPause, patience), signal);
    }
  }
}

/** The whole events of a stream; one that is cut off is none. */
async function* readEvents(body: ReadableStream<Uint8Array>, signal?: AbortSignal) {
  const reader = body.getReader(), decoder = new TextDecoder();
  let rest = "", id: number | undefined, event = "message", data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await withLimit(reader.read());
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop()!;
      for (const line of lines.map(l => l.replace(/\r$/, ""))) {
        const colon = line.indexOf(":"), field = colon < 0 ? line : line.slice(0, colon);
        const text = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
        if (line === "") {
          if (data.length > 0) yield { id, event, data: data.join("\n") };
          [id, event, data] = [undefined, "message", []];
        } else if (field === "data") data.push(text);
        else if (field === "event") event = text;
        else if (field === "id" && /^\d+$/.test(text)) id = Number(text);
      }
    }
  } finally {
    // Whoever leaves the loop closes the connection.
    await reader.cancel().catch(() => undefined);
    signal?.throwIfAborted();
  }
}

/** A server that vanished says no farewell: of a live one at least a comment comes. */
async function withLimit<T>(reading: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Error(`nothing came for ${silence / 1000} s`)), silence); });
  try {
    return await Promise.race([reading, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => { clearTimeout(timer); reject(signal!.reason); };
    const timer = setTimeout(() => { signal?.removeEventListener("abort", leave); resolve(); }, milliseconds);
    signal?.addEventListener("abort", leave, { once: true });
  });
}

function readDelay(told: string | null): number {
  const milliseconds = told === null ? 0 : /^\d+$/.test(told) ? Number(told) * 1000 : Date.parse(told) - Date.now();
  return Math.min(Math.max(Number.isNaN(milliseconds) ? 0 : milliseconds, 0), longestTold);
}

async function readDetail(response: Response): Promise<string> {
  const problem: unknown = await response.json().catch(() => undefined);
  return typeof problem === "object" && problem !== null && "detail" in problem ? String(problem.detail) : response.statusText;
}

/** Node tells why a connection never was; browsers tell nothing, so that there it may have been. */
function wasNeverSent(trouble: unknown): boolean {
  const cause = trouble instanceof Error ? trouble.cause : undefined;
  return typeof cause === "object" && cause !== null && "code" in cause && (cause.code === "ECONNREFUSED" || cause.code === "ENOTFOUND");
}

function describe(trouble: unknown): string {
  if (!(trouble instanceof Error)) return String(trouble);
  return trouble.cause instanceof Error ? `${trouble.message}: ${trouble.cause.message}` : trouble.message;
}
