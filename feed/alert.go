package feed

import "time"

// Severity says how much an alert wants of its reader.
type Severity string

// The severities.
const (
	Info     Severity = "info"
	Warning  Severity = "warning"
	Critical Severity = "critical"
)

// Rank orders severities, from 1 for info up; 0 for what is none.
func (s Severity) Rank() int {
	switch s {
	case Info:
		return 1
	case Warning:
		return 2
	case Critical:
		return 3
	}
	return 0
}

// Transition is what an entry says has become of an alert.
type Transition string

// The transitions. Happened is for what has no end, such as a liquidation;
// Withdrawn takes back what a reorganisation undid.
const (
	Fired     Transition = "fired"
	Escalated Transition = "escalated"
	Eased     Transition = "eased"
	Reminded  Transition = "reminded"
	Resolved  Transition = "resolved"
	Happened  Transition = "happened"
	Withdrawn Transition = "withdrawn"
)

// Alert is the state of one alert in JSON. Severity is empty when it is over;
// Value and what else can't be known is null.
type Alert struct {
	// ID names the alert for as long as its rule and its subject exist.
	ID         string     `json:"id"`
	Rule       string     `json:"rule"`
	Measure    string     `json:"measure"`
	Transition Transition `json:"transition" enum:"fired,escalated,eased,reminded,resolved,happened,withdrawn"`
	Severity   Severity   `json:"severity" enum:",info,warning,critical"`
	// Was is the severity before, or that of what is over.
	Was Severity `json:"was" enum:",info,warning,critical"`
	// Silent says why nobody is to be told; empty when somebody is.
	Silent string `json:"silent,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Since is the time of the block with which it began.
	Since time.Time `json:"since"`

	ChainID    uint64 `json:"chain_id"`
	Chain      string `json:"chain"`
	Subject    string `json:"subject"`
	Protocol   string `json:"protocol"`
	Deployment string `json:"deployment"`
	Market     string `json:"market"`
	Account    string `json:"account"`
	// Name is the account's configured one.
	Name string `json:"name"`
	// Value is what the rule measures, ValueWas what it was when last told,
	// Threshold what it crossed.
	Value     *string `json:"value"`
	ValueWas  *string `json:"value_was"`
	Threshold *string `json:"threshold"`
	// Text says in a few words what happened where no measure does.
	Text string `json:"text,omitempty"`
	// Position is the position as of Block, where the alert is about one.
	Position *Position `json:"position"`
	// Mend are ways to bring a position's health factor to Target.
	Target *string  `json:"target"`
	Mend   []Remedy `json:"mend"`
	// Channels are those to tell; all when empty.
	Channels []string `json:"channels"`
	Block    BlockRef `json:"block"`
}

// Over reports whether nothing is left to be told of the alert.
func (a *Alert) Over() bool { return a.Severity == "" }

// Remedy is an amount of one asset that brings a position to its target:
// repaid when it is a debt, added when it is a collateral.
type Remedy struct {
	Action string `json:"action" enum:"repay,add"`
	Asset  string `json:"asset"`
	Symbol string `json:"symbol"`
	Amount string `json:"amount"`
	Raw    string `json:"raw"`
}
