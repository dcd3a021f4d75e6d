// The baseline of `npm run generate`: the same types from openapi-typescript alone.
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { DOCUMENT_YAML } from '../paths.js';

console.log(astToString(await openapiTS(pathToFileURL(DOCUMENT_YAML))).length);
