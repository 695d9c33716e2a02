package morphoblue

import (
	"bytes"

	"brink/fixed"
	"brink/prices"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// tables are the deployment's whole mutable state.
type tables struct {
	contract    *state.Table[uint8, contract] // one row under key 0
	markets     *state.Table[common.Hash, market]
	positions   *state.Table[place, holding]
	tokens      *state.Table[common.Address, token]
	rates       *state.Table[common.Hash, modelRate]
	offers      *state.Table[common.Address, preLiquidation]
	permissions *state.Table[permission, uint8]
}

func newTables(db *state.DB, name string) tables {
	return tables{
		contract:    state.NewTable[uint8, contract](db, name+"/contract"),
		markets:     state.NewTable[common.Hash, market](db, name+"/markets"),
		positions:   state.NewTable[place, holding](db, name+"/positions"),
		tokens:      state.NewTable[common.Address, token](db, name+"/tokens"),
		rates:       state.NewTable[common.Hash, modelRate](db, name+"/rates"),
		offers:      state.NewTable[common.Address, preLiquidation](db, name+"/preliquidations"),
		permissions: state.NewTable[permission, uint8](db, name+"/permissions"),
	}
}

// contract is what concerns all markets.
type contract struct {
	feeRecipient common.Address
	unread       uint32 // positions that are to be read
	dark         uint32 // markets that are to be read
	loaded       bool   // feeRecipient was read from the contract
	_            [3]uint8
}

// market is one market. Its id is its key.
type market struct {
	loanToken, collateralToken, oracle, irm                common.Address
	supplyAssets, supplyShares, borrowAssets, borrowShares fixed.U128
	lltv, fee                                              uint64    // wads
	lastUpdate                                             uint64    // block time
	rateAtTarget                                           uint64    // the adaptive curve's, a wad a second
	price                                                  prices.ID // prices.None before anybody holds what it prices
	// made: the tokens and what else is fixed are known. dark: the state is to
	// be read from the contract, and what is here means nothing.
	made, dark bool
	_          [2]uint8
}

func (m *market) totals() totals {
	return totals{m.supplyAssets.Uint256(), m.supplyShares.Uint256(), m.borrowAssets.Uint256(), m.borrowShares.Uint256()}
}

// put stores totals; false if they don't fit where the contract keeps them.
func (m *market) put(t *totals) bool {
	return m.supplyAssets.Set(&t.supplyAssets) && m.supplyShares.Set(&t.supplyShares) &&
		m.borrowAssets.Set(&t.borrowAssets) && m.borrowShares.Set(&t.borrowShares)
}

// place names a position.
type place struct {
	market  common.Hash
	account common.Address
}

// holding is what an account has in a market.
type holding struct {
	supplyShares             uint256.Int
	borrowShares, collateral fixed.U128
	market                   state.Row
	// unread: the state was not read from the contract, or what was known
	// proved wrong.
	unread bool
	_      [3]uint8
}

// token is what is known of an asset beside the markets.
type token struct {
	symbol             [32]byte
	feed               prices.ID // of its price in dollars; prices.None
	decimals, feedUnit uint8     // feedUnit: decimals of the feed
	known              bool      // decimals were answered
	priced             bool      // feedUnit was
}

func (t *token) name() string { return string(bytes.TrimRight(t.symbol[:], "\x00")) }

// modelRate is what an interest rate model said, a wad a second: a fixed one
// for good, one whose rule isn't known for accruing to exactly that time.
type modelRate struct {
	rate  uint256.Int
	at    uint64 // block time
	known uint64 // 1 when the model answered
}

// preLiquidation is a contract that may take a part of a position early.
type preLiquidation struct {
	market common.Hash
	terms  preTerms
	price  prices.ID // of the collateral, by its own oracle
	_      [4]uint8
}

// permission is leave that one account gave another to act for it.
type permission struct{ authorizer, authorized common.Address }

// settings is the contract row; the zero value before anything is known.
func (t *tables) settings() contract {
	c, _ := t.contract.Get(0)
	return c
}
