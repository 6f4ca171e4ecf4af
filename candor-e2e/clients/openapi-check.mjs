// Whether somebody else's validator takes our description of the API: node openapi-check.mjs URL
import { Validator } from "@seriousme/openapi-schema-validator";

const document = await (await fetch(process.argv[2])).json();
const result = await new Validator().validate(document);
console.log(JSON.stringify({ valid: result.valid, errors: result.errors ?? [], paths: Object.keys(document.paths).length }));
