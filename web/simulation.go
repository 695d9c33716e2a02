package web

import (
	"encoding"
	"encoding/json"
	"fmt"
	"strings"

	"brink/feed"

	"github.com/danielgtaylor/huma/v2"
	"github.com/holiman/uint256"
	"github.com/shopspring/decimal"
)

// Simulation is a question: what if prices moved, what would then be sold, and
// what if something were done to a position. Its parts can be combined.
type Simulation struct {
	Chain    string   `json:"chain,omitempty" maxLength:"64" doc:"only this chain: its ID, or its name in the configuration"`
	Protocol string   `json:"protocol,omitempty" maxLength:"64" doc:"only this protocol"`
	Shocks   []Shock  `json:"shocks,omitempty" maxItems:"50" nullable:"false" doc:"prices that move; the others stay"`
	Path     string   `json:"path,omitempty" maxLength:"64" doc:"a historical crash by its name, instead of shocks; the answer lists the names when there is no such one"`
	Cascade  *Cascade `json:"cascade,omitempty" doc:"what follows when seized collateral is sold: an estimate"`
	Position string   `json:"position,omitempty" maxLength:"512" doc:"a position by its id, for changes and goal"`
	Changes  []Deed   `json:"changes,omitempty" maxItems:"20" nullable:"false" doc:"what is done to the position, in this order"`
	Goal     *Goal    `json:"goal,omitempty" doc:"asks how much it takes to bring the position, after the changes, to a health factor"`
}

// Shock is one price, or those of a group, that moves.
type Shock struct {
	Asset  string `json:"asset" minLength:"1" maxLength:"64" doc:"a group of the configuration by its name, or the address of one asset"`
	Change change `json:"change" doc:"of today's price: -0.2 is a fall by a fifth"`
}

// Cascade says how prices give way to sales.
type Cascade struct {
	Rounds int     `json:"rounds,omitempty" minimum:"1" maximum:"100" default:"20" doc:"most rounds of liquidations and sales"`
	Pools  []Depth `json:"pools" minItems:"1" maxItems:"50" nullable:"false" doc:"what seized collateral is sold to; of a group that isn't here nothing is sold"`
}

// Depth is how the price of a group gives way: give one of the two.
type Depth struct {
	Asset           string  `json:"asset" minLength:"1" maxLength:"64" doc:"a group, or the address of one asset"`
	ConstantProduct dollars `json:"constant_product_usd,omitempty" doc:"dollars on each side of a pool whose product trades keep"`
	Levels          []Level `json:"levels,omitempty" maxItems:"100" nullable:"false" doc:"a table of depth: when so much is sold, the price has changed so"`
}

// Level is a row of a table of depth.
type Level struct {
	SoldUSD dollars `json:"sold_usd"`
	Change  change  `json:"change"`
}

// Deed is something done to a position.
type Deed struct {
	Do        string  `json:"do" enum:"supply,withdraw,borrow,repay,mode,threshold"`
	Asset     address `json:"asset,omitempty" doc:"not of mode"`
	Amount    string  `json:"amount,omitempty" maxLength:"100" pattern:"^[0-9]{1,60}(\\.[0-9]{1,36})?$" doc:"in whole tokens, no finer than the asset's smallest unit"`
	Mode      *uint32 `json:"mode,omitempty" doc:"an efficiency mode's number; 0 is none"`
	Threshold *uint16 `json:"threshold,omitempty" maximum:"10000" doc:"a liquidation threshold in basis points, for everybody"`
}

// Goal is a health factor to reach.
type Goal struct {
	HealthFactor factor `json:"health_factor"`
}

// Simulated is the answer to a Simulation.
type Simulated struct {
	Shock    *Outcome       `json:"shock,omitempty" doc:"how positions stand when prices have moved"`
	Path     []Milestone    `json:"path,omitempty"`
	Cascade  []Round        `json:"cascade,omitempty" doc:"an estimate; see assumptions"`
	Before   *feed.Position `json:"before,omitempty"`
	After    *feed.Position `json:"after,omitempty" doc:"the position after prices moved and the changes were made"`
	Goals    []Way          `json:"goals,omitempty" doc:"each by itself reaches the goal"`
	Assumed  []string       `json:"assumptions,omitempty"`
	Chains   []ChainBlock   `json:"chains"`
	Estimate bool           `json:"estimate" doc:"true where the answer holds an estimate, beside what the contracts would say"`
}

// Outcome is how positions stand under some prices, in dollars at these.
type Outcome struct {
	Liquidatable Sum    `json:"liquidatable"`
	Insolvent    Sum    `json:"insolvent" doc:"positions that owe more than they have"`
	BadDebtUSD   string `json:"bad_debt_usd" doc:"debt that collateral doesn't cover"`
	Knowledge
	Deployments []DeploymentOutcome `json:"deployments,omitempty"`
}

// DeploymentOutcome is a deployment's part of an Outcome.
type DeploymentOutcome struct {
	ChainID    uint64 `json:"chain_id"`
	Protocol   string `json:"protocol"`
	Deployment string `json:"deployment"`
	Outcome
}

// Milestone is one moment of a historical crash.
type Milestone struct {
	At      string            `json:"at" doc:"when it was, in UTC"`
	Changes map[string]string `json:"changes" doc:"of the prices of groups, since the crash began"`
	Outcome
}

// Round is one round of a cascade.
type Round struct {
	Changes    map[string]string `json:"changes" doc:"of today's prices, at which the round liquidates"`
	Liquidated Sum               `json:"liquidated"`
	SoldUSD    map[string]string `json:"sold_usd"`
	BadDebtUSD string            `json:"bad_debt_usd"`
	Stuck      int               `json:"stuck" doc:"positions that are liquidatable and that no call takes"`
	Unknown    int               `json:"positions_unknown" doc:"positions that can't be told at these prices: they are in no sum"`
}

// Way is an amount that reaches a goal.
type Way struct {
	Do     string `json:"do" enum:"supply,repay"`
	Asset  string `json:"asset"`
	Symbol string `json:"symbol"`
	Amount string `json:"amount"`
	Raw    string `json:"raw" doc:"in the asset's smallest unit; one unit less doesn't do"`
}

// Change is a price as a share of today's, a wad.
type Change struct{ Share uint256.Int }

const wad = 1_000_000_000_000_000_000

// Up says that the price is above today's.
func (c Change) Up() bool { return c.Share.GtUint64(wad) }

// Down says that the price is below today's.
func (c Change) Down() bool { return c.Share.LtUint64(wad) }

// String writes the change that leads to the share: -0.2 for four fifths.
func (c Change) String() string {
	if c.Down() {
		return "-" + feed.Decimal(new(uint256.Int).Sub(uint256.NewInt(wad), &c.Share), 18)
	}
	return feed.Decimal(new(uint256.Int).Sub(&c.Share, uint256.NewInt(wad)), 18)
}

// change is a field that holds a Change.
type change struct {
	*Change
	wrong error // of a body
}

// mostChange bounds what a price may rise by: a billionfold.
const mostChange = 1_000_000_000

func (c *change) UnmarshalText(text []byte) error {
	s := string(text)
	digits, down := strings.CutPrefix(s, "-")
	if !down {
		digits = strings.TrimPrefix(s, "+")
	}
	z, err := parseFixed(digits, 18)
	if err != nil {
		return err
	}
	one := uint256.NewInt(wad)
	limit := new(uint256.Int).Mul(one, uint256.NewInt(mostChange))
	switch {
	case down && z.Gt(one):
		return fmt.Errorf("a price can't fall by more than all of it: want -1 or more")
	case z.Gt(limit):
		return fmt.Errorf("want %d or less", mostChange)
	case down:
		z.Sub(one, z)
	default:
		z.Add(one, z)
	}
	c.Change = &Change{*z}
	return nil
}

// UnmarshalJSON takes a string, as the schema says. What is wrong with it is for
// Resolve to tell, which knows where it stands.
func (c *change) UnmarshalJSON(text []byte) error {
	c.wrong = fromJSON(text, c)
	return nil
}

// Resolve implements huma.ResolverWithPath.
func (c *change) Resolve(_ huma.Context, at *huma.PathBuffer) []error {
	if c.wrong == nil {
		return nil
	}
	return []error{&huma.ErrorDetail{Location: at.String(), Message: c.wrong.Error()}}
}

// fromJSON reads a string as text.
func fromJSON(text []byte, to encoding.TextUnmarshaler) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	return to.UnmarshalText([]byte(s))
}

func (change) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: `^[-+]?[0-9]{1,10}(\.[0-9]{1,18})?$`,
		Description: "a change of today's price as a decimal number: -0.2 is a fifth less"}
}

// or is the change, or another where none was given: a wad, negative for less.
func (c change) or(other int64) Change {
	if c.Change != nil {
		return *c.Change
	}
	return Change{*uint256.NewInt(uint64(wad + other))}
}

// String is empty where none was given.
func (c change) String() string {
	if c.Change == nil {
		return ""
	}
	return c.Change.String()
}

// shareOfDebt compares what was repaid in liquidations with all debt there is.
func shareOfDebt(found *feed.Stats, bands []Band) (outstanding string, share *string) {
	var all decimal.Decimal
	for i := range bands {
		add(&all, &bands[i].DebtUSD)
	}
	outstanding = cents(all)
	repaid, err := decimal.NewFromString(found.DebtUSD)
	if all.IsZero() || err != nil {
		return outstanding, nil
	}
	text := repaid.DivRound(all, 6).String()
	return outstanding, &text
}
