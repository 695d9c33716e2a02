package aavev2

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"brink/fixed"

	"github.com/holiman/uint256"
)

// number is an integer of a vector file, written as a string or bare.
type number struct{ uint256.Int }

func (n *number) UnmarshalJSON(b []byte) error { return n.SetFromDecimal(strings.Trim(string(b), `"`)) }

func (n *number) u128(t *testing.T) fixed.U128 {
	t.Helper()
	var u fixed.U128
	if !u.Set(&n.Int) {
		t.Fatalf("%s is beyond 128 bits", n.Dec())
	}
	return u
}

// vectors is the part about Aave v2 of aave-test-vectors.json: what the real
// Solidity libraries returned in an EVM.
type vectors struct {
	Interest []struct {
		Rate, DT, Linear number
		Compounded       number `json:"compoundA_v2"`
	}
	Account struct {
		V2 []accountVector `json:"2"`
	}
}

type accountVector struct {
	Now, UserConfig number
	Reserves        []struct {
		ID                                    int
		Decimals, LT, Price                   number
		LiquidityIndex, LiquidityRate         number
		VariableIndex, VariableRate           number
		LastUpdate, ScaledAToken, ScaledVDebt number
		NormalizedIncome, NormalizedDebt      number
	}
	Result struct {
		TotalCollateralBase, TotalDebtBase, AvgLT, HealthFactor number
	}
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func equal(t *testing.T, what string, got, want *uint256.Int) {
	t.Helper()
	if !got.Eq(want) {
		t.Errorf("%s is %s, want %s", what, got.Dec(), want.Dec())
	}
}

func TestGoldenInterest(t *testing.T) {
	var v vectors
	readJSON(t, "aave-test-vectors.json", &v)
	if len(v.Interest) != 49 {
		t.Fatalf("%d interest vectors, want 49", len(v.Interest))
	}
	for _, r := range v.Interest {
		name := fmt.Sprintf("rate %s over %s s", r.Rate.Dec(), r.DT.Dec())
		var z uint256.Int
		if !linearInterest(&z, &r.Rate.Int, r.DT.Uint64()) {
			t.Fatalf("%s: linear interest overflows", name)
		}
		equal(t, name+" linear", &z, &r.Linear.Int)
		if !compoundedInterest(&z, &r.Rate.Int, r.DT.Uint64()) {
			t.Fatalf("%s: compounded interest overflows", name)
		}
		equal(t, name+" compounded", &z, &r.Compounded.Int)
	}
}

// frame turns a vector into the frame and the legs that it describes.
func (a *accountVector) frame(t *testing.T) (*frame, []leg) {
	t.Helper()
	now := a.Now.Uint64()
	f := &frame{time: now}
	var legs []leg
	for i := range a.Reserves {
		r := &a.Reserves[i]
		if r.ID != i {
			t.Fatalf("reserve %d stands at place %d", r.ID, i)
		}
		x := indices{
			liquidityIndex: r.LiquidityIndex.u128(t), liquidityRate: r.LiquidityRate.u128(t),
			variableIndex: r.VariableIndex.u128(t), variableRate: r.VariableRate.u128(t),
			updated: r.LastUpdate.Uint64(),
		}
		s := scalars{listed: true, threshold: uint16(r.LT.Uint64())}
		s.accrue(&x, now)
		s.setPrice(&r.Price.Int)
		s.setDecimals(uint8(r.Decimals.Uint64()))
		equal(t, "normalized income", &s.income, &r.NormalizedIncome.Int)
		equal(t, "normalized debt", &s.debt, &r.NormalizedDebt.Int)
		f.reserves = append(f.reserves, s)

		bits := a.UserConfig.Uint64() >> (2 * i)
		held := leg{stored: r.ScaledAToken.u128(t), reserve: uint32(i), kind: supplied}
		if bits&2 != 0 {
			held.kind = collateral
		}
		legs = append(legs, held)
		if bits&1 != 0 {
			legs = append(legs, leg{stored: r.ScaledVDebt.u128(t), reserve: uint32(i), kind: borrowed})
		}
	}
	return f, legs
}

func TestGoldenAccounts(t *testing.T) {
	var v vectors
	readJSON(t, "aave-test-vectors.json", &v)
	if len(v.Account.V2) != 8 {
		t.Fatalf("%d accounts, want 8", len(v.Account.V2))
	}
	for i := range v.Account.V2 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			f, legs := v.Account.V2[i].frame(t)
			var a account
			if err := f.evaluate(&a, legs); err != nil {
				t.Fatal(err)
			}
			want := &v.Account.V2[i].Result
			equal(t, "collateral", &a.collateral, &want.TotalCollateralBase.Int)
			equal(t, "debt", &a.debt, &want.TotalDebtBase.Int)
			equal(t, "average threshold", uint256.NewInt(a.averageThreshold()), &want.AvgLT.Int)
			equal(t, "health factor", &a.healthFactor, &want.HealthFactor.Int)
			if below := a.healthFactor.LtUint64(fixed.Wad); a.liquidatable != below {
				t.Errorf("liquidatable is %v, want %v", a.liquidatable, below)
			}
		})
	}
}

// TestRecordedAccount is an account of Ethereum's market, and its totals as a
// library of Aave's own summed them up.
func TestRecordedAccount(t *testing.T) {
	var v struct {
		Timestamp                  uint64
		TotalCollateral, TotalDebt number
		Reserves                   []struct {
			Decimals                                       uint8
			ScaledATokenBalance, ScaledVariableDebt, Price number
			LiquidationThreshold                           uint16
			LiquidityIndex, LiquidityRate                  number
			VariableBorrowIndex, VariableBorrowRate        number
			LastUpdate                                     uint64
		}
	}
	readJSON(t, "utilities.json", &v)
	f := &frame{time: v.Timestamp}
	var legs []leg
	for i, r := range v.Reserves {
		x := indices{
			liquidityIndex: r.LiquidityIndex.u128(t), liquidityRate: r.LiquidityRate.u128(t),
			variableIndex: r.VariableBorrowIndex.u128(t), variableRate: r.VariableBorrowRate.u128(t), updated: r.LastUpdate,
		}
		s := scalars{listed: true, threshold: r.LiquidationThreshold}
		s.accrue(&x, f.time)
		s.setPrice(&r.Price.Int)
		s.setDecimals(r.Decimals)
		f.reserves = append(f.reserves, s)
		legs = append(legs, leg{stored: r.ScaledATokenBalance.u128(t), reserve: uint32(i), kind: collateral},
			leg{stored: r.ScaledVariableDebt.u128(t), reserve: uint32(i), kind: borrowed})
	}
	var a account
	if err := f.evaluate(&a, legs); err != nil {
		t.Fatal(err)
	}
	equal(t, "collateral", &a.collateral, &v.TotalCollateral.Int)
	equal(t, "debt", &a.debt, &v.TotalDebt.Int)
	// the library doesn't truncate the mean: it has 5.4596 for the factor
	if mean, factor := a.averageThreshold(), a.healthFactor.Dec(); mean != 8261 || factor != "5459366039874538632" {
		t.Errorf("the mean threshold is %d and the health factor %s", mean, factor)
	}
}
