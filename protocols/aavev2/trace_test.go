package aavev2

import (
	"testing"

	"github.com/holiman/uint256"
)

func dec(s string) *uint256.Int { return uint256.MustFromDecimal(s) }

// TestTracedSeizures repeats liquidations of Ethereum whose call trees were
// recorded: prices as the oracle answered, the collateral as its token did.
func TestTracedSeizures(t *testing.T) {
	for _, c := range []struct {
		tx                                string
		collateralPrice, debtPrice        string // in wei
		collateralDecimals, debtDecimals  uint8
		balance, cover, income, debtIndex string
		seized                            string
	}{
		{"0x834f0a59f6dcfdf93f5b23b0a151e447f54e325c71ecd07534971f03de1c4b56", "272908692290293", "281473248009712", 18, 6,
			"300174350726577939293686", "116894764635", "1029935416117253031699259445", "1053750259963360262760204875", "126591374723429072069472"},
		{"0x7369b6c1e1b15a761cad3e618b4df2eb84747c58fa34230e752cc2eaf241c493", "1000000000000000000", "280595101436707", 18, 18,
			"87090896478716435872", "128362984518555820706221", "1007423876451549999799202280", "1081213737964749178538923363", "37818925894787751803"},
		{"0xfa4487cf93952a91d6c1ec4d3eeff745a0e39f416bcf71b84203ec7953d60db5", "278459560000000", "1000000000000000000", 6, 18,
			"6400810579", "752044474949707219", "1054863596197530046781127898", "1009331001749400791326039931", "2835767961"},
	} {
		held, owed := scalars{bonus: 10_500, income: *dec(c.income)}, scalars{debt: *dec(c.debtIndex)}
		held.setPrice(dec(c.collateralPrice))
		held.setDecimals(c.collateralDecimals)
		owed.setPrice(dec(c.debtPrice))
		owed.setDecimals(c.debtDecimals)
		p := pair{frame: &frame{}, collateral: &held, debt: &owed, balance: *dec(c.balance)}
		l := liquidation{cover: *dec(c.cover)}
		if !p.size(&l) {
			t.Fatalf("%s reverts", c.tx)
		}
		equal(t, c.tx+" repaid", &l.repaid, dec(c.cover))
		equal(t, c.tx+" seized", &l.seized, dec(c.seized))
	}
}
