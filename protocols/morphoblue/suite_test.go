package morphoblue

import (
	_ "embed"
	"testing"

	"brink/protocols"
	"brink/protocols/protocoltest"

	"github.com/ethereum/go-ethereum/common"
)

// play is Morpho's own contract through a random history on the devnet: six
// markets with three kinds of interest, oracles that fail, liquidations with and
// without bad debt, and reorganisations.
//
//go:embed testdata/market.tape
var play []byte

func suite() protocoltest.Suite {
	feed := func(token, feed string) Feed { return Feed{common.HexToAddress(token), common.HexToAddress(feed)} }
	return protocoltest.Suite{
		Open: func(env protocols.Env) (protocols.Protocol, error) {
			return Open(env, &Options{
				AdaptiveCurveIrm: common.HexToAddress("0xbAf00Ae19525a175eEdEBc55207Ff7Bde5bB6773"),
				Feeds: []Feed{
					feed("0xe333438cC989B8aDE1935215760b45A8c4E47eE6", "0xf04e00bD9Ec93ca5dB7b4a52dcbE60fD43f282F2"),
					feed("0xb11adD77f07908Fb10fD97fe4a93C7e9A203b057", "0x65faa5D1A2D12a5b520F859229364CDe69f153F5"),
					feed("0x82e25C0F45cD3c53e14408e6C7c341bb6E345749", "0xdd01CB9cc1C7c104A9A473325174C7bd9e9ADcc0"),
				},
			})
		},
		Env: protocols.Env{Addresses: map[string]common.Address{
			Morpho: common.HexToAddress("0xACA4a18249B52EC266d8B96b34Dc54dbA4372aA9"),
		}},
		Tape: play,
	}
}

func TestSuite(t *testing.T) { protocoltest.Run(t, suite()) }

func FuzzLogs(f *testing.F) { protocoltest.Fuzz(f, suite()) }

func FuzzAnswers(f *testing.F) { protocoltest.FuzzAnswers(f, suite()) }
