// What every view shares: the chains, the names of accounts, and how the page
// stands to its server.
import { get, server } from "./api.js";
import { watched } from "./own.js";

export const world = { chains: null, accounts: [], loadedAt: 0, up: false, tried: false, lostAt: Date.now() };

// Numbers that could not be read again for this long are not live, whatever
// the stream says.
const patience = 15000;
export const alive = () => world.up && Date.now() - world.loadedAt < patience;

// most is as much of a name as the page ever needs.
const most = 64;

export async function load() {
  const [chains, accounts] = await Promise.all([get("/v1/chains"), get("/v1/accounts")]);
  world.chains = chains.chains.map((c) => ({ ...c, name: c.name.slice(0, most), reason: c.reason.slice(0, 500),
    endpoints: c.endpoints.map((e) => ({ ...e, name: e.name.slice(0, most), reason: e.reason?.slice(0, 500) })),
    deployments: c.deployments.map((d) => ({ ...d, name: d.name.slice(0, most) })) }));
  world.accounts = accounts.accounts.map((a) => ({ ...a, name: a.name.slice(0, most) }));
}

export const chain = (id) => world.chains?.find((c) => c.chain_id === id);
export const chainName = (id) => chain(id)?.name ?? "chain " + id;

// old says that numbers of a chain are not those of now.
export const old = (id) => chain(id)?.state !== "live" || !alive();

// every is all chains, for what sums up over them.
export const every = () => (world.chains ?? []).map((c) => c.chain_id);

// nameOf is what an account is called by the configuration, or by this browser's user.
export function nameOf(address) {
  const same = (a) => a.address.toLowerCase() === address.toLowerCase();
  return world.accounts.find(same)?.name || watched().find(same)?.name || "";
}

export const now = () => server.now();

export const deployments = () => (world.chains ?? []).flatMap((c) => c.deployments.map((d) => ({ ...d, chain: c })));
export const protocols = () => [...new Set(deployments().map((d) => d.protocol))].sort();
