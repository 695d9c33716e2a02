package feed

import (
	"time"

	"brink/chain"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
)

// All amounts, prices and factors below are decimal strings; addresses are
// written with their checksum (EIP-55), times in RFC 3339 UTC.

// BlockRef is a block in JSON.
type BlockRef struct {
	Number    uint64      `json:"number"`
	Hash      common.Hash `json:"hash"`
	Timestamp time.Time   `json:"timestamp"`
}

// NewBlockRef is the JSON of a block.
func NewBlockRef(h chain.Head) BlockRef {
	return BlockRef{h.Number, h.Hash, time.Unix(int64(h.Time), 0).UTC()}
}

// Position is a position in JSON. Native is what the contract's own view says,
// to the last digit; it and HealthFactor are null where they don't exist.
type Position struct {
	ID                string          `json:"id"`
	ChainID           uint64          `json:"chain_id"`
	Protocol          string          `json:"protocol"`
	Deployment        string          `json:"deployment"`
	Market            string          `json:"market"`
	Account           string          `json:"account"`
	Status            position.Status `json:"status" enum:"healthy,near,liquidatable,bad_debt,unknown"`
	HealthFactor      *string         `json:"health_factor"`
	Native            *Native         `json:"native"`
	CollateralUSD     *string         `json:"collateral_usd"`
	DebtUSD           *string         `json:"debt_usd"`
	Collaterals       []Leg           `json:"collaterals"`
	Debts             []Leg           `json:"debts"`
	Liquidation       []Offer         `json:"liquidation,omitempty"`
	Barred            string          `json:"liquidation_barred,omitempty" enum:"sequencer,grace_period,paused,interest" doc:"why the contract refuses every liquidation now, although the position is below the line; interest: only because interest of its other markets isn't accrued, which anybody may do; absent where it doesn't"`
	Limits            []Limit         `json:"limits,omitempty" doc:"of one position alone: where groups of assets, each by itself, decide over it"`
	LiquidatableIn    *uint64         `json:"liquidatable_in_seconds,omitempty" doc:"of one position alone: after how many seconds interest alone makes it liquidatable, at today's prices and rates; absent beyond five years, or where that can't be told"`
	LiquidatableSince *Since          `json:"liquidatable_since,omitempty" doc:"the block since which it is liquidatable; absent where it isn't, and where that isn't known, as after a gap in the watch"`
	Block             BlockRef        `json:"block"`
	Stale             bool            `json:"stale"`
}

// Since is a block by its number and time.
type Since struct {
	Number    uint64    `json:"number"`
	Timestamp time.Time `json:"timestamp"`
}

// Limit is where the price of a group, moved together, decides over a position.
type Limit struct {
	Group  string `json:"group"`
	Change string `json:"change" doc:"of today's price: at -0.2 it is liquidatable when the group has fallen by a fifth, and not a step of 1e-18 before"`
	Above  bool   `json:"above" doc:"whether it is liquidatable from there up, and not from there down"`
}

// Native are the raw integers of the contract's view.
type Native struct {
	HealthFactor string `json:"health_factor"`
	Collateral   string `json:"collateral"`
	Debt         string `json:"debt"`
}

// Leg is one asset of a position.
type Leg struct {
	Asset                string  `json:"asset"`
	Symbol               string  `json:"symbol"`
	Decimals             uint8   `json:"decimals"`
	Amount               string  `json:"amount"`
	Raw                  string  `json:"raw"`
	PriceUSD             *string `json:"price_usd"`
	ValueUSD             *string `json:"value_usd"`
	Enabled              *bool   `json:"enabled,omitempty"`
	LiquidationThreshold *string `json:"liquidation_threshold,omitempty"`
	LiquidationPriceUSD  *string `json:"liquidation_price_usd,omitempty"`
}

// Offer is what a liquidator could do with a position, at oracle prices:
// announce cover, pay repay, receive seize. The profit is null where it isn't
// known in dollars, and via is the contract to call where it isn't the protocol's.
type Offer struct {
	CollateralAsset string  `json:"collateral_asset"`
	DebtAsset       string  `json:"debt_asset"`
	CoverRaw        string  `json:"cover_raw"`
	RepayRaw        string  `json:"repay_raw"`
	SeizeRaw        string  `json:"seize_raw"`
	ProtocolFeeRaw  string  `json:"protocol_fee_raw"`
	ProfitUSD       *string `json:"profit_usd"`
	Via             string  `json:"via,omitempty"`
	Once            bool    `json:"once_liquidatable,omitempty" doc:"the contract refuses this now, for the position's health alone; it is what could be done were the position just liquidatable with these prices and balances; absent where it can be done now"`
}

// Liquidation is one liquidation in JSON.
type Liquidation struct {
	ChainID            uint64      `json:"chain_id"`
	Protocol           string      `json:"protocol"`
	Deployment         string      `json:"deployment"`
	Market             string      `json:"market"`
	Account            string      `json:"account"`
	Liquidator         string      `json:"liquidator"`
	CollateralAsset    string      `json:"collateral_asset"`
	CollateralSymbol   string      `json:"collateral_symbol"`
	CollateralRaw      string      `json:"collateral_raw"`
	CollateralUSD      *string     `json:"collateral_usd"`
	SeizedTokensRaw    string      `json:"seized_tokens_raw,omitempty" doc:"where collateral is kept in a market's own tokens: the event's figure"`
	DebtAsset          string      `json:"debt_asset"`
	DebtSymbol         string      `json:"debt_symbol"`
	DebtRaw            string      `json:"debt_raw"`
	DebtUSD            *string     `json:"debt_usd"`
	BonusUSD           *string     `json:"bonus_usd" doc:"what the liquidator got beyond what it repaid; negative where it got less"`
	ProtocolFeeRaw     *string     `json:"protocol_fee_raw" doc:"what the protocol took for itself of the account's collateral, in its smallest unit: of Aave v3 beside collateral_raw, of the Compound v2 family out of it; null where that can't be told, as where Compound III takes all itself"`
	ProtocolFeeUSD     *string     `json:"protocol_fee_usd"`
	GasPaidRaw         *string     `json:"gas_paid_raw" doc:"what the whole transaction paid in fees, in the smallest unit of the chain's coin: gas used at the effective price, and a rollup's fee for its parent chain; null where the node doesn't tell"`
	Side               string      `json:"side" enum:"long,short,pair,stable,unknown" doc:"volatile collateral against stable debt is long, the reverse short; unknown where an asset isn't classified"`
	HealthFactorBefore *string     `json:"health_factor_before"`
	ShareClosed        *string     `json:"share_closed" doc:"what part of its debt in the asset was repaid, as it stood before the block; 1 is all"`
	LiquidatableBlocks *uint64     `json:"liquidatable_blocks" doc:"how many blocks before this one the position first was liquidatable and has been since; 0 when that began in this block; null where it isn't known, or it wasn't liquidatable at the block's prices"`
	LiquidatableFor    *uint64     `json:"liquidatable_seconds" doc:"the same in seconds between the two blocks' timestamps"`
	BadDebtUSD         *string     `json:"bad_debt_usd" doc:"debt that its collateral doesn't cover as the block leaves it"`
	TxHash             common.Hash `json:"tx_hash"`
	LogIndex           uint        `json:"log_index"`
	Block              BlockRef    `json:"block"`
	Status             Status      `json:"status" enum:"latest,safe,finalized,reverted"`
}

// Market is one asset or market of a deployment in JSON.
type Market struct {
	ChainID              uint64  `json:"chain_id"`
	Protocol             string  `json:"protocol"`
	Deployment           string  `json:"deployment"`
	Market               string  `json:"market"`
	Version              string  `json:"version"`
	Asset                string  `json:"asset"`
	Symbol               string  `json:"symbol"`
	Decimals             uint8   `json:"decimals"`
	PriceUSD             *string `json:"price_usd"`
	LTV                  string  `json:"ltv"`
	LiquidationThreshold string  `json:"liquidation_threshold"`
	LiquidationBonus     string  `json:"liquidation_bonus"`
	ProtocolFee          string  `json:"liquidation_protocol_fee"`
	SupplyCap            string  `json:"supply_cap"`
	BorrowCap            string  `json:"borrow_cap"`
	Supplied             *string `json:"supplied"`
	Borrowed             *string `json:"borrowed"`
	Available            *string `json:"available"`
	Utilisation          *string `json:"utilisation"`
	SupplyRate           *string `json:"supply_rate" doc:"a year, as things stand; null where it isn't known, and of what nobody can borrow"`
	BorrowRate           *string `json:"borrow_rate" doc:"as supply_rate"`
	CloseFactor          *string `json:"close_factor" doc:"the largest share of a debt that one call may repay of a position that has just become liquidatable; null where it isn't known"`
	WholeBelow           *string `json:"whole_below" doc:"the health factor below which one call may repay all; null where there is no such line. From Aave 3.3 on so it is too where collateral or debt is small"`
	BadDebt              string  `json:"bad_debt" enum:"lenders,reserves,deficit,stays" doc:"who bears debt that no collateral covers any more: the lenders at once, the protocol's reserves, a deficit that is written down for somebody to cover, or nobody, and it stays with the position"`
	Active               bool    `json:"active"`
	Paused               bool    `json:"paused"`
	Frozen               bool    `json:"frozen"`
	// Feeds are in no order that means something.
	Feeds    []PriceFeed `json:"price_feeds" doc:"what the price comes from in the end, behind adapters and caps, as far as the contracts tell"`
	FeedsAll bool        `json:"price_feeds_complete" doc:"whether that is all: false where a contract on the way doesn't tell whom it asks, or when it was updated"`
}

// PriceFeed is a feed behind a price.
type PriceFeed struct {
	Address          string    `json:"address"`
	UpdatedAt        time.Time `json:"updated_at"`
	HeartbeatSeconds *uint64   `json:"heartbeat_seconds" doc:"how long it may be silent: as configured, or else as long as the protocol's oracle bears it; null where neither is known"`
	Stale            bool      `json:"stale" doc:"whether it has been silent for longer"`
}

// Chain is the state of one followed chain in JSON.
type Chain struct {
	ChainID     uint64       `json:"chain_id"`
	Name        string       `json:"name"`
	State       ChainState   `json:"state" enum:"syncing,live,stale,halted"`
	Reason      string       `json:"reason"`
	Head        *BlockRef    `json:"head"`
	Processed   *BlockRef    `json:"processed"`
	Safe        *BlockRef    `json:"safe"`
	Finalized   *BlockRef    `json:"finalized"`
	LagBlocks   uint64       `json:"lag_blocks"`
	LagSeconds  uint64       `json:"lag_seconds"`
	Endpoints   []Endpoint   `json:"endpoints"`
	Deployments []Deployment `json:"deployments"`
	// Complete is the share of known positions of the deployment that knows
	// least, from 0 to 1.
	Complete string `json:"complete"`
}

// ChainState says whether a chain's numbers can be trusted now.
type ChainState string

// The states of a chain.
const (
	Syncing ChainState = "syncing"
	Live    ChainState = "live"
	Stale   ChainState = "stale"
	Halted  ChainState = "halted"
)

// Endpoint is a node by its configured name; its URL is never shown.
type Endpoint struct {
	Name   string `json:"name"`
	State  string `json:"state"`
	Active bool   `json:"active"`
	Head   uint64 `json:"head"`
	// Reason is why it isn't alive, or what it can't do; left out when all is well.
	Reason string `json:"reason,omitempty"`
}

// Degraded begins the state of a deployment that is given up; why stands behind.
const Degraded = "degraded"

// Deployment is one watched deployment of a protocol.
type Deployment struct {
	Name      string `json:"name"`
	Protocol  string `json:"protocol"`
	State     string `json:"state"`
	Positions int    `json:"positions" doc:"all that were ever seen, also those without debt or anything else by now"`
	// Complete is the share of known positions, from 0 to 1.
	Complete string `json:"complete"`
}
