package compoundv2

import (
	"math/big"
	"testing"

	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

func dec(s string) *uint256.Int { return uint256.MustFromDecimal(s) }

// bigOf repeats a formula on unbounded integers, as the contracts' sources write it.
func mulDown(x, y *big.Int) *big.Int {
	z := new(big.Int).Mul(x, y)
	return z.Div(z, big.NewInt(1e18))
}

func mulHalfUp(x, y *big.Int) *big.Int {
	z := new(big.Int).Mul(x, y)
	z.Add(z, big.NewInt(5e17))
	return z.Div(z, big.NewInt(1e18))
}

func amount(most uint) *rapid.Generator[*uint256.Int] {
	return rapid.Custom(func(t *rapid.T) *uint256.Int {
		z := new(uint256.Int).SetUint64(rapid.Uint64().Draw(t, "low"))
		z.Mul(z, uint256.NewInt(rapid.Uint64().Draw(t, "high")))
		return z.Rsh(z, 128-rapid.UintRange(1, most).Draw(t, "bits"))
	})
}

// TestWeight holds the three orders and roundings of a collateral's weight against their formulas.
func TestWeight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		factor, exchange, price := amount(60).Draw(t, "factor"), amount(100).Draw(t, "exchange"), amount(90).Draw(t, "price")
		f, e, p := factor.ToBig(), exchange.ToBig(), price.ToBig()
		for _, c := range []struct {
			variant string
			r       rounding
			want    *big.Int
		}{
			{"compound", truncated, mulDown(mulDown(f, e), p)},
			{"compound", halfUp, mulHalfUp(mulHalfUp(f, e), p)},
			{"venus", truncated, mulDown(mulDown(f, e), p)},
			{"venus-isolated", truncated, mulDown(f, mulDown(e, p))},
			{"moonwell", truncated, mulDown(mulDown(f, e), p)},
			{"benqi", truncated, mulDown(mulDown(f, e), p)},
		} {
			var got uint256.Int
			if !variantOf(c.variant).weight(&got, factor, exchange, price, c.r) || got.ToBig().Cmp(c.want) != 0 {
				t.Fatalf("%s: the weight is %v, want %v", c.variant, &got, c.want)
			}
		}
	})
}

// TestAccrue holds a market's interest against the formula.
func TestAccrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := ledger{
			cash: *amount(100).Draw(t, "cash"), borrows: *amount(100).Draw(t, "borrows"), reserves: *amount(40).Draw(t, "reserves"),
			supply: *amount(100).Draw(t, "supply"), index: *amount(80).Draw(t, "index"),
		}
		before := m
		rate, share := uint256.NewInt(rapid.Uint64Range(0, 5e12).Draw(t, "rate")), uint256.NewInt(rapid.Uint64Range(0, 1e18).Draw(t, "share"))
		slots := rapid.Uint64Range(0, 1<<32).Draw(t, "slots")
		if !m.accrue(rate, share, slots) {
			t.Fatal("accruing failed")
		}
		factor := new(big.Int).Mul(rate.ToBig(), new(big.Int).SetUint64(slots))
		interest := mulDown(factor, before.borrows.ToBig())
		for _, c := range []struct {
			what string
			got  uint256.Int
			want *big.Int
		}{
			{"borrows", m.borrows, interest.Add(interest, before.borrows.ToBig())},
			{"index", m.index, new(big.Int).Add(before.index.ToBig(), mulDown(factor, before.index.ToBig()))},
			{"cash", m.cash, before.cash.ToBig()},
		} {
			if c.got.ToBig().Cmp(c.want) != 0 {
				t.Fatalf("%s is %v, want %v", c.what, &c.got, c.want)
			}
		}
	})
}

// TestRepayFor: the repayment found is the largest that takes no more than so many tokens.
func TestRepayFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tokens, ratio := amount(90).Draw(t, "tokens"), amount(90).Draw(t, "ratio")
		var most, taken uint256.Int
		if !repayFor(&most, tokens, ratio) {
			if !ratio.IsZero() {
				t.Fatal("no limit was found")
			}
			return
		}
		if !mulTruncate(&taken, ratio, &most) || taken.Gt(tokens) {
			t.Fatalf("%v repaid take %v of %v", &most, &taken, tokens)
		}
		most.AddUint64(&most, 1)
		if mulTruncate(&taken, ratio, &most) && !taken.Gt(tokens) {
			t.Fatalf("%v could be repaid as well", &most)
		}
	})
}

// TestSeize holds a liquidation of each variant against numbers worked out by hand: a debt of 1,000 at two
// dollars, collateral at three, an exchange rate of a fiftieth, and an incentive of eight per cent.
func TestSeize(t *testing.T) {
	// 500 repaid · 1.08 · 2 / (3 · 0.02) = 18000
	const repaid, tokens = "500000000000000000000", "18000000000000000000000"
	for _, c := range []struct {
		variant string
		share   uint64 // of the seized tokens, or of the bonus
		fee     string
	}{
		{"compound", 28e15, "504000000000000000000"},
		{"moonwell", 30e15, "540000000000000000000"},
		{"benqi", 0, "0"},
		{"venus-isolated", 50e15, "833333333333333333333"}, // 900 over 1.08
		{"venus", 500e15, "666666666666666666666"},         // half of 18000·0.08/1.08
	} {
		f := frame{variant: variantOf(c.variant), closeFactor: *dec("500000000000000000"), incentive: *dec("1080000000000000000")}
		f.markets = make([]scalars, 2)
		f.markets[0].price, f.markets[1].price = *dec("2000000000000000000"), *dec("3000000000000000000")
		f.markets[0].state[accrued].borrows = *dec("1000000000000000000000")
		f.markets[1].exchange[accrued] = *dec("20000000000000000")
		f.markets[1].incentive = f.incentive
		f.markets[1].seizeShare.SetUint64(c.share)
		f.vai.treasury.SetUint64(c.share)
		held, owed := leg{market: 1, entered: true}, leg{market: 0, entered: true}
		held.shares.Set(dec("1000000000000000000000000"))
		p := pair{frame: &f, held: &held, owed: &owed, debt: *dec("1000000000000000000000")}
		l, ok := p.seize()
		if !ok || l.repaid.Dec() != repaid || l.tokens.Dec() != tokens || l.fee.Dec() != c.fee {
			t.Errorf("%s: %v repaid, %v taken, of them %v for the protocol", c.variant, &l.repaid, &l.tokens, &l.fee)
		}
	}
}
