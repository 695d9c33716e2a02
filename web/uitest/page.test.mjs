// The page, driven as people drive it. Needs bin/demo and bin/brink.
import { after, before } from "node:test";
import { hostileTests } from "./hostile.mjs";
import { liveTests } from "./live.mjs";
import { raise } from "./stage.mjs";
import { viewTests } from "./views.mjs";

let stage;
before(async () => { stage = await raise(); }, { timeout: 240000 });
after(() => stage?.close());

liveTests(() => stage);
viewTests(() => stage);
hostileTests(() => stage);
