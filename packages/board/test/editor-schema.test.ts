import { editorSchema } from '../src/bull/editor-schema';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
const pair = [{ type: 'string' }, { type: 'number' }];

test('the places of a list are its items, at any depth', () => {
  const schema = { $schema: DRAFT, type: 'array', prefixItems: pair, items: false, minItems: 2 };
  const known = { type: 'array', items: pair, additionalItems: false, minItems: 2 };
  expect(editorSchema(schema)).toEqual(known);
  const { $schema: _, ...inner } = schema;
  expect(editorSchema({ properties: { list: inner } })).toEqual({ properties: { list: known } });
});

test('a list without an end may go on with anything', () => {
  expect(editorSchema({ prefixItems: pair })).toEqual({ items: pair, additionalItems: true });
});

test('what draft 7 knows stays, and so does a property of that name', () => {
  const schema = {
    type: 'array',
    items: { type: 'object', properties: { prefixItems: { type: 'number' } } },
  };
  expect(editorSchema(schema)).toEqual(schema);
});
