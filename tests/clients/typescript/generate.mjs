// Makes api.d.ts from the contract that is named. Files are blobs; what has a default may be left out.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const contract = JSON.parse(await readFile(process.argv[2], "utf8"));
const blob = ts.factory.createTypeReferenceNode("Blob");
const nodes = await openapiTS(contract, {
  defaultNonNullable: false,
  transform: (schema) => (schema.format === "binary" ? blob : undefined),
});
await writeFile("api.d.ts", astToString(nodes));
