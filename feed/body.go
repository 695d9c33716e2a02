package feed

import "time"

// Types are all types of entries.
func Types() []string {
	return []string{Liquidated, PositionOpened, PositionBand, PositionUnderwater, PositionClosed, PositionChanged, BadDebt,
		OracleUpdated, OracleStale, Reorg, ParityMismatch, ChainStatus, AlertChanged}
}

// Body is a zero value of what entries of a type carry as data; nil for a type
// that isn't known.
func Body(entryType string) any {
	switch entryType {
	case Liquidated:
		return Liquidation{}
	case PositionOpened, PositionBand, PositionUnderwater, PositionClosed, PositionChanged:
		return Position{}
	case BadDebt:
		return Loss{}
	case OracleUpdated, OracleStale:
		return Quote{}
	case Reorg:
		return Undone{}
	case ParityMismatch:
		return Mismatch{}
	case ChainStatus:
		return Chain{}
	case AlertChanged:
		return Alert{}
	}
	return nil
}

// Loss is debt that nobody will repay, as the contract wrote it off.
type Loss struct {
	ChainID    uint64   `json:"chain_id"`
	Protocol   string   `json:"protocol"`
	Deployment string   `json:"deployment"`
	Market     string   `json:"market"`
	Account    string   `json:"account"`
	Asset      string   `json:"asset"`
	Raw        string   `json:"raw"`
	USD        *string  `json:"usd"`
	Block      BlockRef `json:"block"`
}

// Quote is the price of an asset as a deployment has it; null when it can't be
// told.
type Quote struct {
	ChainID    uint64  `json:"chain_id"`
	Protocol   string  `json:"protocol"`
	Deployment string  `json:"deployment"`
	Market     string  `json:"market"`
	Asset      string  `json:"asset"`
	Symbol     string  `json:"symbol"`
	PriceUSD   *string `json:"price_usd"`
	Stale      *bool   `json:"stale,omitempty" doc:"of oracle.stale.v1 alone: whether the feed is silent for longer than it may, or no longer"`
	Source
}

// Source is what is known of the feed behind a price; left out where it isn't.
type Source struct {
	Feed             string     `json:"feed,omitempty"`
	UpdatedAt        *time.Time `json:"updated_at,omitempty"`
	HeartbeatSeconds uint64     `json:"heartbeat_seconds,omitempty"`
}

// Undone says that a block is no part of the chain any more, and what the tip
// is without it.
type Undone struct {
	Undone BlockRef `json:"undone"`
	Tip    BlockRef `json:"tip"`
}

// Mismatch are the fields in which a position as computed isn't what its
// contract says.
type Mismatch struct {
	Fields   []string `json:"fields"`
	Computed *Native  `json:"computed"`
	Contract *Native  `json:"contract"`
}
