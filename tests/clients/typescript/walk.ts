// Performs the walk against the server at RAPPORT_URL, whose data is in RAPPORT_DATA_DIR.
import { advocacy } from "./advocacy.js";
import { coaching } from "./coaching.js";

await coaching();
await advocacy();
console.log("a TypeScript client that is generated from the contract arrives");
