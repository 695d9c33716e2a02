package compoundv2

import "testing"

// The numbers below are from call trees of Ethereum that were recorded: of the
// liquidations 0x42a575e3f41d24f3bb00ae96f220a8bd1e24e6a6282c2e0059bb7820c61e91b1
// and 0x22a98b27a1d2c4f3cba9d65257d18ee961d6c98f21c7eade37da0543847eb654, and of
// 0x6dd0d8be8a77651f64ef399b47fbc87011bd796b43349c3164ff7da965e0b345, which was
// refused.

// TestTracedSeizures: what the comptroller calculated, at its incentive of eight per cent.
func TestTracedSeizures(t *testing.T) {
	for _, c := range []struct{ debtPrice, collateralPrice, exchange, held, repaid, seized string }{
		{"3248079150000000000000", "22328086000000000000", "202280330438331302163484941", "998157102073", "414547860568297082", "321973320649"},
		{"2874864801000000000000", "18643685000000000000", "202297839559790771800556741", "2836317829139", "1106497772527562662", "910895850496"},
	} {
		f := frame{variant: variantOf("compound"), closeFactor: *mantissaOne, incentive: *dec("1080000000000000000")}
		f.markets = make([]scalars, 2)
		f.markets[0].price, f.markets[1].price = *dec(c.debtPrice), *dec(c.collateralPrice)
		f.markets[0].state[accrued].borrows = *dec("99493007303220356433472")
		f.markets[1].exchange[accrued] = *dec(c.exchange)
		held, owed := leg{market: 1, entered: true}, leg{market: 0, entered: true}
		held.shares.Set(dec(c.held))
		p := pair{frame: &f, held: &held, owed: &owed, debt: *dec(c.repaid)}
		l, ok := p.seize()
		if !ok || l.repaid.Dec() != c.repaid || l.tokens.Dec() != c.seized {
			t.Errorf("%v is repaid and %v taken, the comptroller took %s for %s", &l.repaid, &l.tokens, c.seized, c.repaid)
		}
	}
}

// TestTracedAccruals: what markets stored after they had accrued.
func TestTracedAccruals(t *testing.T) {
	for _, c := range []struct {
		cash, borrows, reserves, rate, factor string
		slots                                 uint64
		borrowsAfter, reservesAfter           string // "" where not told
		supply, exchange                      string
	}{
		{"1653542948925454680154415", "99492850561548665159061", "514116039709112409779", "12212452570", "200000000000000000", 129,
			"99493007303220356433472", "", "", ""},
		{"1821296638555812346914485", "83395112183543616409788", "534367841709578811725", "11595512105", "200000000000000000", 176,
			"83395282377133393101673", "", "", ""},
		{"634018698000227039066836", "20107976403493061082405", "707796647134670541204", "10975085006", "200000000000000000", 3,
			"20107977065553312063340", "707796779546720737391", "", ""},
		{"8919252084655665165398020", "685836490705030954791356", "40089290823293421306278", "21449749296", "250000000000000000", 505,
			"", "", "47285887044032606", "202280330438331302163484941"},
		{"8210406372146521261990804", "562301071631221230630947", "43553854631550892343979", "20236756532", "250000000000000000", 511,
			"", "", "43150030515404546", "202297839559790771800556741"},
	} {
		m := ledger{cash: *dec(c.cash), borrows: *dec(c.borrows), reserves: *dec(c.reserves), index: *mantissaOne}
		if !m.accrue(dec(c.rate), dec(c.factor), c.slots) {
			t.Fatal("the accrual reverts")
		}
		if c.borrowsAfter != "" && m.borrows.Dec() != c.borrowsAfter {
			t.Errorf("%v is owed, the market stored %s", &m.borrows, c.borrowsAfter)
		}
		if c.reservesAfter != "" && m.reserves.Dec() != c.reservesAfter {
			t.Errorf("reserves are %v, the market stored %s", &m.reserves, c.reservesAfter)
		}
		if c.exchange == "" {
			continue
		}
		m.supply = *dec(c.supply)
		z := *mantissaOne
		if !m.exchangeRate(&z) || z.Dec() != c.exchange {
			t.Errorf("the exchange rate is %v, the market answered %s", &z, c.exchange)
		}
	}
}
