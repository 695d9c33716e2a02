package devnet

import "testing"

// TestTownIsLiquidatedEverywhere plays the story in all protocols: the whale owes in each, and each sees liquidations.
func TestTownIsLiquidatedEverywhere(t *testing.T) {
	ctx, chain := t.Context(), nodes["geth"](t)
	town, err := DeployTown(ctx, chain, V36)
	if err != nil {
		t.Fatal(err)
	}
	p, err := town.NewPlay(ctx, PlayOptions{Seed: 1, Accounts: 120})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.History(ctx, 2); err != nil {
		t.Fatal(err)
	}
	head, whale := chain.Head().Hash, Whale().Address
	aave, err := town.Aave.AccountData(ctx, head, whale)
	if err != nil || aave[0].Debt.Sign() == 0 {
		t.Errorf("on Aave the whale has %v (%v)", aave, err)
	}
	morpho, err := town.Morpho.Truth(ctx, head, town.Morpho.Markets[0], town.borrowers[town.Morpho.Markets[0].ID])
	if err != nil || morpho.Positions[len(morpho.Positions)-1].BorrowShares.Sign() == 0 {
		t.Errorf("on Morpho the whale has %v (%v)", morpho, err)
	}
	venus, err := town.Venus.Sums(ctx, head, true, whale)
	if err != nil || venus[0].Debt.Sign() == 0 {
		t.Errorf("on Venus the whale has %v (%v)", venus, err)
	}
	told := 0
	for range StoryLength {
		event, err := p.Step(ctx, 12)
		if err != nil {
			t.Fatal(err)
		}
		told += event.Liquidations
	}
	counts, err := town.Liquidations(ctx)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for name, n := range counts {
		if n == 0 {
			t.Errorf("nobody was liquidated on %s", name)
		}
		sum += n
	}
	if len(counts) != 3 || sum > told {
		t.Errorf("%v are on the chain, %d were told", counts, told)
	}
}
