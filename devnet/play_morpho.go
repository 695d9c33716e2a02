package devnet

import (
	"context"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// morphoVenue is a play's part on Morpho Blue. Every guest keeps to one market.
type morphoVenue struct {
	*MorphoBlue
	guests  []actor
	markets []*MorphoMarket // by guest
}

func (v *morphoVenue) own() []*Asset { return []*Asset{v.Asset("PEBB")} }

func (v *morphoVenue) found(p *Play, bank Account) []Call {
	v.guests = p.guests(1)
	var users []Account
	for i, a := range v.guests {
		users = append(users, a.Account)
		market := v.Markets[p.rng.IntN(len(v.Markets))]
		if i == len(v.guests)-1 {
			market = v.Markets[0] // dollars against ether: the whale's
		}
		v.markets = append(v.markets, market)
	}
	pebbles := v.Asset("PEBB")
	calls := []Call{v.Mint(pebbles, p.plenty(pebbles), append(users, p.Liquidator)...)}
	for _, k := range v.Markets {
		calls = append(calls, v.Supply(bank, k, p.amount(k.Loan, int64(len(p.actors))*30_000e8), new(big.Int), bank.Address))
	}
	return calls
}

func (v *morphoVenue) open(p *Play) []Call {
	var calls []Call
	for i := range v.guests {
		calls = append(calls, v.take(p, i)...)
	}
	return calls
}

// take is what a guest does to take a position, or a larger one.
func (v *morphoVenue) take(p *Play, guest int) []Call {
	a, k := v.guests[guest], v.markets[guest]
	limit := new(big.Float).Quo(new(big.Float).SetInt(k.LLTV), big.NewFloat(1e18))
	share, _ := limit.Float64()
	owed := int64(float64(a.wealth) * share / (1.005 + 0.25*p.caution(a)))
	return []Call{
		v.SupplyCollateral(a.Account, k, p.amount(k.Collateral, a.wealth), a.Address),
		v.Borrow(a.Account, k, p.amount(k.Loan, owed), new(big.Int)),
	}
}

func (v *morphoVenue) quotes(p *Play) []Call {
	pebbles := v.Asset("PEBB")
	calls := []Call{v.SetPrice(pebbles, big.NewInt(p.prices[pebbles]))}
	for _, k := range v.Markets {
		calls = append(calls, v.SetQuote(k, k.Quote(p.prices[k.Collateral], p.prices[k.Loan])))
	}
	return calls
}

func (v *morphoVenue) everyday(p *Play, good bool) []Call {
	i := p.rng.IntN(len(v.guests))
	a, k := v.guests[i], v.markets[i]
	little := 1 + a.wealth/100*int64(1+p.rng.IntN(5))
	none := new(big.Int)
	switch pick := p.rng.IntN(100); {
	case pick < 25:
		return []Call{v.SupplyCollateral(a.Account, k, p.amount(k.Collateral, little), a.Address)}
	case pick < 40:
		return []Call{v.WithdrawCollateral(a.Account, k, p.amount(k.Collateral, little))}
	case pick < 60:
		return []Call{v.Borrow(a.Account, k, p.amount(k.Loan, little), none)}
	case pick < 80 || !good:
		return []Call{v.Repay(a.Account, k, p.amount(k.Loan, little), none, a.Address)}
	case pick < 85:
		return []Call{v.MorphoBlue.Supply(a.Account, k, p.amount(k.Loan, little), none, a.Address)}
	}
	return v.take(p, i)
}

func (v *morphoVenue) due(ctx context.Context, p *Play) ([]Call, error) {
	var calls []Call
	none := new(big.Int)
	positions, err := v.positions(ctx)
	if err != nil {
		return nil, err
	}
	for n, i := range p.rng.Perm(len(v.guests)) {
		a, k, position := v.guests[i], v.markets[i], positions[i]
		if n == 0 || position.Healthy() {
			continue // one of them is always overlooked
		}
		for _, call := range []Call{
			v.Liquidate(p.Liquidator, k, a.Address, none, position.BorrowShares),
			v.Liquidate(p.Liquidator, k, a.Address, position.Collateral, none), // what is left is bad debt
		} {
			if v.Chain.Works(ctx, call) {
				calls = append(calls, call)
				break
			}
		}
		if len(calls) == liquidations/2 {
			break
		}
	}
	return calls, nil
}

// liquidationOnMorpho is the event of one. It is declared in a library, and so not in the contract's ABI.
var liquidationOnMorpho = crypto.Keccak256Hash(
	[]byte("Liquidate(bytes32,address,address,uint256,uint256,uint256,uint256,uint256)"))

func (*morphoVenue) liquidation() common.Hash { return liquidationOnMorpho }

// Liquidations are the logs of all that are on the chain now.
func (m *MorphoBlue) Liquidations(ctx context.Context) ([]types.Log, error) {
	return m.Chain.logs(ctx, liquidationOnMorpho, m.Morpho)
}

// positions are the guests', each in its market, at the head.
func (v *morphoVenue) positions(ctx context.Context) ([]MorphoPosition, error) {
	all := make([]MorphoPosition, len(v.guests))
	for _, k := range v.Markets {
		var there []int
		var accounts []common.Address
		for i, a := range v.guests {
			if v.markets[i] == k {
				there, accounts = append(there, i), append(accounts, a.Address)
			}
		}
		truth, err := v.Truth(ctx, v.Chain.Head().Hash, k, accounts)
		if err != nil {
			return nil, err
		}
		for n, i := range there {
			all[i] = truth.Positions[n]
		}
	}
	return all, nil
}

// Healthy tells whether Morpho refuses to liquidate, for nothing but health.
func (p *MorphoPosition) Healthy() bool {
	return p.BorrowShares.Sign() == 0 || p.Verdict == "position is healthy"
}

// addresses are the actors'.
func addresses(actors []actor) []common.Address {
	all := make([]common.Address, len(actors))
	for i, a := range actors {
		all[i] = a.Address
	}
	return all
}
