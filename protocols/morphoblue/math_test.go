package morphoblue

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"

	"brink/position"

	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

func number256(t *testing.T, s string) *uint256.Int {
	t.Helper()
	z, err := uint256.FromDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// The rows are totalSupplyAssets, totalBorrowAssets, the rate at target before, the seconds since the last update,
// and what borrowRate of morpho-org/morpho-blue-irm's AdaptiveCurveIrm answered: the rate, and the rate at target after.
func TestAdaptiveCurveIsTheContracts(t *testing.T) {
	data, err := os.ReadFile("testdata/adaptive_curve.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][6]string
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) < 500 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		sums := totals{supplyAssets: *number256(t, row[0]), borrowAssets: *number256(t, row[1])}
		start, elapsed := number256(t, row[2]).Uint64(), number256(t, row[3]).Uint64()
		var rate uint256.Int
		end := adaptiveCurve(&rate, &sums, start, elapsed)
		if rate.Dec() != row[4] || strconv.FormatUint(end, 10) != row[5] {
			t.Errorf("%v: got %v and %d", row, &rate, end)
		}
	}
}

func TestExponential(t *testing.T) {
	for x, want := range map[int64]string{
		1e18:                "2707864291678420188",
		-1e18:               "370113253479550356",
		346573590279972654:  "1406630217019747831",
		-346573590279972654: "713483036459802523",
		-5e18:               "6742013947792704",
	} {
		arg := uint256.NewInt(uint64(max(x, -x)))
		if x < 0 {
			arg.Neg(arg)
		}
		var z uint256.Int
		if wExp(&z, arg); z.Dec() != want {
			t.Errorf("e^%d is %v, want %s", x, &z, want)
		}
	}
	var z uint256.Int
	if wExp(&z, number256(t, "10000000000000000000")); z.Dec() != "21950129074211421782016" {
		t.Errorf("e^10 is %v", &z)
	}
	below := new(uint256.Int).SubUint64(&lnSmallest, 1)
	if wExp(&z, below); !z.IsZero() {
		t.Errorf("e to less than the least is %v", &z)
	}
	if wExp(&z, &wExpUpper); z != wExpHighest {
		t.Errorf("e to the highest is %v", &z)
	}
}

func TestInterestOfADay(t *testing.T) {
	for _, c := range []struct{ borrowed, rate, end, interest uint64 }{
		{950_000e6, 3282363632, 1358243031, 269454613},
		{500_000e6, 820441068, 1193519224, 35444310},
	} {
		sums := totals{supplyAssets: *uint256.NewInt(1_000_000e6), borrowAssets: *uint256.NewInt(c.borrowed)}
		var rate uint256.Int
		end := adaptiveCurve(&rate, &sums, initialRateAtTarget, 86_400)
		if rate.Uint64() != c.rate || end != c.end {
			t.Errorf("rates are %v and %d, want %d and %d", &rate, end, c.rate, c.end)
		}
		a, ok := sums.accrueInterest(&rate, 86_400, 0)
		if !ok || a.interest.Uint64() != c.interest || sums.borrowAssets.Uint64() != c.borrowed+c.interest {
			t.Errorf("interest is %v (%t), want %d", &a.interest, ok, c.interest)
		}
	}
}

func TestAccrualRefusesWhatTheContractRefuses(t *testing.T) {
	full := *new(uint256.Int).SubUint64(new(uint256.Int).Lsh(uint256.NewInt(1), 128), 1)
	sums := totals{supplyAssets: full, supplyShares: full, borrowAssets: full, borrowShares: full}
	if _, ok := sums.accrueInterest(uint256.NewInt(1e9), 3600, 0); ok {
		t.Error("more than 128 bits were accepted")
	}
	sums = totals{borrowAssets: *uint256.NewInt(1)}
	if _, ok := sums.accrueInterest(new(uint256.Int).Not(new(uint256.Int)), 2, 0); ok {
		t.Error("an overflow was accepted")
	}
}

func TestIncentiveFactor(t *testing.T) {
	for lltv, want := range map[uint64]uint64{
		385e15: 115e16, 625e15: 1126760563380281690, 77e16: 1074113856068743286, 86e16: 1043841336116910229,
		915e15: 1026167265264238070, 945e15: 1016776817488561260, 965e15: 1010611419909044972, 98e16: 1006036217303822937,
	} {
		var z uint256.Int
		if incentiveFactor(&z, uint256.NewInt(lltv)); z.Uint64() != want {
			t.Errorf("the incentive at %d is %v, want %d", lltv, &z, want)
		}
	}
}

// drawLoan is a market and a position in it.
func drawLoan(t *rapid.T) (l loan, collateral, shares uint256.Int) {
	word := func(name string, bits int) uint256.Int {
		z := uint256.Int{rapid.Uint64().Draw(t, name), rapid.Uint64().Draw(t, name+" high")}
		z.Rsh(&z, uint(128-rapid.IntRange(1, bits).Draw(t, name+" bits")))
		return z
	}
	l.lltv.SetUint64(rapid.Uint64Range(1, 999).Draw(t, "lltv") * 1e15)
	l.price = word("price", 120)
	assets, all := word("assets", 90), word("shares", 110)
	l.debt = rateOf(&assets, &all)
	collateral = word("collateral", 100)
	shares = word("owed", 100)
	return l, collateral, shares
}

func TestLiquidationPriceIsTheEdge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, collateral, shares := drawLoan(t)
		var owed, price uint256.Int
		if !l.debt.toAssetsUp(&owed, &shares) {
			return
		}
		if found := l.liquidationPrice(&price, &collateral, &owed); found != (!collateral.IsZero() && !owed.IsZero()) {
			t.Fatalf("found is %t for %v owed against %v", found, &owed, &collateral)
		} else if !found {
			return
		}
		for _, c := range []struct {
			more uint64
			want bool
		}{{0, true}, {1, false}} {
			at := l
			at.price.AddUint64(&price, c.more)
			var h position.Health
			if at.evaluate(&h, &collateral, &shares) && h.Liquidatable != c.want {
				t.Fatalf("at %v it is %t, want %t", &at.price, h.Liquidatable, c.want)
			}
		}
	})
}

func TestLiquidationTakesNoMoreThanThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, collateral, shares := drawLoan(t)
		var z liquidation
		if !l.liquidate(&z, &collateral, &shares) {
			return
		}
		if z.seized.Gt(&collateral) || z.shares.Gt(&shares) {
			t.Fatalf("%+v of %v and %v", z, &collateral, &shares)
		}
		if z.byShares && z.shares != shares {
			t.Fatalf("only %v of %v are repaid", &z.shares, &shares)
		}
	})
}

func TestHealthAllocatesNothing(t *testing.T) {
	l := loan{price: *number256(t, "2500000000000000000000000000"), lltv: *uint256.NewInt(86e16)}
	l.debt = rateOf(uint256.NewInt(1e12), uint256.NewInt(1e18))
	collateral, shares := uint256.NewInt(1e18), uint256.NewInt(1e15)
	var h position.Health
	if n := testing.AllocsPerRun(100, func() { h = position.Health{}; l.evaluate(&h, collateral, shares) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if !h.HasDebt() {
		t.Error("nothing was evaluated")
	}
}
