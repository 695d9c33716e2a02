import { onchainTable, primaryKey } from 'ponder';

export const seen = onchainTable('seen', (t) => ({ id: t.text().primaryKey(), name: t.text().notNull(), block: t.bigint().notNull() }));

export const balance = onchainTable(
  'balance',
  (t) => ({ token: t.hex().notNull(), account: t.hex().notNull(), amount: t.bigint().notNull() }),
  (table) => ({ pk: primaryKey({ columns: [table.token, table.account] }) }),
);
