package aavev3

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

func (n *number) UnmarshalJSON(b []byte) error {
	text := strings.Trim(string(b), `"`)
	if text == "null" {
		return nil
	}
	return n.SetFromDecimal(text)
}

func (n *number) u128(t *testing.T) fixed.U128 {
	t.Helper()
	var u fixed.U128
	if !u.Set(&n.Int) {
		t.Fatalf("%s is beyond 128 bits", &n.Int)
	}
	return u
}

// vectors is aave-test-vectors.json: what the real Solidity libraries returned
// in an EVM. Its "2" account vectors, compoundA_v2 and their kind belong to
// Aave v2, which has a package of its own.
type vectors struct {
	Interest    []interestVector               `json:"interest"`
	Account     map[string][]accountVector     `json:"account"`
	Liquidation map[string][]liquidationVector `json:"liquidation"`
	TokenMath35 []tokenMathVector              `json:"tokenMath35"`
	Scaled      map[string][]scaledVector      `json:"scaledEvents"`
}

type interestVector struct {
	Rate        number
	DT          number
	Linear      number
	Binomial    number `json:"compoundB_v30_v33"`
	Exponential number `json:"compoundC_v34plus"`
}

type accountVector struct {
	Now        number
	UserConfig number
	UserEMode  uint8
	EMode      struct {
		LTV      number
		LT       number
		Members  number `json:"collateralBitmap_32plus"`
		LTVZero  number `json:"ltvzeroBitmap_36plus"`
		Isolated bool   `json:"isolated_37"`
	}
	Reserves []struct {
		ID                                    int
		Decimals, LTV, LT, Price              number
		LiquidityIndex, LiquidityRate         number
		VariableIndex, VariableRate           number
		LastUpdate, ScaledAToken, ScaledVDebt number
		Category                              number `json:"eModeCategoryOfReserve_30only"`
		NormalizedIncome, NormalizedDebt      number
	}
	Result struct {
		TotalCollateralBase, TotalDebtBase, AvgLTV, AvgLT, HealthFactor number
	}
}

type liquidationVector struct {
	ProtocolFeeBps, CollateralPrice, CollateralUnit, DebtPrice, DebtUnit, DebtToCover number
	UserCollateralBalance, LiquidationBonus                                           number
	CollateralToLiquidator, DebtAmountNeeded, ProtocolFee                             number
}

type tokenMathVector struct {
	X, Index, AMint, ABurn, ATransfer, ABalance, VMint, VBurn, VBalance number
}

type scaledVector struct {
	Event                                             string
	Value, BalanceIncrease, Index, ScaledBalanceAfter number
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

func goldens(t *testing.T) *vectors {
	t.Helper()
	var v vectors
	readJSON(t, "aave-test-vectors.json", &v)
	return &v
}

func versionNamed(t *testing.T, name string) Version {
	t.Helper()
	for v := V300; v <= V37; v++ {
		if v.String() == name {
			return v
		}
	}
	t.Fatalf("no version is called %q", name)
	return 0
}

func equal(t *testing.T, what string, got, want *uint256.Int) {
	t.Helper()
	if !got.Eq(want) {
		t.Errorf("%s is %s, want %s", what, got.Dec(), want.Dec())
	}
}

func TestGoldenInterest(t *testing.T) {
	rows := goldens(t).Interest
	if len(rows) != 49 {
		t.Fatalf("%d interest vectors, want 49", len(rows))
	}
	for _, r := range rows {
		name := fmt.Sprintf("rate %s over %s s", r.Rate.Dec(), r.DT.Dec())
		var z uint256.Int
		if !linearInterest(&z, &r.Rate.Int, r.DT.Uint64()) {
			t.Fatalf("%s: linear interest overflows", name)
		}
		equal(t, name+" linear", &z, &r.Linear.Int)
		for v := V300; v <= V37; v++ {
			want := &r.Binomial.Int
			if v >= V34 {
				want = &r.Exponential.Int
			}
			if !compoundedInterest(v, &z, &r.Rate.Int, r.DT.Uint64()) {
				t.Fatalf("%s in %v: compounded interest overflows", name, v)
			}
			equal(t, fmt.Sprintf("%s compounded in %v", name, v), &z, want)
		}
	}
}

// frame turns a vector into the frame and the legs that it describes.
func (a *accountVector) frame(t *testing.T, v Version) (*frame, []leg) {
	t.Helper()
	now := a.Now.Uint64()
	f := &frame{version: v, time: now, eModes: make([]eMode, 2)}
	e := &f.eModes[1]
	e.ltv, e.threshold = uint16(a.EMode.LTV.Uint64()), uint16(a.EMode.LT.Uint64())
	e.members, e.ltvZero, e.isolated = a.EMode.Members.u128(t), a.EMode.LTVZero.u128(t), a.EMode.Isolated
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
		s := scalars{listed: true, ltv: uint16(r.LTV.Uint64()), threshold: uint16(r.LT.Uint64()), category: uint8(r.Category.Uint64())}
		s.accrue(v, &x, now)
		s.setPrice(&r.Price.Int)
		s.setDecimals(uint8(r.Decimals.Uint64()))
		equal(t, "normalized income", &s.income, &r.NormalizedIncome.Int)
		equal(t, "normalized debt", &s.debt, &r.NormalizedDebt.Int)
		f.reserves = append(f.reserves, s)

		bits := a.UserConfig.Uint64() >> (2 * i)
		held := leg{scaled: r.ScaledAToken.u128(t), reserve: uint32(i), kind: supplied}
		if bits&2 != 0 {
			held.kind = collateral
		}
		legs = append(legs, held)
		if bits&1 != 0 {
			legs = append(legs, leg{scaled: r.ScaledVDebt.u128(t), reserve: uint32(i), kind: borrowed})
		}
	}
	f.seal()
	return f, legs
}

func TestGoldenAccounts(t *testing.T) {
	accounts := goldens(t).Account
	for _, name := range []string{"3.0.2", "3.3", "3.4", "3.5", "3.6", "3.7"} {
		rows := accounts[name]
		if len(rows) != 8 {
			t.Fatalf("%d accounts of %s, want 8", len(rows), name)
		}
		v := versionNamed(t, name)
		for i := range rows {
			t.Run(fmt.Sprintf("%s/%d", name, i), func(t *testing.T) {
				f, legs := rows[i].frame(t, v)
				var narrow, wide account
				if err := f.evaluate(&narrow, rows[i].UserEMode, legs, nil); err != nil {
					t.Fatal(err)
				}
				if err := f.evaluateWide(&wide, rows[i].UserEMode, legs); err != nil {
					t.Fatal(err)
				}
				if narrow != wide {
					t.Errorf("the narrow path finds %+v, the wide one %+v", narrow, wide)
				}
				want := &rows[i].Result
				equal(t, "collateral", &narrow.collateral, &want.TotalCollateralBase.Int)
				equal(t, "debt", &narrow.debt, &want.TotalDebtBase.Int)
				equal(t, "average threshold", uint256.NewInt(uint64(narrow.averageThreshold())), &want.AvgLT.Int)
				ltv, err := f.averageLTV(rows[i].UserEMode, legs)
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "average LTV", uint256.NewInt(uint64(ltv)), &want.AvgLTV.Int)
				equal(t, "health factor", &narrow.healthFactor, &want.HealthFactor.Int)
				if below := narrow.healthFactor.LtUint64(fixed.Wad); narrow.liquidatable != below {
					t.Errorf("liquidatable is %v, want %v", narrow.liquidatable, below)
				}
			})
		}
	}
}

// evaluateWide is evaluate without its narrow path.
func (f *frame) evaluateWide(out *account, category uint8, legs []leg) error {
	var t totals
	if err := f.sum(&t, f.category(category), legs, nil); err != nil {
		return err
	}
	return f.conclude(out, &t)
}

func TestGoldenTokenMath(t *testing.T) {
	rows := goldens(t).TokenMath35
	if len(rows) != 20 {
		t.Fatalf("%d token vectors, want 20", len(rows))
	}
	for _, r := range rows {
		for v := V35; v <= V37; v++ {
			var z uint256.Int
			for _, c := range []struct {
				name string
				want *uint256.Int
				call func() bool
			}{
				{"aToken balance", &r.ABalance.Int, func() bool { return v.balance(&z, aToken, &r.X.Int, &r.Index.Int) }},
				{"debt balance", &r.VBalance.Int, func() bool { return v.balance(&z, debtToken, &r.X.Int, &r.Index.Int) }},
				{"aToken burn", &r.ABurn.Int, func() bool { return v.burnt(&z, aToken, &r.X.Int, &r.Index.Int) }},
				{"aToken transfer", &r.ATransfer.Int, func() bool { return v.burnt(&z, aToken, &r.X.Int, &r.Index.Int) }},
				{"debt burn", &r.VBurn.Int, func() bool { return v.burnt(&z, debtToken, &r.X.Int, &r.Index.Int) }},
				{"aToken mint", &r.AMint.Int, func() bool { return fixed.RayDivFloor(&z, &r.X.Int, &r.Index.Int) }},
				{"debt mint", &r.VMint.Int, func() bool { return fixed.RayDivCeil(&z, &r.X.Int, &r.Index.Int) }},
			} {
				if !c.call() {
					t.Fatalf("%s in %v reverts", c.name, v)
				}
				equal(t, fmt.Sprintf("%s of %s at %s in %v", c.name, r.X.Dec(), r.Index.Dec(), v), &z, c.want)
			}
		}
	}
}

func TestGoldenScaledEvents(t *testing.T) {
	sequences := goldens(t).Scaled
	if len(sequences) != 3 {
		t.Fatalf("%d event sequences, want 3", len(sequences))
	}
	for name, rows := range sequences {
		version, token, _ := strings.Cut(name, "-")
		v, of := versionNamed(t, version), debtToken
		if token == "aToken" {
			of = aToken
		}
		var scaled fixed.U128
		for i, r := range rows {
			var err error
			if r.Event == "Mint" {
				scaled, err = v.minted(of, scaled, &r.Value.Int, &r.BalanceIncrease.Int, &r.Index.Int)
			} else {
				scaled, err = v.burned(of, scaled, &r.Value.Int, &r.BalanceIncrease.Int, &r.Index.Int)
			}
			if err != nil {
				t.Fatalf("%s, event %d: %v", name, i, err)
			}
			if want := r.ScaledBalanceAfter.u128(t); scaled != want {
				t.Fatalf("%s, event %d leaves %s, want %s", name, i, scaled, want)
			}
		}
	}
}

// TestRecordedRounding replays single events of Ethereum mainnet, whose scaled
// balances were read from the tokens after them.
func TestRecordedRounding(t *testing.T) {
	var rows []struct {
		ID, Token, Op, Rounding string
		PoolRev                 uint64 `json:"pool_rev"`
		Amount, Index           number
		Before                  *number `json:"scaled_before"`
		After                   *number `json:"scaled_after_onchain"`
		Delta                   *number `json:"scaled_delta_onchain"`
		NextBalance             *number `json:"next_balance"`
		Ev                      *struct {
			Name                   string
			Value, BalanceIncrease number
		}
	}
	readJSON(t, "rounding.json", &rows)
	if len(rows) != 6 {
		t.Fatalf("%d recorded events, want 6", len(rows))
	}
	for _, r := range rows {
		t.Run(r.ID, func(t *testing.T) {
			v, ok := VersionOf(r.PoolRev)
			if !ok {
				t.Fatalf("revision %d is unknown", r.PoolRev)
			}
			of := aToken
			if strings.HasPrefix(r.Token, "v") {
				of = debtToken
			}
			var scaled fixed.U128
			switch {
			case r.Before != nil:
				scaled = r.Before.u128(t)
			case r.Delta != nil:
				var before uint256.Int
				scaled.Set(before.Sub(&r.After.Int, &r.Delta.Int))
			}
			var value, increase uint256.Int
			name := "Mint"
			switch {
			case r.Ev != nil:
				name, value, increase = r.Ev.Name, r.Ev.Value.Int, r.Ev.BalanceIncrease.Int
			case r.NextBalance != nil: // the first balance of its holder
				value = r.NextBalance.Int
			default:
				value = roundedDifference(t, v, of, scaled, &r.Amount.Int, &r.Index.Int)
			}
			var err error
			if name == "Burn" {
				scaled, err = v.burned(of, scaled, &value, &increase, &r.Index.Int)
			} else {
				scaled, err = v.minted(of, scaled, &value, &increase, &r.Index.Int)
			}
			if err != nil {
				t.Fatal(err)
			}
			if want := r.After.u128(t); scaled != want {
				t.Errorf("%s leaves %s, want %s", r.Op, scaled, want)
			}
		})
	}
}

// roundedDifference is the value that a Mint without interest carries: the
// difference of rounded balances around a treasury's scaled credit.
func roundedDifference(t *testing.T, v Version, of side, scaled fixed.U128, amount, index *uint256.Int) uint256.Int {
	t.Helper()
	s := scaled.Uint256()
	var credit, before, after uint256.Int
	if !v.burnt(&credit, of, amount, index) || !v.balance(&before, of, &s, index) ||
		!v.balance(&after, of, s.Add(&s, &credit), index) {
		t.Fatal("a balance overflows")
	}
	return *after.Sub(&after, &before)
}

// TestUtilitiesAccount evaluates an account that aave-utilities recorded on
// Aave v2 in 2021. Version 2 has the same totals; it compounds debt by another
// series, which over these few minutes gives the same balance. The SDK does not
// truncate the mean threshold as the contract does.
func TestUtilitiesAccount(t *testing.T) {
	var u struct {
		Timestamp                  uint64
		TotalCollateral, TotalDebt number
		Reserves                   []struct {
			Decimals                                       uint8
			Collateral                                     bool
			ScaledATokenBalance, ScaledVariableDebt, Price number
			LTV, LiquidationThreshold                      uint16
			LiquidityIndex, LiquidityRate                  number
			VariableBorrowIndex, VariableBorrowRate        number
			LastUpdate                                     uint64
		}
	}
	readJSON(t, "utilities.json", &u)
	f := &frame{version: V302, time: u.Timestamp}
	var legs []leg
	for i := range u.Reserves {
		r := &u.Reserves[i]
		x := indices{
			liquidityIndex: r.LiquidityIndex.u128(t), liquidityRate: r.LiquidityRate.u128(t),
			variableIndex: r.VariableBorrowIndex.u128(t), variableRate: r.VariableBorrowRate.u128(t),
			updated: r.LastUpdate,
		}
		s := scalars{listed: true, ltv: r.LTV, threshold: r.LiquidationThreshold}
		s.accrue(f.version, &x, f.time)
		s.setPrice(&r.Price.Int)
		s.setDecimals(r.Decimals)
		f.reserves = append(f.reserves, s)
		held := leg{scaled: r.ScaledATokenBalance.u128(t), reserve: uint32(i)}
		if r.Collateral {
			held.kind = collateral
		}
		legs = append(legs, held, leg{scaled: r.ScaledVariableDebt.u128(t), reserve: uint32(i), kind: borrowed})
	}
	f.seal()
	var a account
	if err := f.evaluate(&a, 0, legs, nil); err != nil {
		t.Fatal(err)
	}
	equal(t, "collateral", &a.collateral, &u.TotalCollateral.Int)
	equal(t, "debt", &a.debt, &u.TotalDebt.Int)
	if got := a.averageThreshold(); got != 8261 {
		t.Errorf("average threshold is %d, want 8261", got)
	}
	if hf := a.healthFactor.Dec(); hf != "5459366039874538632" {
		t.Errorf("health factor is %s, want 5459366039874538632", hf)
	}
}
