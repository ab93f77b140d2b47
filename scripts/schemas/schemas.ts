import { z } from 'zod';
import { DOCUMENTS, type DocumentName } from '../../src/cli/documents.ts';
import { configSchema } from '../../src/config/schema.ts';
import { bookDocuments } from './book-documents.ts';
import { files } from './files.ts';
import { moneyDocuments } from './money-documents.ts';
import { monthDocuments } from './month-documents.ts';

const CONTENTS: Record<DocumentName, z.ZodType> = { ...monthDocuments, ...moneyDocuments, ...bookDocuments };

/** Every document of `--json` by its name: what it says it is, and its content. */
export function documentSchema(name: DocumentName): z.ZodType {
  const { described, content } = { described: CONTENTS[name].description ?? '', content: CONTENTS[name] };
  const head = { schema: z.literal(`revshare/${name}`), version: z.literal(DOCUMENTS[name]) };
  return withHead(content, head).describe(described);
}

/** The two keys go into each form that a document has. */
function withHead(content: z.ZodType, head: z.ZodRawShape): z.ZodType {
  if (content instanceof z.ZodObject) return content.extend(head);
  if (content instanceof z.ZodUnion) return z.union(content.options.map((each) => withHead(each as z.ZodType, head)));
  throw new Error('a document is an object, or one of several');
}

/** Every file of schemas/ with its text. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const put = (name: string, schema: object): void => {
    found.set(`${name}.json`, `${JSON.stringify(schema, null, 1)}\n`);
  };
  for (const name of Object.keys(DOCUMENTS) as DocumentName[]) put(name, openSchema(documentSchema(name)));
  for (const [name, schema] of Object.entries(files)) put(name, openSchema(schema));
  put('configuration', configurationSchema());
  return found;
}

/** Keys may come within a version, so that no document is wrong for having more (docs/stability.md). */
function openSchema(schema: z.ZodType): object {
  return z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties;
    },
  });
}

/** revshare.yaml as an editor sees it: every scalar is read as text, so that 0.51 and true may stand without quotes. */
function configurationSchema(): object {
  return z.toJSONSchema(configSchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.const !== undefined) {
        jsonSchema.enum = [jsonSchema.const, Number(jsonSchema.const)];
        delete jsonSchema.const;
        delete jsonSchema.type;
      } else if (jsonSchema.enum?.includes('true') === true) {
        jsonSchema.enum = [...jsonSchema.enum, true, false];
        delete jsonSchema.type;
      } else if (jsonSchema.type === 'string' && jsonSchema.enum === undefined) {
        Object.assign(jsonSchema, { type: ['string', 'number'] });
      }
    },
  });
}
