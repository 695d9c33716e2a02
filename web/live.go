package web

import (
	"context"

	"brink/feed"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Live is what is known now, as opposed to what the log holds. Many goroutines
// call it at once.
type Live interface {
	// Chains are all configured chains.
	Chains() []feed.Chain
	// Markets are the assets and markets of the deployments that q covers.
	Markets(ctx context.Context, q MarketQuery) (MarketPage, error)
	// Positions is the page that q selects; Select does the selecting. A *Refused
	// where q supposes what can't be meant.
	Positions(ctx context.Context, q PositionQuery) (PositionPage, error)
	Risk
	// Position is one position by its ID, also one without debt; false if there
	// is none.
	Position(ctx context.Context, id string) (feed.Position, bool, error)
}

// ChainBlock is the block as of which a chain's rows are told.
type ChainBlock struct {
	ChainID uint64        `json:"chain_id"`
	Block   feed.BlockRef `json:"block"`
}

// MarketQuery selects markets; zero fields don't.
type MarketQuery struct {
	ChainID  uint64
	Protocol string
}

// Supposed is a price that moved: that of a group by its name, or of one asset by
// its address.
type Supposed struct {
	Asset  string
	Change Change
	// Unless, where given, leaves out what is liquidatable already at this change.
	Unless *Change
}

// MarketPage is the answer to a MarketQuery.
type MarketPage struct {
	Markets []feed.Market `json:"markets" doc:"of Morpho Blue those in which somebody has something, or which the configuration names: anybody makes others for nothing"`
	Chains  []ChainBlock  `json:"chains"`
}

// PositionPage is the answer to a PositionQuery.
type PositionPage struct {
	Positions []feed.Position `json:"positions"`
	// Next is the cursor of the next page, nil at the end.
	Next *string `json:"next"`
	// AsOf is a cursor of the feed that the rows are not older than: who has
	// them and follows from there misses nothing.
	AsOf   string       `json:"as_of_cursor"`
	Chains []ChainBlock `json:"chains"`
}

// Sort is an order of positions. Within it, positions are ordered by name.
type Sort string

// The orders: nearest to liquidation first, or largest in dollars first; by
// profit is by what the best way to liquidate earns. What
// can't be told comes last. By name alone nothing moves: who reads page after
// page misses none that was there all the time.
const (
	ByHealth     Sort = "health"
	ByDebt       Sort = "debt"
	ByCollateral Sort = "collateral"
	ByProfit     Sort = "profit"
	ByName       Sort = "name"
)

// PositionQuery selects positions; zero fields don't, but for Sort.
type PositionQuery struct {
	ChainID    uint64
	Protocol   string
	Deployment string
	Account    common.Address
	// Asset is one that the position holds or owes.
	Asset common.Address
	// Status are the wanted ones. Without them, and without Account, positions
	// without debt are left out.
	Status []position.Status
	// MaxHealth and MinHealth are the highest and the lowest health factor wanted,
	// 18-digit fixed point, and MinDebt the least debt in 1e-8 dollars. Each leaves
	// out what can't be told.
	MaxHealth, MinHealth *uint256.Int
	MinDebt              *uint256.Int
	// If leaves out what isn't liquidatable once a price has moved; nil asks for all.
	If   *Supposed
	Sort Sort
	// Limit is the length of a page; 0 is everything.
	Limit int
	// after is where the page before ended.
	after *place
}

// Covers reports whether a deployment can have rows that q wants.
func (q *PositionQuery) Covers(chainID uint64, protocol, deployment string) bool {
	return (q.ChainID == 0 || q.ChainID == chainID) && (q.Protocol == "" || q.Protocol == protocol) &&
		(q.Deployment == "" || q.Deployment == deployment)
}

// Row is as much of a position as selecting it takes.
type Row struct {
	ChainID              uint64
	Protocol, Deployment string
	position.Key
	Status position.Status
	// Factor is the health factor, all bits set without debt; it counts for
	// nothing when Status is Unknown.
	Factor uint256.Int
	Worth  position.Worth
	// Gain is what to liquidate it earns; it may be missing where Sort isn't by it.
	Gain position.Gain
	// Ref is the caller's own, to find the position again.
	Ref uint64
}
