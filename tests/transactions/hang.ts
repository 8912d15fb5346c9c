import { configure } from '@drover/core';
import { openLibrary, type Library } from './library';

/** With each library, places an order in either way, says the ids of the jobs, and never comes to a commit. */
async function main([
  namespace = '',
  redis = '',
  postgres = '',
  ...files
]: string[]): Promise<void> {
  const libraries = await Promise.all(files.map(openLibrary));
  configure({ store: redis, namespace, logLevel: 'silent' });
  const held = await Promise.all(libraries.map((each) => placed(each, 'afterCommit')));
  configure({ store: postgres, namespace, logLevel: 'silent' });
  const enlisted = await Promise.all(libraries.map((each) => placed(each, 'inTransaction')));
  process.stdout.write(`${JSON.stringify({ held, enlisted })}\n`);
}

function placed(library: Library, how: 'afterCommit' | 'inTransaction'): Promise<string> {
  return new Promise((resolve, reject) => {
    const transaction = library[how](async (tx) => {
      const { id } = await library.placeOrder(tx, `${process.hrtime.bigint()}`);
      resolve(id);
      await new Promise(() => {});
    });
    transaction.catch(reject);
  });
}

void main(process.argv.slice(2));
