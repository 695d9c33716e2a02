package alerts

import (
	"slices"
	"time"

	"brink/feed"

	"github.com/holiman/uint256"
)

// Measure is what a rule looks at.
type Measure string

// The measures. Those of positions come first, then those of sums, of prices
// and of chains.
const (
	// HealthFactor is a position's health factor.
	HealthFactor Measure = "health_factor"
	// Drop is the share by which one price must move, all else equal, for a
	// position to become liquidatable.
	Drop Measure = "drop_to_liquidation"
	// Unknown holds while a position can't be told.
	Unknown Measure = "unknown"
	// Liquidated, BadDebt and ParameterChange happen to a position.
	Liquidated      Measure = "liquidated"
	BadDebt         Measure = "bad_debt"
	ParameterChange Measure = "parameter_change"
	// AtRisk and Liquidatable are the debts, in dollars, of positions below the
	// line watch.near, and of those that can be liquidated now.
	AtRisk       Measure = "at_risk_usd"
	Liquidatable Measure = "liquidatable_usd"
	// Uncovered is the debt, in dollars, that collateral doesn't cover now, and
	// Repaid that repaid by liquidations within the rule's window.
	Uncovered Measure = "bad_debt_usd"
	Repaid    Measure = "liquidated_usd"
	// Utilisation is the share of what was supplied to a market that is lent.
	Utilisation Measure = "utilisation"
	// OracleStale holds while a price is too old or can't be read.
	OracleStale Measure = "oracle_stale"
	// OracleDeviation is the share by which two deployments of a chain differ
	// about the price of an asset.
	OracleDeviation Measure = "oracle_deviation"
	// Blind holds while a chain's numbers can't be trusted.
	Blind Measure = "blind"
)

// shape is how a measure is to be read.
type shape struct {
	lower bool // less is worse
	holds bool // true or false, without thresholds
	event bool // happens, and is over
}

var shapes = map[Measure]shape{
	HealthFactor: {lower: true}, Drop: {lower: true}, Unknown: {holds: true},
	Liquidated: {event: true}, BadDebt: {event: true}, ParameterChange: {event: true},
	AtRisk: {}, Liquidatable: {}, Uncovered: {}, Repaid: {}, Utilisation: {},
	OracleStale: {holds: true}, OracleDeviation: {}, Blind: {holds: true},
}

// Scope is what a sum is made over.
type Scope string

// The scopes.
const (
	PerChain      Scope = "chain"
	PerDeployment Scope = "deployment"
	PerMarket     Scope = "market"
	PerAccount    Scope = "account"
)

// Finality is how firmly a block must stand before anything is told of it.
type Finality string

// The finalities.
const (
	OnLatest Finality = "latest"
	OnSafe   Finality = "safe"
	OnFinal  Finality = "final"
)

// Level is one severity of a rule. Enter and Leave are wads.
type Level struct {
	Severity     feed.Severity
	Enter, Leave uint256.Int
	// For and Blocks are how long the value must be beyond Enter.
	For    time.Duration
	Blocks uint64
	// Remind is the pause between reminders; 0 for none.
	Remind time.Duration
}

// Rule says of which subjects what is to be told. Empty selectors select all.
type Rule struct {
	Name    string
	Measure Measure
	// Levels are from the mildest to the worst; what holds or happens has one.
	Levels []Level
	// KeepFiring is how long a value must have left before the alert is over.
	KeepFiring time.Duration
	// Floor is how long the same or a milder level isn't told again after it
	// was, whatever happened in between, unless the value is worse by the share
	// Worse, a wad.
	Floor time.Duration
	Worse uint256.Int
	Only  Finality
	Per   Scope
	// Window is the block time that Repaid looks back over.
	Window time.Duration

	// Named selects the positions of named accounts, Accounts those of some, by
	// name or by address with its checksum.
	Named    bool
	Accounts []string
	// Chains, Deployments and Markets are names, as the feed has them.
	Chains, Protocols, Deployments, Markets []string
	// MinDebt leaves out smaller debts, in dollars as a wad.
	MinDebt uint256.Int
	// Target is the health factor, a wad, that remedies are to reach; 0 for none.
	Target uint256.Int
	// Channels are those to tell; all when empty.
	Channels []string
}

func (r *Rule) shape() shape { return shapes[r.Measure] }

// chosen reports whether a selector wants a word.
func chosen(selector []string, word string) bool {
	return len(selector) == 0 || slices.Contains(selector, word)
}

// covers reports whether the rule is about a place.
func (r *Rule) covers(chain, protocol, deployment, market string) bool {
	return chosen(r.Chains, chain) && chosen(r.Protocols, protocol) && chosen(r.Deployments, deployment) && chosen(r.Markets, market)
}

// wants reports whether the rule is about an account, which may have a name.
func (r *Rule) wants(account, name string) bool {
	if len(r.Accounts) > 0 {
		return slices.Contains(r.Accounts, account) || name != "" && slices.Contains(r.Accounts, name)
	}
	return name != "" || !r.Named
}

// beyond reports whether a value is on the bad side of a threshold.
func (r *Rule) beyond(v, threshold *uint256.Int) bool {
	if r.shape().lower {
		return v.Lt(threshold)
	}
	return !v.Lt(threshold)
}

// worse reports whether a value is worse than another by the rule's share.
func (r *Rule) worse(v, than *uint256.Int) bool {
	if r.Worse.IsZero() || r.shape().holds {
		return false
	}
	var share, line uint256.Int
	share.MulDivOverflow(than, &r.Worse, wad)
	if r.shape().lower {
		return !v.Gt(line.Sub(than, &share))
	}
	_, over := line.AddOverflow(than, &share)
	return !over && !v.Lt(&line) && !share.IsZero()
}
