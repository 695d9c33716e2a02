package devnet

import (
	"context"
	"fmt"
	"math/big"

	"brink/feed"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// The protocols of a town, as configurations name them.
const (
	aaveName   = "aave-v3"
	morphoName = "morpho-blue"
	venusName  = "compound-v2"
)

// inspection compares all positions of some accounts at one block.
type inspection struct {
	*Inspector
	block    common.Hash
	shown    map[shownKey]*feed.Position // and not compared yet
	accounts []common.Address
}

type shownKey struct {
	protocol, market string
	account          common.Address
}

// verdict is what the contracts say of a position.
type verdict struct {
	native feed.Native
	// factor is the health factor in a liquidation, where the contract's view leaves out interest.
	factor *big.Int
	// due tells whether somebody may liquidate; nil where no contract was asked.
	due *bool
}

// compare notes where what is shown isn't what the contracts say.
func (in *inspection) compare(key shownKey, want verdict) {
	if in.Compared == nil {
		in.Compared = make(map[string]int)
	}
	got := in.shown[key]
	if got == nil && want.native.Debt == "0" {
		return
	}
	in.Compared[key.protocol]++
	delete(in.shown, key)
	switch {
	case got == nil:
		in.differs("block %s: %v has debt and is not listed", in.block, key)
	case got.Native == nil || got.HealthFactor == nil:
		in.differs("block %s: %v is unknown", in.block, key)
	case *got.Native != want.native:
		in.differs("block %s: %v shows %v, the contract says %v", in.block, key, *got.Native, want.native)
	case want.factor != nil && *got.HealthFactor != feed.Factor(uint256.MustFromBig(want.factor)):
		in.differs("block %s: %v has a health factor of %s, by the contracts %s/1e18", in.block, key, *got.HealthFactor, want.factor)
	case want.due != nil && *want.due != isDue(got.Status):
		in.differs("block %s: %v is %s, and a liquidation is allowed: %t", in.block, key, got.Status, *want.due)
	}
}

func isDue(s position.Status) bool { return s == position.Liquidatable || s == position.BadDebt }

func (in *inspection) aave(ctx context.Context) error {
	truth, err := in.Market.AccountData(ctx, in.block, in.accounts...)
	if err != nil {
		return err
	}
	for i, t := range truth {
		in.compare(shownKey{aaveName, "", in.accounts[i]}, verdict{native: feed.Native{
			HealthFactor: t.HealthFactor.String(), Collateral: t.Collateral.String(), Debt: t.Debt.String(),
		}})
	}
	return nil
}

// morpho compares with what the contract would compare in a liquidation, after it has accrued interest itself, and
// with whether it allows one.
func (in *inspection) morpho(ctx context.Context, m *MorphoBlue) error {
	for _, k := range m.Markets {
		guests := in.Town.borrowers[k.ID]
		t, err := m.Truth(ctx, in.block, k, guests)
		if err != nil {
			return err
		}
		for i := range t.Positions {
			p := &t.Positions[i]
			due := !p.Healthy()
			collateral, debt := t.Sums(k, p)
			in.compare(shownKey{morphoName, k.ID.Hex(), guests[i]}, verdict{native: native(collateral, debt), due: &due})
		}
	}
	return nil
}

// Sums are what Morpho compares of a position: what its collateral backs, and its debt, in loan tokens.
func (t *MorphoTruth) Sums(k *MorphoMarket, p *MorphoPosition) (collateral, debt *big.Int) {
	wad := big.NewInt(1e18)
	collateral = mulDiv(p.Collateral, t.Price, new(big.Int).Mul(wad, wad))
	collateral = mulDiv(collateral, k.LLTV, wad)
	debt = new(big.Int)
	if p.BorrowShares.Sign() > 0 {
		// an asset and a million shares that nobody has stand in every market, and debts are rounded up
		assets := new(big.Int).Add(t.Accrued.BorrowAssets, big.NewInt(1))
		shares := new(big.Int).Add(t.Accrued.BorrowShares, big.NewInt(1e6))
		debt.Mul(p.BorrowShares, assets)
		debt.Add(debt, new(big.Int).Sub(shares, big.NewInt(1)))
		debt.Div(debt, shares)
	}
	return collateral, debt
}

// venus compares with the comptroller's view, and the health factor with the same after every market has accrued.
func (in *inspection) venus(ctx context.Context, v *Venus) error {
	guests := in.Town.members
	stored, err := v.Sums(ctx, in.block, false, guests...)
	if err != nil {
		return err
	}
	accrued, err := v.Sums(ctx, in.block, true, guests...)
	if err != nil {
		return err
	}
	for i := range stored {
		if stored[i].Collateral == nil || accrued[i].Collateral == nil {
			return fmt.Errorf("asking %s about %s: %w", v.Comptroller, guests[i], ErrReverted)
		}
		due := accrued[i].Collateral.Cmp(accrued[i].Debt) < 0
		want := verdict{native: native(stored[i].Collateral, stored[i].Debt), due: &due}
		if accrued[i].Debt.Sign() > 0 {
			want.factor = mulDiv(accrued[i].Collateral, big.NewInt(1e18), accrued[i].Debt)
		}
		in.compare(shownKey{venusName, "", guests[i]}, want)
	}
	return nil
}

// native is how brink writes two sums of which a contract only tells the difference or the verdict.
func native(collateral, debt *big.Int) feed.Native {
	factor := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))
	if debt.Sign() > 0 {
		factor = mulDiv(collateral, big.NewInt(1e18), debt)
	}
	return feed.Native{HealthFactor: factor.String(), Collateral: collateral.String(), Debt: debt.String()}
}

func mulDiv(x, y, d *big.Int) *big.Int {
	z := new(big.Int).Mul(x, y)
	return z.Div(z, d)
}
