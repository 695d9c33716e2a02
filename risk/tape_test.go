package risk_test

import (
	"os"
	"testing"
	"time"

	"brink/protocols"
	"brink/protocols/aavev2"
	"brink/protocols/aavev3"
	"brink/protocols/compoundv2"
	"brink/protocols/protocoltest"
	"brink/risk"

	"github.com/ethereum/go-ethereum/common"
)

// market is what a tape of real contracts leaves behind.
type market struct {
	risk.Market
	// truncates says that the contract rounds a mean threshold, so that a verdict
	// can change back and forth.
	truncates bool
	// ownRates says that debts can have a rate of their own, and aren't repaid with
	// the others.
	ownRates bool
	// moves says that what one does moves a market's rate for all by a rounding.
	moves bool
}

// reel is the tape of a family's suite.
type reel struct {
	file, role, at string
	truncates      bool // as market's
	ownRates       bool
	moves          bool
	open           func(protocols.Env) (protocols.Protocol, error)
}

var reels = map[string]reel{
	"aave-v3": {"aavev3/testdata/play.tape", aavev3.Provider, "0xf59b87092C7587eDF84dB1A38B1406B400b0113E", false, false, false,
		func(env protocols.Env) (protocols.Protocol, error) { return aavev3.Open(env, &aavev3.Options{}) }},
	"aave-v2": {"aavev2/testdata/play.tape", aavev2.Provider, "0x55C7067867f23a0AD740aDB71B9D83dEa5046E58", true, true, false,
		func(env protocols.Env) (protocols.Protocol, error) {
			return aavev2.Open(env, &aavev2.Options{EthUSDFeed: common.HexToAddress("0xD9913cf43D500ad1021ca234113E193746220c26")})
		}},
	"compound-v2": {"compoundv2/testdata/venus.tape", compoundv2.Comptroller, "0x3d82667bb7dc84DD614D1e75cabC249A2A6D6387", false, false, true,
		func(env protocols.Env) (protocols.Protocol, error) {
			return compoundv2.Open(env, &compoundv2.Options{Variant: "venus", Rounding: "down", Unit: "usd"})
		}},
}

func (r reel) play(t *testing.T, steps int) market {
	t.Helper()
	data, err := os.ReadFile("../protocols/" + r.file)
	if err != nil {
		t.Fatal(err)
	}
	suite := protocoltest.Suite{Open: r.open, Tape: data,
		Env: protocols.Env{Addresses: map[string]common.Address{r.role: common.HexToAddress(r.at)}}}
	p, view := suite.Play(t, steps)
	return market{risk.Market{Positions: p.Len(), View: view, At: p.At}, r.truncates, r.ownRates, r.moves}
}

// everywhere runs a test on every tape, part way through and at its end.
func everywhere(t *testing.T, test func(t *testing.T, m market)) {
	for name, r := range reels {
		t.Run(name, func(t *testing.T) { test(t, r.play(t, 0)) })
		t.Run(name+" before", func(t *testing.T) { test(t, r.play(t, 40)) })
	}
}

// groups are some assets of a market: each alone, and the first two together.
func (m *market) groups() []risk.Group {
	var all []risk.Group
	for _, q := range m.At(m.View).Quotes() {
		all = append(all, risk.Group{q.Base})
	}
	return append(all, risk.Group{all[0][0], all[1][0]})
}

const pace = 12 * time.Second
