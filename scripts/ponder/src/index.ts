import { ponder } from 'ponder:registry';
import { balance, seen } from 'ponder:schema';

// Every event is a row, and transfers make balances.
const events = ['Pool:ReserveDataUpdated', 'Pool:ReserveUsedAsCollateralEnabled', 'Token:Mint', 'Token:Burn'] as const;
for (const name of events) {
  ponder.on(name, async ({ event, context }) => {
    await context.db.insert(seen).values({ id: event.id, name, block: event.block.number });
  });
}

ponder.on('Token:Transfer', async ({ event, context }) => {
  const { from, to, value } = event.args;
  const token = event.log.address;
  await context.db.insert(seen).values({ id: event.id, name: 'Token:Transfer', block: event.block.number });
  for (const [account, change] of [[from, -value], [to, value]] as const) {
    await context.db
      .insert(balance)
      .values({ token, account, amount: change })
      .onConflictDoUpdate((row) => ({ amount: row.amount + change }));
  }
});
