package main

import (
	"bytes"
	"math/big"
	"slices"

	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
)

// hand makes steps as somebody whom the state is changed for.
type hand struct {
	us    common.Address
	steps []step // made first
	state map[common.Address]override
}

// override is what a call finds in place of an account's own.
type override struct {
	Code  hexutil.Bytes               `json:"code,omitempty"`
	Slots map[common.Hash]common.Hash `json:"stateDiff,omitempty"`
}

// lowered is an account near the line as it is brought just below without another price, balance or debt: its
// protocol's admin lowers the thresholds. Morpho Blue's nobody can: there some of the collateral vanishes, as much of
// which no liquidation would take.
func (n *notary) lowered(a *account) *account {
	n.t.Helper()
	below := *a
	share := part(part(one, big.NewInt(98), big.NewInt(100)), one, a.at(nil).factor)
	switch a.protocol {
	case "aave-v3":
		below.hand = n.admin(n.town.Aave.Admin.Address)
		below.hand.steps = steps(n.tightened(a, share))
	case "morpho-blue":
		below.hand = n.robber(a, share)
	default:
		below.hand = n.admin(n.town.Venus.Admin.Address)
		below.hand.steps = steps(n.unweighted(a, share))
	}
	return &below
}

// admin is somebody with the code that makes many calls in one.
func (n *notary) admin(who common.Address) *hand {
	n.t.Helper()
	code, err := n.town.Aave.Chain.Node.Client().CodeAtHash(n.t.Context(), n.town.Aave.Multicall, n.block.Hash)
	if err != nil || len(code) == 0 {
		n.t.Fatalf("the multicall's code: %x (%v)", code, err)
	}
	return &hand{us: who, state: map[common.Address]override{who: {Code: code}}}
}

func steps(calls []devnet.Call) (all []step) {
	for _, c := range calls {
		all = append(all, step{*c.To, true, c.Data})
	}
	return all
}

// tightened are the calls that leave an account's collaterals a share of their thresholds on Aave.
func (n *notary) tightened(a *account, share *big.Int) (calls []devnet.Call) {
	m := n.town.Aave
	scaled := func(threshold int64) int64 { return part(big.NewInt(threshold), share, one).Int64() }
	for i := range a.held {
		asset := m.Assets[slices.IndexFunc(m.Assets, func(x *devnet.Asset) bool { return x.Token == a.held[i].token })]
		config := n.word(m.Pool, "getConfiguration(address)", asset.Token)
		if threshold := bits(config, 16, 16).Int64(); threshold > 0 {
			calls = append(calls, m.ConfigureCollateral(asset, scaled(threshold)/2, scaled(threshold), bits(config, 32, 16).Int64()))
		}
	}
	chosen := n.word(m.Pool, "getUserEMode(address)", a.who)
	for _, mode := range m.EModes {
		if chosen.Cmp(big.NewInt(int64(mode.ID))) == 0 {
			terms := n.words(m.Pool, "getEModeCategoryCollateralConfig(uint8)", chosen)
			mode.Threshold, mode.Bonus = uint16(scaled(terms[1].Int64())), uint16(terms[2].Int64())
			mode.LTV = mode.Threshold - 1
			calls = append(calls, m.SetEMode(mode))
		}
	}
	return calls
}

// unweighted are the calls that leave an account's collaterals a share of their thresholds on Venus.
func (n *notary) unweighted(a *account, share *big.Int) (calls []devnet.Call) {
	v := n.town.Venus
	mode := n.word(v.Comptroller, "userPoolId(address)", a.who).Int64()
	for i := range a.held {
		h := &a.held[i]
		m := v.Markets[slices.IndexFunc(v.Markets, func(x *devnet.VenusMarket) bool { return x.Token == h.token })]
		threshold := part(part(h.threshold, share, one), big.NewInt(1000), one).Int64()
		calls = append(calls, v.SetWeights(m, 0, threshold))
		if mode > 0 {
			calls = append(calls, v.SetModeWeights(mode, m, 0, threshold))
		}
	}
	return calls
}

// robber takes so much of the collateral in a market of Morpho Blue that a share is left.
//
// Source: morpho-org/morpho-blue:src/libraries/periphery/MorphoStorageLib.sol (POSITION_SLOT, and the slot after it).
func (n *notary) robber(a *account, share *big.Int) *hand {
	at := crypto.Keccak256(n.market(a.market).ID[:], common.BigToHash(big.NewInt(2)).Bytes())
	slot := new(big.Int).SetBytes(crypto.Keccak256(bytes.Join([][]byte{common.LeftPadBytes(a.who[:], 32), at}, nil)))
	packed := part(a.held[0].raw, share, one)
	packed.Or(packed.Lsh(packed, 128), a.shares)
	diff := map[common.Hash]common.Hash{common.BigToHash(slot.Add(slot, big.NewInt(1))): common.BigToHash(packed)}
	return &hand{us: n.town.Aave.Multicall, state: map[common.Address]override{n.town.Morpho.Morpho: {Slots: diff}}}
}
