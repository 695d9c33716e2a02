package alerts

import "testing"

// What liquidations repaid within an hour is summed up by market, falls as time
// passes, and is less when a block goes.
func TestLiquidatedWithinAWindow(t *testing.T) {
	story(t, `
		rules markets
		block 100
		liquidated ann debt=600 market=one
		liquidated bob debt=600 market=two
		liquidated bob debt=9 market=one
		expect nothing
		block +1
		liquidated bob debt=500 market=one
		expect fired warning wave 1:demo:one value=1100
		undo
		expect withdrawn wave value=600
		block +1
		liquidated bob debt=400 market=one
		expect fired warning wave value=1000
		block +298
		expect nothing
		block +1
		expect resolved wave value=400
		block +1
		expect nothing`)
}

// Debt that nothing covers is a sum as well.
func TestBadDebtOfADeployment(t *testing.T) {
	story(t, `
		rules markets
		block 100
		position ann hf=0.5 debt=500 collateral=450 status=bad_debt
		expect nothing
		block +1
		position bob hf=0.5 debt=500 collateral=450 status=bad_debt
		position 0x00000000000000000000000000000000000000C3 hf=0.9 debt=9000 collateral=9500
		expect fired critical hole 1:demo value=100
		block +1
		close bob
		expect resolved hole value=50`)
}

// A market from which nothing can be taken out is told once it lasts, and again
// while it does.
func TestUtilisation(t *testing.T) {
	story(t, `
		rules markets
		block 100
		market USDC utilisation=0.96
		block +1
		market USDC utilisation=0.89
		block +1
		market USDC utilisation=0.951
		block +2
		expect fired warning drained 1:demo::USDC value=0.951
		market USDC utilisation=0.91
		block +300
		expect reminded warning drained
		market USDC utilisation=0.899
		expect resolved drained value=0.899`)
}

// Sums are over the accounts that the rule is about.
func TestSumOfAnAccount(t *testing.T) {
	story(t, `
		rules mine
		block 100
		position ann hf=1.05 debt=600
		position bob hf=1.05 debt=600
		position 0x00000000000000000000000000000000000000C3 hf=1.05 debt=5000
		expect nothing
		block +1
		position ann hf=1.05 debt=600 deployment=other
		expect fired warning mine ann value=1200`)
}

// A parameter of a market is told to those who depend on it, and taken back
// with its block.
func TestParametersOfAMarket(t *testing.T) {
	story(t, `
		rules events
		block 100
		position ann hf=1.5 debt=10 collateral=20 threshold=0.83
		position bob hf=1.5 debt=10 collateral=20 threshold=0.83 deployment=other
		position 0x00000000000000000000000000000000000000C3 hf=1.5 debt=10
		market WETH supply_cap=100 bonus=0.05
		block +1
		market WETH supply_cap=50 bonus=0.05
		expect happened warning parameters ann
		undo
		expect withdrawn parameters ann
		market WETH supply_cap=100 bonus=0.05
		block +1
		market WETH supply_cap=100 bonus=0.05 frozen=true
		market DAI frozen=true
		block +1
		market DAI frozen=false
		expect happened warning parameters ann`)
}
